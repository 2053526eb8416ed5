"""Clocks that are wrong, jump, or reach an unusual date: a report is taken, labelled and judged."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
import time_machine

from tests.faults.invariants import broken
from tests.faults.phone import Phone, a_numb_cheek, a_report
from tracker.models import CheckIn, Clinic, ReviewCase, Treatment
from tracker.services.recovery_days import day_of_recovery

Enrol = Callable[[int], tuple[Phone, Treatment]]
NUMB = {
    "symptom": "numbness",
    "region": "cheek",
    "side": "left",
    "severity": 4,
    "answers": {"touch_felt": False, "movement_normal": True},
}
HER_CLOCK = [
    "1970-01-01T00:00:00+00:00",
    "2000-02-29T23:59:59+14:00",
    "2038-01-19T03:14:07+00:00",
    "2038-01-19T03:14:08-12:00",
    "2100-02-28T23:59:59+00:00",
    "9999-12-31T23:59:59+00:00",
    "0001-01-01T00:00:00+00:00",
]
OUR_CLOCK = [
    datetime(2028, 2, 29, 12, tzinfo=UTC),
    datetime(2032, 2, 28, 23, 59, 59, tzinfo=UTC),
    datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC),
    datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    datetime(2100, 3, 1, tzinfo=UTC),  # a year that leaps nowhere
]
TEN_YEARS = range(2026, 2036)


@pytest.mark.parametrize("said", HER_CLOCK)
def test_a_phone_far_off_is_taken_labelled_and_keeps_its_red_flag(
    said: str, a_patient: Enrol
) -> None:
    phone, treatment = a_patient(1)
    phone.keep(a_report(treatment, reported_at=said, symptoms=[NUMB]))
    phone.flush()
    phone.keep(a_report(treatment, reported_at=said))
    phone.flush()

    assert phone.statuses == {201: 2}
    assert set(CheckIn.objects.values_list("clock_suspect", "day")) == {(True, 3)}
    assert ReviewCase.objects.get().urgency == "urgent"
    assert broken(phone) == []


@pytest.mark.parametrize("now", OUR_CLOCK)
def test_an_unusual_day_is_a_day_like_any_other(
    now: datetime, clinic_a: Clinic, a_patient: Enrol
) -> None:
    with time_machine.travel(now) as clock:
        phone, treatment = a_patient(1)
        phone.keep(a_numb_cheek(treatment))
        phone.flush()
        clock.shift(timedelta(days=1))
        phone.keep(a_report(treatment))
        phone.flush()

        assert phone.statuses == {201: 2}
        assert list(CheckIn.objects.order_by("day").values_list("clock_suspect", "day")) == [
            (False, 3),
            (False, 4),
        ]
        assert broken(phone) == []


def test_a_phone_whose_clock_jumps_between_two_tries_sends_one_report(a_patient: Enrol) -> None:
    """What was sealed is sent as it was: the hour of finishing does not move with the clock."""
    phone, treatment = a_patient(1)
    phone.keep(a_numb_cheek(treatment))
    entry = phone.waiting[0]
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=30)):
        first = phone.send(entry)
    phone.flush()

    assert (first, phone.statuses) == (201, {200: 1})
    assert CheckIn.objects.count() == 1


@pytest.mark.full
def test_no_day_of_recovery_is_skipped_or_doubled_in_any_zone(a_patient: Enrol) -> None:
    """Around each change of clocks in ten years, at noon, and at both ends of each local day."""
    _phone, treatment = a_patient(1)
    wrong = []
    for name in sorted(available_timezones()):
        treatment.patient.time_zone = name
        for change in changes(name):
            wrong += [f"{name} {told}" for told in miscounted(treatment, ZoneInfo(name), change)]

    assert wrong == []


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        ("Australia/Lord_Howe", datetime(2026, 10, 4, tzinfo=UTC)),  # half an hour
        ("Europe/London", datetime(2027, 3, 28, tzinfo=UTC)),  # 23 hours
        ("America/New_York", datetime(2027, 11, 7, tzinfo=UTC)),  # 25 hours
        ("Pacific/Kiritimati", datetime(2027, 1, 1, tzinfo=UTC)),  # UTC+14
        ("Etc/GMT+12", datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_short_or_a_long_day_is_one_day(zone: str, at: datetime, a_patient: Enrol) -> None:
    _phone, treatment = a_patient(1)
    treatment.patient.time_zone = zone

    assert list(miscounted(treatment, ZoneInfo(zone), at)) == []


def miscounted(treatment: Treatment, zone: ZoneInfo, change: datetime) -> Iterator[str]:
    """Treated two local days before the change: each local day after it counts one more."""
    first = change.astimezone(zone).date() - timedelta(days=2)
    treatment.performed_at = at_wall_clock(first, zone, 12)
    for number in range(6):
        day = first + timedelta(days=number)
        for hour in (0, 12, 23):
            seen = at_wall_clock(day, zone, hour)
            if seen.astimezone(zone).date() == day and seen >= treatment.performed_at:
                counted = day_of_recovery(treatment, seen)
                if counted != number:
                    yield f"{day} at {hour}: day {counted}, not {number}"


def at_wall_clock(day: Any, zone: ZoneInfo, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=zone).astimezone(UTC)


@cache
def changes(name: str) -> tuple[datetime, ...]:
    """Each hour at which this zone's distance from UTC changes; none: the first of each year."""
    zone, found = ZoneInfo(name), []
    for year in TEN_YEARS:
        at = datetime(year, 1, 1, tzinfo=UTC)
        while at.year == year:
            later = at + timedelta(days=1)
            if at.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
                found.append(at)
            at = later
    return tuple(found)
