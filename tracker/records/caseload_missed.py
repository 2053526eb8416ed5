"""Who has not been heard of: patients who missed their last days of check-in, for a human look."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import DateTimeField, Exists, F, OuterRef, QuerySet, Subquery, Value

from tracker.models import CheckIn, Clinic, ReviewCase, Status, Treatment
from tracker.records.care import care_ended
from tracker.records.lengths import MICROSECOND, Microseconds, length
from tracker.records.missed_days import EARLY, LATE, missed_days

FOLLOWED_FOR = timedelta(days=60)  # as long as the product itself looks after silence
IN_A_ROW = 2  # one missed day is a day off; the app asks again by itself
# Their marks lie at least a day apart, and both are over: sooner after a report nobody missed two.
SOONEST = EARLY + timedelta(days=IN_A_ROW - 1) + LATE


class Missed(NamedTuple):
    """days: missed in a row, up to now. case_is_open: somebody has her case already."""

    treatment: Treatment
    last_at: datetime | None
    days: list[int]
    case_is_open: bool


def missed(clinic: Clinic, days: Mapping[str, Sequence[int]], now: datetime) -> list[Missed]:
    """Most days first, then who was silent the longest."""
    asked = {name: [timedelta(days=day) for day in sorted(each)] for name, each in days.items()}
    silent = [
        pk
        for pk, procedure, age, told in _followed(clinic, now)
        if _may_be_silent(asked.get(procedure, ()), age * MICROSECOND, length(told))
    ]
    found = (_missed(each, days, now) for each in _in_full(silent))
    long = [each for each in found if len(each.days) >= IN_A_ROW]
    return sorted(long, key=lambda each: (-len(each.days), each.treatment.performed_at))


def _missed(treatment: Any, days: Mapping[str, Sequence[int]], now: datetime) -> Missed:
    began, last = treatment.performed_at, treatment.last_at
    gone = missed_days(days[treatment.procedure], began, last, now)
    return Missed(treatment, last, gone, treatment.has_case)


def _may_be_silent(marks: Sequence[timedelta], age: timedelta, told: timedelta | None) -> bool:
    """Whether so many marks are over since her last report, both counted from the treatment.

    It spares reading moments and walking over the days of each.
    """
    over = bisect_right(marks, age - LATE)
    if over < IN_A_ROW:
        return False
    return told is None or told + EARLY < marks[over - IN_A_ROW]


def _followed(clinic: Clinic, now: datetime) -> Iterable[tuple[UUID, str, int, int | None]]:
    """The newest treatment of each patient who has joined, its age, and when she told of any.

    Of those who were not heard of in the last days: most were, and need no look.
    """
    heard = CheckIn.objects.filter(patient=OuterRef("patient"), judged_at__gte=now - SOONEST)
    rows = Treatment.objects.filter(
        ~Exists(heard),
        ~care_ended("patient"),
        patient__clinic=clinic,
        patient__user__isnull=False,
        performed_at__gt=now - FOLLOWED_FOR,
        performed_at__lte=now,
    ).order_by("performed_at", "-pk")
    age = Microseconds(Value(now, DateTimeField()) - F("performed_at"))
    told = Microseconds(Subquery(_last()) - F("performed_at"))
    each = rows.values_list("patient_id", "pk", "procedure", age, told)
    return {patient: tuple(facts) for patient, *facts in each}.values()  # the newest comes last


def _last() -> QuerySet[CheckIn, datetime]:
    told = CheckIn.objects.filter(patient=OuterRef("patient")).order_by("-judged_at")
    return told.values_list("judged_at", flat=True)[:1]


def _in_full(treatments: list[UUID]) -> QuerySet[Any]:
    held = ReviewCase.objects.filter(treatment=OuterRef("pk")).exclude(status=Status.CLOSED)
    rows = Treatment.objects.filter(pk__in=treatments)
    rows = rows.annotate(has_case=Exists(held), last_at=Subquery(_last()))
    return rows.select_related("patient").prefetch_related("sites")
