"""Searching a clinic's audit trail: by who acted, about which record, which act, on which days."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from tracker.models import (
    AuditEvent,
    CheckIn,
    Clinic,
    Membership,
    Message,
    Patient,
    Photo,
    ReviewCase,
    Treatment,
    User,
)

HERS = {  # the kind of row -> what of one patient is found through it
    "treatment": Treatment.objects.filter,
    "checkin": CheckIn.objects.filter,
    "photo": Photo.objects.filter,
    "reviewcase": ReviewCase.objects.filter,
}


@dataclass(frozen=True)
class Asked:
    """act: a whole action ("photo.viewed") or its first part ("photo"). Days by her clinic."""

    actor: UUID | None = None
    patient: UUID | None = None
    act: str = ""
    first: date | None = None
    last: date | None = None

    def codes(self) -> dict[str, str]:
        """What of it may stand in the audit trail itself."""
        said = {"actor": self.actor, "patient": self.patient, "act": self.act}
        days = {"first": self.first, "last": self.last}
        return {name: str(value) for name, value in (said | days).items() if value}


def found(clinic: Clinic, asked: Asked, before: int | None, most: int) -> list[AuditEvent]:
    """Newest first, of this clinic's chain alone; before: the sequence a page begins below."""
    rows = AuditEvent.objects.filter(chain=str(clinic.pk)).order_by("-sequence")
    if before is not None:
        rows = rows.filter(sequence__lt=before)
    if asked.actor:
        rows = rows.filter(actor=asked.actor)
    if asked.act:
        rows = rows.filter(Q(action=asked.act) | Q(action__startswith=f"{asked.act}."))
    if asked.patient:
        rows = rows.filter(_about(clinic, asked.patient))
    return list(_within(rows, clinic, asked)[:most])


def _within(rows: QuerySet[AuditEvent], clinic: Clinic, asked: Asked) -> QuerySet[AuditEvent]:
    zone = ZoneInfo(clinic.time_zone)
    if asked.first:
        rows = rows.filter(at__gte=datetime.combine(asked.first, time(), zone))
    if asked.last:
        after = asked.last + timedelta(days=1)
        rows = rows.filter(at__lt=datetime.combine(after, time(), zone))
    return rows


def _about(clinic: Clinic, patient: UUID) -> Q:
    """Her record and what is part of it; of one that was erased, what her number alone finds."""
    about = Q(subject="patient", subject_id=str(patient))
    for subject, rows in HERS.items():
        about |= _any(subject, rows(patient=patient, patient__clinic=clinic))
    letters = Message.objects.filter(treatment__patient=patient, treatment__patient__clinic=clinic)
    return about | _any("message", letters)


def _any(subject: str, rows: QuerySet[Any]) -> Q:
    ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
    return Q(subject=subject, subject_id__in=ids)


def names_for(
    clinic: Clinic, rows: Iterable[AuditEvent], shown: Callable[[str], str] = str
) -> dict[str, str]:
    """Id -> name, of who acted and whom a row is about; for display alone, never stored.

    shown: how the name of somebody who never worked here may stand on this screen.
    """
    listed = list(rows)
    actors = {row.actor for row in listed if row.actor}
    about = {row.subject_id for row in listed if row.subject == "user"}
    patients = {row.subject_id for row in listed if row.subject == "patient"}
    named = Patient.objects.filter(clinic=clinic, pk__in=patients)
    people = User.objects.filter(pk__in=actors | {UUID(pk) for pk in about})
    staff = set(Membership.objects.filter(clinic=clinic).values_list("user", flat=True))
    known = [*people.values_list("pk", "name"), *named.values_list("pk", "name")]
    return {str(pk): name if pk in staff else shown(name) for pk, name in known}
