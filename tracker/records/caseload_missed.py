"""Who has not been heard of: patients who missed their last days of check-in, for a human look."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

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
    silent: dict[UUID, tuple[datetime | None, list[int]]] = {}
    for pk, procedure, began, last in _followed(clinic, now):
        gone = missed_days(days.get(procedure, ()), began, last, now)
        if len(gone) >= IN_A_ROW:
            silent[pk] = last, gone
    found = [
        Missed(each, *silent[each.pk], case_is_open=each.has_case)
        for each in _in_full(list(silent))
    ]
    return sorted(found, key=lambda each: (-len(each.days), each.treatment.performed_at))


def _followed(clinic: Clinic, now: datetime) -> Iterable[tuple[UUID, str, datetime, Any]]:
    """The newest treatment of each patient who has joined, and when she last told of any."""
    rows = Treatment.objects.filter(
        patient__clinic=clinic,
        patient__user__isnull=False,
        performed_at__gt=now - FOLLOWED_FOR,
        performed_at__lte=now,
    )
    hers = Treatment.objects.filter(patient=OuterRef("patient"), performed_at__lte=now)
    newest = hers.order_by("-performed_at", "pk").values("pk")[:1]
    told = CheckIn.objects.filter(patient=OuterRef("patient")).order_by("-judged_at")
    last = Subquery(told.values("judged_at")[:1])
    found: Iterable[tuple[UUID, str, datetime, Any]] = rows.filter(pk=Subquery(newest)).values_list(
        "pk", "procedure", "performed_at", last
    )
    return found


def _in_full(treatments: list[UUID]) -> QuerySet[Any]:
    held = ReviewCase.objects.filter(treatment=OuterRef("pk")).exclude(status=Status.CLOSED)
    rows = Treatment.objects.filter(pk__in=treatments).annotate(has_case=Exists(held))
    return rows.select_related("patient").prefetch_related("sites")
