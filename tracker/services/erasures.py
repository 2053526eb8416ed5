"""Erasing a patient: asked for by herself, done when the law no longer asks for her record.

What stays is that it happened: ids in the audit trail, and a mark in the key folder that outlives
every restore. Her photo key is destroyed first, so that no copy of a photo opens (docs/adr/042).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from tracker.errors import NotAllowed
from tracker.models import Erasure, LegalHold, Patient, User
from tracker.records import audit
from tracker.services import erased_marks
from tracker.services.erased_rows import delete_rows
from tracker.services.photo_erasure import erase_photos

MAY_TAKE_BACK = timedelta(days=14)  # her request, at the least (UX.md P16)


def ask(*, by: User, patient: Patient) -> Erasure:
    """Her request; asking again changes nothing. Raises NotAllowed for anybody but herself."""
    if patient.user_id != by.pk:
        raise NotAllowed
    with transaction.atomic():
        open_one = request_of(patient)
        if open_one is not None:
            return open_one
        audit.record("erasure.asked", by=by, clinic_id=patient.clinic_id, about=patient)
        return Erasure.objects.create(
            patient=patient.pk, clinic_id=patient.clinic_id, asked_at=timezone.now()
        )


@transaction.atomic
def take_back(*, by: User, patient: Patient) -> None:
    """Until it has begun. Raises NotAllowed for anybody but herself."""
    if patient.user_id != by.pk:
        raise NotAllowed
    _hold_on(patient)
    found = Erasure.objects.filter(patient=patient.pk, withdrawn_at=None, started_at=None)
    if found.update(withdrawn_at=timezone.now()):
        audit.record("erasure.withdrawn", by=by, clinic_id=patient.clinic_id, about=patient)


def request_of(patient: Patient) -> Erasure | None:
    """The one that is open."""
    return Erasure.objects.filter(patient=patient.pk, withdrawn_at=None).first()


def kept_until(patient: Patient) -> datetime:
    """When the clinic's retention of her record ends: so many years after the last treatment."""
    last = patient.treatments.order_by("-performed_at").values_list("performed_at", flat=True)
    begins = last.first() or patient.created_at
    return begins + timedelta(days=365.25 * patient.clinic.retention_years)


def goes_at(patient: Patient) -> datetime:
    """When she is erased: asked for, or if she asked now; never before the law lets go."""
    asked = request_of(patient)
    since = asked.asked_at if asked and asked.asked_at else timezone.now()
    return max(kept_until(patient), since + MAY_TAKE_BACK)


def is_held(patient: Patient) -> bool:
    return LegalHold.objects.filter(patient=patient, ended_at=None).exists()


def due(now: datetime | None = None) -> Iterator[Patient]:
    """Whose retention has ended and who is not on hold: with a request, 14 days after it."""
    now = now or timezone.now()
    for patient in Patient.objects.select_related("clinic").order_by("pk").iterator():
        if _is_due(patient, now):
            yield patient


def _is_due(patient: Patient, now: datetime) -> bool:
    asked = request_of(patient)
    asked_at = asked.asked_at if asked else None
    waits = asked_at is not None and asked_at + MAY_TAKE_BACK > now
    return kept_until(patient) <= now and not waits and not is_held(patient)


def erased_before() -> Iterator[Patient]:
    """Whom a restored database has brought back: the marks in the key folder know them."""
    yield from Patient.objects.filter(pk__in=erased_marks.known()).select_related("clinic")


def erase(patient: Patient, *, only_if_due: bool = False) -> bool:
    """Everything of hers, for good. Interrupted, it is done again from the start.

    only_if_due: nothing is done where a hold, or her second thought, came since it was looked at.
    Returns whether it was done.
    """
    row = _begin(patient, only_if_due)
    if row is None:
        return False
    erase_photos(by=None, patient=patient)
    erased_marks.leave(patient.pk)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")  # no free page keeps what she said
    with transaction.atomic():
        pk, clinic = patient.pk, patient.clinic_id
        count = delete_rows(patient)
        row.done_at = timezone.now()
        row.save(update_fields=["done_at"])
        audit.record("patient.erased", by=None, clinic_id=clinic, about=row, rows=count, of=str(pk))
    return True


@transaction.atomic
def _begin(patient: Patient, only_if_due: bool) -> Erasure | None:
    _hold_on(patient)
    if only_if_due and not _is_due(patient, timezone.now()):
        return None
    row, _is_new = Erasure.objects.get_or_create(
        patient=patient.pk, withdrawn_at=None, defaults={"clinic_id": patient.clinic_id}
    )
    row.started_at, row.done_at = timezone.now(), None
    row.save(update_fields=["started_at", "done_at"])
    audit.record("erasure.begun", by=None, clinic_id=patient.clinic_id, about=patient)
    return row


def _hold_on(patient: Patient) -> None:
    """A hold, a second thought and the begin of an erasure follow one another."""
    Patient.objects.select_for_update().filter(pk=patient.pk).first()


@transaction.atomic
def place_hold(*, patient: Patient, reason: str, by: User | None = None) -> LegalHold:
    """By the operator, or an administrator of her clinic. Placing it again changes nothing."""
    _hold_on(patient)
    hold, is_new = LegalHold.objects.get_or_create(
        patient=patient, ended_at=None, defaults={"reason": reason}
    )
    if is_new:
        audit.record("hold.placed", by=by, clinic_id=patient.clinic_id, about=patient)
    return hold


@transaction.atomic
def end_hold(*, patient: Patient, by: User | None = None) -> int:
    ended = LegalHold.objects.filter(patient=patient, ended_at=None).update(ended_at=timezone.now())
    if ended:
        audit.record("hold.ended", by=by, clinic_id=patient.clinic_id, about=patient)
    return ended


def patient_named(pk: UUID) -> Patient | None:
    return Patient.objects.filter(pk=pk).select_related("clinic").first()
