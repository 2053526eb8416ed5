"""Named rates: a program that has run wild is asked to wait, and nobody else is."""

import contextlib

import pytest
from django.core.cache import cache
from django.utils import timezone

from tracker.errors import TooManyRequests
from tracker.services.rates import COUNTS, RATES, count, hold_below, hold_to
from tracker.services.shared_memory import forget_what_is_over

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(set(RATES) - {"refused-photo"}))
def test_each_rate_holds_for_a_person_and_for_an_address(name, time_stands):
    rate = RATES[name]
    for most, who in ((rate.person, {"person": "ana"}), (rate.address, {"address": "192.0.2.1"})):
        for _time in range(most):
            hold_to(name, **who)
        if most:
            with pytest.raises(TooManyRequests) as refused:
                hold_to(name, **who)
            assert 0 < refused.value.extra["retry_after"] <= rate.seconds + 1

    hold_to(name, person="ben", address="192.0.2.2")


def test_the_security_log_has_it_once_by_an_id_or_an_address_alone(time_stands, caplog):
    caplog.set_level("INFO", logger="fadewell.security")
    for _time in range(RATES["export"].person + 5):
        with contextlib.suppress(TooManyRequests):
            hold_to("export", person="ana", address="192.0.2.1")

    said = [each.getMessage() for each in caplog.records if each.name == "fadewell.security"]
    assert said == ["limit reached: export, by ana"]


def test_what_is_over_goes_and_what_counts_stays(time_stands):
    time_stands.move_to(timezone.now().replace(minute=10))  # an hour is counted as one
    cache.clear()
    hold_to("invitation", address="192.0.2.1")
    hold_to("export", person="ana")
    time_stands.shift(10 * 60)

    assert [forget_what_is_over(), forget_what_is_over()] == [1, 0]
    COUNTS.forget()
    for _time in range(RATES["export"].person - 1):
        hold_to("export", person="ana")
    with pytest.raises(TooManyRequests):
        hold_to("export", person="ana")


@pytest.mark.parametrize("name", sorted(name for name in RATES if RATES[name].seconds > 600))
def test_who_rests_for_ten_minutes_has_no_new_hour(name, time_stands):
    time_stands.move_to(timezone.now().replace(minute=10))
    cache.clear()
    for _time in range(RATES[name].person):
        count(name, "ana")
    time_stands.shift(10 * 60)

    with pytest.raises(TooManyRequests):
        hold_below(name, "ana")


def test_the_next_window_is_a_new_one_and_the_older_is_forgotten(time_stands):
    for _time in range(RATES["check-in"].person):
        hold_to("check-in", person="ana")
    time_stands.shift(61)

    hold_to("check-in", person="ana")

    assert len(COUNTS.own) == 1


def test_a_process_that_starts_anew_goes_on_where_the_others_are(time_stands):
    for _time in range(RATES["export"].person):
        hold_to("export", person="ana")
    COUNTS.forget()

    with pytest.raises(TooManyRequests):
        hold_to("export", person="ana")


def test_the_limits_can_be_lifted_for_measurements(settings):
    settings.FADEWELL_LIMITS = False

    for _time in range(RATES["export"].person + 1):
        hold_to("export", person="ana")
