"""From the plan to dated events: when each thing of the story happens, none of it after now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tracker.demo.people import TIME_ZONE
from tracker.demo.plan import Beat, Part
from tracker.models import Clinic
from tracker.services.response_times import spans

ZONE = ZoneInfo(TIME_ZONE)
CADENCE = (*range(15), 21, 28)  # days on which patients are asked to report (UX.md P8)
WAKES, SLEEPS = 7.0, 22.0
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Event:
    """what: enrol, treat, accept, report, shoot or beat. day: of recovery."""

    at: datetime
    part: Part
    what: str
    day: int = 0
    beat: Beat | None = None
    view: str = ""


def off_the_weekend(part: Part, today: date) -> Part:
    """The clinics treat on weekdays: a part may be a day or two older than planned."""
    if part.exact:
        return part
    weekday = (today - timedelta(days=part.day)).weekday()
    return replace(part, day=part.day + {5: 1, 6: 2}.get(weekday, 0))


def events(part: Part, clinic: Clinic, now: datetime, dice: Random) -> Iterator[Event]:
    """Everything that happens to one patient, in order."""
    today = now.astimezone(ZONE).date()
    treated = clock(today - timedelta(days=part.day), part.session.hour, now)
    yield Event(treated - 25 * MINUTE, part, "enrol")
    yield Event(_by(treated + 8 * MINUTE, now), part, "treat")
    if not part.accepts:
        return
    yield Event(_by(treated + 15 * MINUTE, now), part, "accept")
    for place, view in enumerate(part.shots.get(0, ())):
        yield Event(_by(treated + (18 + place) * MINUTE, now), part, "shoot", view=view)
    last = treated
    for day in range(part.day + 1):
        moment = _report_time(part, day, today, treated, now, dice)
        if moment is not None and moment <= now:
            yield from _report(part, day, moment, now)
            for event in _acts(part, day, max(last, moment + MINUTE), clinic, now, dice):
                last = event.at
                yield event


def clock(day: date, hour: float, now: datetime) -> datetime:
    """A local time of that day; what would still lie ahead today is drawn into what has passed."""
    midnight = datetime.combine(day, time(), ZONE)
    moment = (midnight + timedelta(hours=hour)).astimezone(UTC)
    if moment <= now - MINUTE:
        return moment
    wakes = (midnight + timedelta(hours=WAKES)).astimezone(UTC)
    start = wakes if wakes < now - 60 * MINUTE else midnight.astimezone(UTC)
    part = min(max((hour - WAKES) / (SLEEPS - WAKES), 0.05), 0.95)
    return start + (now - start) * part


def _report_time(
    part: Part, day: int, today: date, treated: datetime, now: datetime, dice: Random
) -> datetime | None:
    jitter = dice.uniform(-0.4, 0.9)
    if day == part.day:
        return _todays_report(part, today, treated, now)
    asked = day in CADENCE or part.tells_of(day)
    if not asked or day in part.silent or (not part.tells_of(day) and dice.random() < 0.28):
        return None
    if day == 0:
        return treated + timedelta(hours=5 + jitter)
    return clock(today - timedelta(days=part.day - day), part.hour + jitter, now)


def _todays_report(part: Part, today: date, treated: datetime, now: datetime) -> datetime | None:
    if not part.reports_today or part.day in part.silent:
        return None
    if part.ago is not None:
        midnight = datetime.combine(today, time(), ZONE).astimezone(UTC)
        since = max(midnight, treated)
        return max(now - part.ago * MINUTE, since + (now - since) * 0.5)
    if part.day not in CADENCE:
        return None
    usual = datetime.combine(today, time(), ZONE) + timedelta(hours=part.hour)
    return usual.astimezone(UTC) if part.day > 0 else None


def _report(part: Part, day: int, moment: datetime, now: datetime) -> Iterator[Event]:
    yield Event(moment, part, "report", day)
    if day > 0:
        for place, view in enumerate(part.shots.get(day, ())):
            yield Event(_by(moment + (place + 1) * MINUTE / 2, now), part, "shoot", day, view=view)


def _acts(
    part: Part, day: int, since: datetime, clinic: Clinic, now: datetime, dice: Random
) -> Iterator[Event]:
    """What people do about a report, one after the other."""
    last = since
    for beat in part.beats:
        if beat.day != day:
            continue
        last += timedelta(minutes=beat.wait * dice.uniform(0.9, 1.1))
        if not beat.at_once and beat.who != "patient":
            last = _open(clinic, last)
        if last > now and not beat.at_once:
            return
        last = _by(last, now)
        yield Event(last, part, "beat", day, beat, beat.view if beat.do == "photo" else "")


def _open(clinic: Clinic, moment: datetime) -> datetime:
    opens, _closes = next(spans(clinic, moment))
    return opens if opens == moment else opens + 12 * MINUTE


def _by(moment: datetime, now: datetime) -> datetime:
    return min(moment, now - timedelta(seconds=1))
