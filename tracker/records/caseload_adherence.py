"""Which check-ins were due, and which of them came: by day of recovery and by group.

Due: a day on which the protocol in force asks for a check-in, of a treatment whose patient has
joined, once that day is over by the clinic's clock. Came: at least one check-in of that treatment
about that day, whenever it reached us. Both sides are the same treatments, so that no share is
over the whole. Of two check-ins on one day the first counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tracker.figures.share import NOTHING, Share
from tracker.models import CheckIn, Treatment
from tracker.records.caseload_groups import KEYS, Counts, by_group, with_groups
from tracker.records.caseload_period import Period

# A check-in about a day was made on it by her own clock; the clinic's and hers lie at most two
# dates apart, at the treatment and again at the report. The index of times is read no wider.
NEARBY = timedelta(days=5)
Days = Mapping[str, Sequence[int]]  # procedure -> its days of check-in
Numbers = dict[tuple[int, str, int], int]  # day, language, year of birth -> how many


class DueCount(NamedTuple):
    day: int
    language: str
    born: int
    share: Share


@dataclass(frozen=True)
class Adherence:
    period: Period
    counts: tuple[DueCount, ...]

    def by_day(self) -> dict[int, Share]:
        found: dict[int, Share] = {}
        for each in self.counts:
            found[each.day] = found.get(each.day, NOTHING) + each.share
        return dict(sorted(found.items()))

    def by_group(self) -> Counts:
        return by_group(
            ((each.language, each.born, each.share) for each in self.counts), self.period
        )

    def total(self) -> Share:
        return sum((each.share for each in self.counts), NOTHING)


def adherence(period: Period, days: Days) -> Adherence:
    due, came = _due(period, days), _came(period, days)
    counts = (DueCount(*key, Share(came.get(key, 0), number)) for key, number in due.items())
    return Adherence(period, tuple(counts))


def due_treatments(period: Period, days: Days, day: int) -> QuerySet[Treatment]:
    """Those of which a check-in about that day was due."""
    procedures = [name for name, asked in days.items() if day in asked]
    rows = _followed(period).filter(period.had_day(day, "performed_at"))
    return rows.filter(procedure__in=procedures)


def with_check_in(rows: QuerySet[Treatment], day: int, *, came: bool) -> QuerySet[Treatment]:
    told = Exists(CheckIn.objects.filter(treatment=OuterRef("pk"), day=day))
    return rows.filter(told if came else ~told)


def due_check_ins(period: Period, days: Days) -> QuerySet[CheckIn]:
    """The check-ins that came when they were due, the first of each day."""
    same_day = CheckIn.objects.filter(treatment=OuterRef("treatment"), day=OuterRef("day"))
    at_once = Q(judged_at=OuterRef("judged_at"), pk__lt=OuterRef("pk"))
    earlier = same_day.filter(Q(judged_at__lt=OuterRef("judged_at")) | at_once)
    return _told(period, days).filter(~Exists(earlier))


def _followed(period: Period) -> QuerySet[Treatment]:
    return Treatment.objects.filter(patient__clinic=period.clinic, patient__user__isnull=False)


def _told(period: Period, days: Days) -> QuerySet[CheckIn]:
    rows = CheckIn.objects.filter(
        treatment__patient__clinic=period.clinic, treatment__patient__user__isnull=False
    )
    near = _near(rows, period)
    return near.filter(reduce(or_, _each_day(period, days), Q(pk__in=[])))


def _each_day(period: Period, days: Days) -> Iterator[Q]:
    for day in _all(days):
        procedures = [name for name, asked in days.items() if day in asked]
        performed = period.had_day(day, "treatment__performed_at")
        yield Q(day=day, treatment__procedure__in=procedures) & performed


def _due(period: Period, days: Days) -> Numbers:
    """Every day in one pass over the treatments."""
    numbers = _all(days)
    if not numbers:
        return {}
    asked = {f"day_{day}": _is_due(period, days, day) for day in numbers}
    rows = with_groups(_followed(period).filter(reduce(or_, asked.values())), "patient")
    counted = rows.values(*KEYS).annotate(
        **{name: Count("pk", filter=wanted) for name, wanted in asked.items()}
    )
    return {
        (day, *(row[key] for key in KEYS)): row[f"day_{day}"]
        for row in counted
        for day in numbers
        if row[f"day_{day}"]
    }


def _is_due(period: Period, days: Days, day: int) -> Q:
    procedures = [name for name, asked in days.items() if day in asked]
    return period.had_day(day, "performed_at") & Q(procedure__in=procedures)


def _came(period: Period, days: Days) -> Numbers:
    """Every check-in, less those that were not the first of their day: quicker than DISTINCT."""
    rows = with_groups(_told(period, days), "treatment__patient")
    found = dict[Any, int]()
    for day, *key, number in rows.values_list("day", *KEYS).annotate(number=Count("pk")):
        found[day, *key] = number
    twice = rows.filter(treatment__in=_told_twice(period)).values_list("treatment", "day", *KEYS)
    for _treatment, day, *key, number in twice.annotate(number=Count("pk")):
        found[day, *key] -= number - 1
    return found


def _told_twice(period: Period) -> list[UUID]:
    """Treatments with two check-ins about one day; read from the index of times alone."""
    rows = _near(CheckIn.objects.all(), period).values("treatment", "day")
    twice = rows.annotate(number=Count("pk")).filter(number__gt=1)
    return list(dict.fromkeys(twice.values_list("treatment", flat=True)))


def _near(rows: QuerySet[CheckIn], period: Period) -> QuerySet[CheckIn]:
    return rows.filter(
        judged_at__gte=period.moment(period.first - NEARBY),
        judged_at__lt=period.moment(period.last + NEARBY),
    )


def _all(days: Days) -> list[int]:
    return sorted({day for asked in days.values() for day in asked})
