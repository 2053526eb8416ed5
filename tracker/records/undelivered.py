"""Which notices did not reach a patient by any way; the caller may see whoever is asked about."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from tracker.models import Invitation, Notification, NotificationState, Patient

KINDS = ("new_message", "reminder")


def not_invited(patients: Iterable[Patient]) -> set[UUID]:
    """Those of them who wait for an invitation whose mail failed, while its link is open."""
    waiting = [patient.pk for patient in patients if patient.user_id is None]
    if not waiting:
        return set()
    rows = Invitation.objects.filter(patient__in=waiting, expires_at__gt=timezone.now())
    keys = {f"invitation:{row.pk}": row.patient_id for row in rows if row.is_open}
    failed = Notification.objects.filter(dedupe_key__in=keys, state=NotificationState.FAILED)
    return {keys[key] for key in failed.values_list("dedupe_key", flat=True)}


def last_not_reached(patient: Patient) -> dict[str, datetime]:
    """Kind of notice -> when its newest one was written, where that one reached her in no way."""
    found = {}
    for kind in KINDS:
        ended = Notification.objects.filter(patient=patient, kind=kind)
        newest = ended.exclude(state=NotificationState.PENDING).order_by("-created_at").first()
        if newest is not None and newest.state == NotificationState.FAILED:
            found[kind] = newest.created_at
    return found
