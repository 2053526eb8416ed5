"""When the demo's story happens: always up to now, whatever the hour of the first call."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from tracker.demo.cast import CAST, named
from tracker.demo.people import TIME_ZONE
from tracker.demo.plan import Part
from tracker.demo.timetable import Event, events, off_the_weekend
from tracker.models import Clinic

ZONE = ZoneInfo(TIME_ZONE)
FIRST_CALLS = [
    datetime(2026, 11, 18, 14, 30, tzinfo=ZONE),  # a Wednesday afternoon
    datetime(2026, 11, 22, 9, 10, tzinfo=ZONE),  # a Sunday
    datetime(2026, 11, 23, 0, 5, tzinfo=ZONE),  # just after midnight
    datetime(2026, 3, 29, 1, 30, tzinfo=ZONE),  # the night that has an hour less
    datetime(2026, 12, 31, 23, 59, tzinfo=ZONE),
]
PARTS = [part for parts in CAST.values() for part in parts]


def happens(part: Part, now: datetime) -> list[Event]:
    part = off_the_weekend(part, now.date())
    clinic = Clinic(time_zone=TIME_ZONE)
    return list(events(part, clinic, now.astimezone(UTC), Random(part.key)))


def local_days_ago(event: Event, now: datetime) -> int:
    return (now.date() - event.at.astimezone(ZONE).date()).days


@pytest.mark.parametrize("now", FIRST_CALLS, ids=str)
def test_nothing_lies_ahead_and_everything_has_its_order(now: datetime) -> None:
    for part in PARTS:
        all_of_it = happens(part, now)
        said = [event.at for event in all_of_it if event.what != "beat"]
        done = [event.at for event in all_of_it if event.what == "beat"]

        assert said == sorted(said) and done == sorted(done), part.key
        assert max([*said, *done]) < now, part.key


@pytest.mark.parametrize("now", FIRST_CALLS, ids=str)
def test_ana_is_on_day_3_and_has_not_reported_today(now: datetime) -> None:
    hers = happens(named.ANA, now)

    treated = next(event for event in hers if event.what == "enrol").at + timedelta(minutes=25)
    assert (now.date() - treated.astimezone(ZONE).date()).days == 3
    assert {event.day for event in hers if event.what == "report"} == {0, 1, 2}


@pytest.mark.parametrize("now", FIRST_CALLS, ids=str)
def test_ben_reports_today_that_he_is_numb_since_yesterday(now: datetime) -> None:
    part = named.BEN
    last = [event for event in happens(part, now) if event.what == "report"][-1]
    treated = happens(part, now)[0].at + timedelta(minutes=25)
    began = treated + timedelta(hours=part.tracks[-1].onset)

    assert (last.day, local_days_ago(last, now)) == (4, 0)
    assert (now.date() - began.astimezone(ZONE).date()).days == 1


@pytest.mark.parametrize("now", FIRST_CALLS, ids=str)
def test_nobody_but_the_named_few_is_treated_on_a_weekend(now: datetime) -> None:
    weekend = {
        part.key
        for part in PARTS
        if (happens(part, now)[0].at + timedelta(minutes=25)).astimezone(ZONE).weekday() > 4
    }

    assert weekend <= {part.key for part in PARTS if part.exact}


def test_colleagues_act_in_opening_hours_unless_it_cannot_wait() -> None:
    now = FIRST_CALLS[0]
    acts = [event for part in PARTS for event in happens(part, now) if event.what == "beat"]
    waited = [e for e in acts if e.beat and e.beat.who != "patient" and not e.beat.at_once]

    assert waited
    for event in waited:
        local = event.at.astimezone(ZONE)
        assert local.weekday() < 5 and 9 <= local.hour < 17, event


def test_the_cast_is_about_forty_people_on_days_0_to_28_with_at_most_80_photos() -> None:
    keys = [part.key for part in PARTS]
    photos = sum(bool(event.view) for part in PARTS for event in happens(part, FIRST_CALLS[0]))

    assert len(keys) == len(set(keys)) and 38 <= len(keys) <= 44
    assert {part.day for part in PARTS} >= {0, 1, 2, 3, 28}
    assert max(part.day for part in PARTS) <= 28
    assert 50 <= photos <= 80
