"""By when a clinician has to have seen a case, on the clinic's own clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from tracker.models import Clinic

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EMERGENCY = timedelta(minutes=15)
URGENT = timedelta(hours=2)  # opening hours
FAR = 60  # days to look ahead; a clinic that is closed for longer is given plain hours
Span = tuple[datetime, datetime]


def due_at(urgency: str, clinic: Clinic, since: datetime) -> datetime:
    """Emergency: 15 minutes. Urgent: 2 opening hours. Review: 1 working day (API.md, "Cases").

    A clinic may promise less of each, never more. A working day is the same time of day on the next
    day of work; what comes while the clinic is closed counts from the next opening. Answers in UTC.
    """
    if urgency == "emergency":
        return since + emergency_time(clinic)
    if urgency == "urgent":
        return _after_open_time(clinic, since, urgent_time(clinic))
    day = _next_working_day(clinic, since)
    if clinic.review_hours is None:
        return day
    return min(day, _after_open_time(clinic, since, timedelta(hours=clinic.review_hours)))


def emergency_time(clinic: Clinic) -> timedelta:
    return min(timedelta(minutes=clinic.emergency_minutes), EMERGENCY)


def urgent_time(clinic: Clinic) -> timedelta:
    """Opening time."""
    return min(timedelta(minutes=clinic.urgent_minutes), URGENT)


def spans(clinic: Clinic, since: datetime) -> Iterator[Span]:
    """Opening spans that end after `since`, in order, in UTC."""
    zone = ZoneInfo(clinic.time_zone)
    first = since.astimezone(zone).date()
    for days in range(FAR):
        for opens, closes in _spans_on(clinic, first + timedelta(days=days), zone):
            if closes > since:
                yield max(opens, since), closes


def _spans_on(clinic: Clinic, day: date, zone: ZoneInfo) -> tuple[Span, ...]:
    if day.isoformat() in clinic.holidays:
        return ()
    listed = clinic.hours.get(WEEKDAYS[day.weekday()], [])
    return _in_utc(day, tuple((start, end) for start, end in listed), zone)


@lru_cache(maxsize=1000)
def _in_utc(day: date, listed: tuple[tuple[str, str], ...], zone: ZoneInfo) -> tuple[Span, ...]:
    """Kept: each row of a worklist asks for the same few days."""
    found = ((_moment(day, start, zone), _moment(day, end, zone)) for start, end in listed)
    return tuple(sorted(found))


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)


def _after_open_time(clinic: Clinic, since: datetime, needed: timedelta) -> datetime:
    left = needed
    for opens, closes in spans(clinic, since):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    return since + needed


def _next_working_day(clinic: Clinic, since: datetime) -> datetime:
    zone = ZoneInfo(clinic.time_zone)
    opens = next(spans(clinic, since), None)
    if opens is None:
        return since + timedelta(days=1)
    counted_from = opens[0].astimezone(zone)
    for days in range(1, FAR):
        day = counted_from.date() + timedelta(days=days)
        if _spans_on(clinic, day, zone):
            same_time = datetime.combine(day, counted_from.time(), zone)
            return same_time.astimezone(UTC)
    return opens[0] + timedelta(days=1)


def is_half_way(urgency: str, clinic: Clinic, due: datetime, now: datetime) -> bool:
    """Whether at most half of the time to look is left; of an urgent case, of the opening time."""
    if urgency == "emergency":
        return due - now <= emergency_time(clinic) / 2
    return open_time(clinic, now, due) <= urgent_time(clinic) / 2


def is_ever_open(clinic: Clinic, since: datetime) -> bool:
    """Otherwise its response times are plain hours."""
    return next(spans(clinic, since), None) is not None


def open_time(clinic: Clinic, since: datetime, until: datetime) -> timedelta:
    """How long the clinic is open between two moments; at most FAR days are looked at."""
    total = timedelta()
    for opens, closes in spans(clinic, since):
        if opens >= until:
            break
        total += min(closes, until) - opens
    return total
