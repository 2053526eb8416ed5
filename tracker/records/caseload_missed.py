"""Who has not been heard of: patients who missed their last days of check-in, for a human look."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from tracker.models import CheckIn, Clinic, ReviewCase, Status, Treatment
from tracker.records.missed_days import missed_days

FOLLOWED_FOR = timedelta(days=60)  # as long as the product itself looks after silence
IN_A_ROW = 2  # one missed day is a day off; the app asks again by itself


class Missed(NamedTuple):
    """days: missed in a row, up to now. case_is_open: somebody has her case already."""

    treatment: Treatment
    last_at: datetime | None
    days: list[int]
    case_is_open: bool


def missed(clinic: Clinic, days: Mapping[str, Sequence[int]], now: datetime) -> list[Missed]:
    """Most days first, then who was silent the longest."""
    rows = [_missed(each, days, now) for each in _followed(clinic, now)]
    found = [each for each in rows if len(each.days) >= IN_A_ROW]
    return sorted(found, key=lambda each: (-len(each.days), each.treatment.performed_at))


def _missed(treatment: Treatment, days: Mapping[str, Sequence[int]], now: datetime) -> Missed:
    asked = days.get(treatment.procedure, ())
    last, has_case = (getattr(treatment, name) for name in ("last_at", "has_case"))
    gone = missed_days(asked, treatment.performed_at, last, now)
    return Missed(treatment, last, gone, has_case)


def _followed(clinic: Clinic, now: datetime) -> QuerySet[Treatment]:
    """The newest treatment of each patient who has joined."""
    rows = Treatment.objects.filter(
        patient__clinic=clinic,
        patient__user__isnull=False,
        performed_at__gt=now - FOLLOWED_FOR,
        performed_at__lte=now,
    )
    hers = Treatment.objects.filter(patient=OuterRef("patient"), performed_at__lte=now)
    newest = hers.order_by("-performed_at", "pk").values("pk")[:1]
    told = CheckIn.objects.filter(patient=OuterRef("patient")).order_by("-judged_at")
    held = ReviewCase.objects.filter(treatment=OuterRef("pk")).exclude(status=Status.CLOSED)
    return (
        rows.filter(pk=Subquery(newest))
        .select_related("patient")
        .prefetch_related("sites")
        .annotate(last_at=Subquery(told.values("judged_at")[:1]), has_case=Exists(held))
    )
