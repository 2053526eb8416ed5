"""When it began, from her words to a moment (SOURCES.md section 9)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.models import Treatment

NOON = time(12)


def onset_at(word: str, day: str, treatment: Treatment, reported_at: datetime) -> datetime | None:
    """Just after: 1 h after the treatment; today: local midnight or the treatment, the later;
    yesterday and another day: local noon. Never before the treatment, never after the report.
    None where the word or the day cannot be read.
    """
    zone = ZoneInfo(treatment.patient.time_zone)
    began, now = treatment.performed_at.astimezone(zone), reported_at.astimezone(zone)
    moment = _moment(word, day, began, now)
    if moment is None:
        return None
    return min(max(moment, began), max(now, began))


def _moment(word: str, day: str, began: datetime, now: datetime) -> datetime | None:
    if word == "after":
        return began + timedelta(hours=1)
    if word == "today":
        return datetime.combine(now.date(), time.min, now.tzinfo)
    if word == "yesterday":
        return datetime.combine(now.date() - timedelta(days=1), NOON, now.tzinfo)
    if word == "another":
        named = _day(day)
        return None if named is None else datetime.combine(named, NOON, now.tzinfo)
    return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
