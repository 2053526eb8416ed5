"""The note of a check-in waits for a clinician, and is seen by one who is named (docs/adr/089)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tracker.models import CheckIn, NoteMark, Patient, User
from tracker.records import audit
from tracker.records.access import CLINICIANS, require_role

LOOK_BACK = timedelta(days=14)


def await_reader(check_in: CheckIn) -> None:
    """Inside the transaction that stores it."""
    if check_in.note:
        NoteMark.objects.create(check_in=check_in)


def await_readers(now: datetime | None = None) -> int:
    """What code of before stored without a mark waits too; how many."""
    since = (now or timezone.now()) - LOOK_BACK
    noted = CheckIn.objects.filter(received_at__gte=since, note_mark=None).exclude(note="")
    rows = [NoteMark(check_in=each) for each in noted.only("pk")]
    NoteMark.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def see_notes(*, by: User, patient: Patient, shown: Collection[UUID]) -> int:
    """A clinician has seen the notes of these check-ins of one patient; how many were new.

    Who saw one first stays its reader. Raises NotAllowed: a coordinator's look leaves them.
    """
    require_role(by, patient.clinic_id, CLINICIANS)
    unseen = NoteMark.objects.select_for_update(of=("self",)).filter(
        check_in__patient=patient, check_in__in=shown, seen_at=None
    )
    marks = list(unseen.select_related("check_in"))
    for mark in marks:
        mark.seen_at, mark.seen_by = timezone.now(), by
        mark.save()
        _record("note.seen", by, patient, mark)
    return len(marks)


@transaction.atomic
def unsee_note(*, by: User, check_in: CheckIn) -> bool:
    """She takes back that she has seen it: it waits again. Whether the mark was hers."""
    patient = check_in.patient
    require_role(by, patient.clinic_id, CLINICIANS)
    held = NoteMark.objects.select_for_update().filter(check_in=check_in, seen_by=by).first()
    if held is None:
        return False
    held.seen_at = held.seen_by = None
    held.save()
    _record("note.unseen", by, patient, held)
    return True


def _record(action: str, by: User, patient: Patient, mark: NoteMark) -> None:
    audit.record(action, by=by, clinic_id=patient.clinic_id, about=mark.check_in)
