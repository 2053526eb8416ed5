"""What a rehearsal reads: patients in order, and the newest judgement of each check-in."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from tracker.models import Assessment, CheckIn, Patient, Rehearsal, RehearsedChange, User
from tracker.records.access import CLINICIANS, memberships
from tracker.records.care import care_ended


class Judged(NamedTuple):
    """receipt: of the newest assessment, with the facts as they were judged."""

    check_in: UUID
    treatment: UUID
    judged_at: datetime
    receipt: str


def check_ins_in(rehearsal: Rehearsal) -> QuerySet[CheckIn]:
    """Hers are left out who has ended the use of her check-ins: nobody works with them."""
    found = CheckIn.objects.filter(judged_at__gte=rehearsal.since, judged_at__lt=rehearsal.until)
    found = found.filter(~care_ended("patient"))
    return found.filter(patient__clinic=rehearsal.clinic_id) if rehearsal.clinic_id else found


def next_patients(rehearsal: Rehearsal, at_most: int) -> list[UUID]:
    """Those with a check-in in the window, after the cursor; by index, however old a clinic."""
    theirs = CheckIn.objects.filter(
        patient=OuterRef("pk"), judged_at__gte=rehearsal.since, judged_at__lt=rehearsal.until
    )
    found = Patient.objects.filter(Exists(theirs), ~care_ended("pk"))
    if rehearsal.clinic_id:
        found = found.filter(clinic=rehearsal.clinic_id)
    if rehearsal.cursor:
        found = found.filter(pk__gt=rehearsal.cursor)
    return list(found.order_by("pk").values_list("pk", flat=True)[:at_most])


def newest_judgements(rehearsal: Rehearsal, patients: Sequence[UUID]) -> Iterator[Judged]:
    rows = Assessment.objects.filter(
        check_in__patient__in=patients,
        check_in__judged_at__gte=rehearsal.since,
        check_in__judged_at__lt=rehearsal.until,
    ).order_by("check_in__patient", "check_in__judged_at", "check_in", "-number")
    before = None
    fields = ("check_in_id", "check_in__treatment_id", "check_in__judged_at", "receipt")
    for row in rows.values_list(*fields):
        if row[0] != before:
            before = row[0]
            yield Judged(*row)


def rehearsals_of(user: User) -> QuerySet[Rehearsal]:
    """Those of the clinics at which she decides; newest first."""
    at_work = memberships(user, CLINICIANS).values("clinic")
    found = Rehearsal.objects.filter(clinic__in=at_work).select_related("clinic", "started_by")
    return found.order_by("-started_at")


def rehearsed_changes(rehearsal: Rehearsal) -> QuerySet[RehearsedChange]:
    """Those a clinician acted on first, then by what became of them."""
    rows = rehearsal.changes.select_related("check_in__patient", "check_in__treatment")
    return rows.order_by("-acted_on", "outcome", "pk")
