"""Named rates: a program that has run wild is asked to wait, and nobody else is."""

import pytest

from tracker.errors import TooManyRequests
from tracker.services.rates import COUNTS, RATES, hold_to

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
