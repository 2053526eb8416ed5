"""Cases of the period: how soon somebody looked, how soon she had an answer, how many were late.

First view: the first move that a member of staff made on the case. Nobody moves a case without
having opened it; opening alone is no event of a case and is not counted. Answer: the first move
that the patient reads as one: a message, a photo or visit asked for, the decision. Both are counted
from the opening of the case, nights and closed days included. The level is the highest that the
case reached. Over time: seen after it was due, or not seen and due (the sweep's event says so
even where a later flag moved due_at).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, ExtractHour

from tracker.figures.share import Share
from tracker.figures.spread import Spread
from tracker.models import ReviewCase, ReviewEvent, Status
from tracker.records.caseload_groups import KEYS, with_groups
from tracker.records.caseload_period import Period
from tracker.records.lengths import Microseconds, length
from tracker.records.worklist import is_overdue

ANSWERS = ("message", "request-photo", "book", "decide")
VIEWS = (
    *ANSWERS, "claim", "acknowledge", "snooze", "escalate", "assign", "second-opinion",
)  # fmt: skip
OVERDUE = "overdue"
AGES: Mapping[str, tuple[timedelta, timedelta]] = {  # of cases that are open now
    "day": (timedelta(0), timedelta(days=1)),
    "3_days": (timedelta(days=1), timedelta(days=3)),
    "week": (timedelta(days=3), timedelta(days=7)),
    "longer": (timedelta(days=7), timedelta.max),
}
FALSE_ALARM = "false_alarm"


class Reply(NamedTuple):
    """One case: viewed and answered are None where nobody did."""

    level: str
    hour: int  # of the clinic's clock when it was opened
    viewed: timedelta | None
    answered: timedelta | None
    is_late: bool
    language: str
    age: str
    skin: str


@dataclass(frozen=True)
class Replies:
    """What was seen so far of a number of cases; each figure is made where it is asked for."""

    cases: Sequence[Reply] = ()

    @property
    def number(self) -> int:
        return len(self.cases)

    @cached_property
    def viewed(self) -> Spread:
        return Spread.of(each.viewed for each in self.cases if each.viewed is not None)

    @cached_property
    def answered(self) -> Spread:
        return Spread.of(each.answered for each in self.cases if each.answered is not None)

    @cached_property
    def late(self) -> Share:
        return Share(sum(each.is_late for each in self.cases), self.number)


def replies(period: Period, now: datetime) -> list[Reply]:
    """One statement: the cases with their events, summed up by case."""
    rows = with_groups(cases_in(period), period, "patient").annotate(
        hour=ExtractHour("opened_at", tzinfo=period.zone),
        by_time=ExpressionWrapper(_is_late(now), BooleanField()),
    )
    facts = rows.order_by().values_list("pk", "urgency", "hour", "by_time", *KEYS)
    told = Count("events", filter=Q(events__action=OVERDUE))
    moved = facts.annotate(viewed=_until(VIEWS), answered=_until(ANSWERS), told=told)
    return [
        Reply(level, hour, length(viewed), length(answered), by_time or told > 0, *group)
        for _pk, level, hour, by_time, *group, viewed, answered, told in moved
    ]


def _until(moves: Sequence[str]) -> Microseconds:
    """From the opening to the first of these moves of staff."""
    made = Q(events__by__isnull=False, events__action__in=moves)
    return Microseconds(Min("events__at", filter=made) - F("opened_at"))


def grouped(cases: Iterable[Reply], key: Callable[[Reply], Any]) -> dict[Any, Replies]:
    found: dict[Any, list[Reply]] = {}
    for each in cases:
        found.setdefault(key(each), []).append(each)
    return {name: Replies(theirs) for name, theirs in found.items()}


def cases_in(period: Period) -> QuerySet[ReviewCase]:
    """Those opened in these days."""
    return ReviewCase.objects.filter(period.holds("opened_at"), clinic=period.clinic)


def moved_by_staff(rows: QuerySet[ReviewCase], moves: Sequence[str]) -> QuerySet[ReviewCase]:
    made = ReviewEvent.objects.filter(case=OuterRef("pk"), by__isnull=False, action__in=moves)
    return rows.filter(Exists(made))


def late_cases(rows: QuerySet[ReviewCase], now: datetime) -> QuerySet[ReviewCase]:
    told = Exists(ReviewEvent.objects.filter(case=OuterRef("pk"), action=OVERDUE))
    return rows.filter(_is_late(now) | told)


def _is_late(now: datetime) -> Q:
    """By the times of the case itself."""
    return Q(acknowledged_at__gt=F("due_at")) | is_overdue(now)


def opened_at_hour(rows: QuerySet[ReviewCase], period: Period, hour: int) -> QuerySet[ReviewCase]:
    return rows.annotate(hour=ExtractHour("opened_at", tzinfo=period.zone)).filter(hour=hour)


def open_now(period: Period) -> QuerySet[ReviewCase]:
    """Every open case of the clinic, whenever it was opened."""
    return ReviewCase.objects.filter(clinic=period.clinic).exclude(status=Status.CLOSED)


def open_by_age(period: Period, now: datetime) -> dict[str, int]:
    opened = open_now(period).values_list("opened_at", flat=True)
    found = dict.fromkeys(AGES, 0)
    for at in opened:
        found[_band(now - at)] += 1
    return found


def of_age(rows: QuerySet[ReviewCase], band: str, now: datetime) -> QuerySet[ReviewCase]:
    least, most = AGES[band]
    rows = rows.filter(opened_at__lte=now - least) if least else rows
    return rows if most == timedelta.max else rows.filter(opened_at__gt=now - most)


def closed_in(period: Period) -> QuerySet[ReviewCase]:
    held = period.holds("closed_at")
    return ReviewCase.objects.filter(held, clinic=period.clinic, status=Status.CLOSED)


def false_alarms(period: Period) -> dict[str, int]:
    """What was wrong -> cases closed as a false alarm because of it; "" where nobody said."""
    rows = _false_alarms(period).order_by().values_list("why")
    return dict(rows.annotate(number=Count("pk")))


def closed_because(period: Period, why: str) -> QuerySet[ReviewCase]:
    return _false_alarms(period).filter(why=why)


def _false_alarms(period: Period) -> QuerySet[Any]:
    rows = closed_in(period).filter(decision__reason=FALSE_ALARM)
    return rows.annotate(
        why=Coalesce(KT("decision__false_alarm_because"), Value(""), output_field=TextField())
    )


def _band(length: timedelta) -> str:
    return next((name for name, (_least, most) in AGES.items() if length < most), "longer")
