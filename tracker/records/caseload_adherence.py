"""Which check-ins were due, and which of them came: by day of recovery and by group.

Due: a day on which the protocol in force asks for a check-in, of a treatment whose patient has
joined, once that day is over by the clinic's clock. Came: at least one check-in of that treatment
about that day, whenever it reached us. Both sides are the same treatments, so that no share is
over the whole. Of two check-ins on one day the first counts.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from tracker.figures.share import NOTHING, Share
from tracker.models import CheckIn, Treatment
from tracker.records.caseload_groups import Counts, Key, by_group
from tracker.records.caseload_period import Period
from tracker.records.caseload_told import Days, told_by_treatment


class DueCount(NamedTuple):
    day: int
    group: Key
    share: Share


@dataclass(frozen=True)
class Adherence:
    counts: tuple[DueCount, ...]

    def by_day(self) -> dict[int, Share]:
        found: dict[int, Share] = {}
        for each in self.counts:
            found[each.day] = found.get(each.day, NOTHING) + each.share
        return dict(sorted(found.items()))

    def by_group(self) -> Counts:
        return by_group((each.group, each.share) for each in self.counts)

    def total(self) -> Share:
        return sum((each.share for each in self.counts), NOTHING)


def adherence(period: Period, days: Days) -> Adherence:
    due, came = Counter[tuple[int, Key]](), Counter[tuple[int, Key]]()
    for each in told_by_treatment(period, days):
        for day in each.due:
            due[day, each.group] += each.number
            came[day, each.group] += each.number if day in each.came else 0
    counts = (DueCount(*key, Share(came[key], number)) for key, number in due.items())
    return Adherence(tuple(counts))


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
    begins, ends = period.near()
    rows = CheckIn.objects.filter(
        treatment__patient__clinic=period.clinic,
        treatment__patient__user__isnull=False,
        judged_at__gte=begins,
        judged_at__lt=ends,
    )
    return rows.filter(reduce(or_, _each_day(period, days), Q(pk__in=[])))


def _each_day(period: Period, days: Days) -> Iterator[Q]:
    for day in sorted({day for asked in days.values() for day in asked}):
        procedures = [name for name, asked in days.items() if day in asked]
        performed = period.had_day(day, "treatment__performed_at")
        yield Q(day=day, treatment__procedure__in=procedures) & performed
