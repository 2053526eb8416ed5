"""Who of the clinic looked at a patient's record and photos, as the audit trail has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tracker.models import AuditEvent, Membership, Patient, Photo, User
from tracker.records.access import STAFF

LOOKS = ("chart.viewed", "photo.viewed")


@dataclass(frozen=True)
class Look:
    """photo: its id, where a sharp photo was opened. role: held at her clinic, newest first."""

    at: datetime
    name: str
    role: str
    photo: str


def looks_at(patient: Patient, most: int) -> list[Look]:
    """By others than herself, newest first, at most so many."""
    photos = Photo.objects.filter(patient=patient).values_list("pk", flat=True)
    about = Q(subject="patient", subject_id=str(patient.pk))
    about |= Q(subject="photo", subject_id__in=[str(pk) for pk in photos])
    rows = AuditEvent.objects.filter(about, action__in=LOOKS).exclude(actor=patient.user_id)
    found = list(rows.order_by("-at", "-pk")[:most])
    names, roles = _people({row.actor for row in found if row.actor}, patient.clinic_id)
    return [
        Look(
            row.at,
            names.get(str(row.actor), ""),
            roles.get(str(row.actor), ""),
            row.subject_id if row.subject == "photo" else "",
        )
        for row in found
    ]


def _people(actors: Iterable[UUID], clinic: UUID) -> tuple[dict[str, str], dict[str, str]]:
    """Names, and the newest role with patients, by id; whoever has left keeps both."""
    users = User.objects.filter(pk__in=actors).values_list("pk", "name")
    held = Membership.objects.filter(user__in=actors, clinic=clinic, role__in=STAFF)
    newest_last = held.order_by("started_at").values_list("user_id", "role")
    roles = {str(pk): role for pk, role in newest_last}
    return {str(pk): name for pk, name in users}, roles
