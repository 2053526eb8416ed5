"""What the clinic asked or wrote and she has not answered or read: asked again once, then said."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tracker.models import Message, PhotoRequest, ReviewCase, ReviewEvent, Status
from tracker.records import audit
from tracker.records.care import care_ended
from tracker.services.case_opening import note_event
from tracker.services.patient_notices import tell_patient
from tracker.services.quiet_hours import is_day_for

ASKED_AGAIN, DID_NOT_COME, UNREAD = "asked_again", "photo_did_not_come", "message_unread"
UNREAD_AFTER = timedelta(hours=24)
LOOK_BACK = timedelta(days=14)  # what is older stands in the thread and calls no more


def chase_photo_requests(now: datetime | None = None) -> int:
    """One more mail half-way to the time; after it the case says that no photo came. How many."""
    now = now or timezone.now()
    open_ones = PhotoRequest.objects.filter(~care_ended("treatment__patient"), answered_at=None)
    open_ones = open_ones.exclude(case__status=Status.CLOSED)
    rows = open_ones.select_related("case", "treatment__patient__user").order_by("created_at")
    return sum(_chase_request(each, now) for each in rows)


def _chase_request(request: PhotoRequest, now: datetime) -> bool:
    if now >= request.wanted_by:
        return _say_it_did_not_come(request, now)
    half = request.created_at + (request.wanted_by - request.created_at) / 2
    if now < half or not is_day_for(request.treatment.patient, now):
        return False
    with transaction.atomic():
        case = _unless_said(request.case, ASKED_AGAIN, "request", str(request.pk))
        if case is None:
            return False
        tell_patient(request.treatment, about=f"{request.pk}:again")
        note_event(case, ASKED_AGAIN, detail={"request": str(request.pk)})
        audit.record("case.asked_again", by=None, clinic_id=case.clinic_id, about=case)
    return True


def _say_it_did_not_come(request: PhotoRequest, now: datetime) -> bool:
    """The case waits no longer for her: a person looks at what is there."""
    with transaction.atomic():
        case = _unless_said(request.case, DID_NOT_COME, "request", str(request.pk))
        if case is None:
            return False
        was = case.status
        others = case.photo_requests.filter(answered_at=None, wanted_by__gt=now)
        if was == Status.WAITING_PATIENT and not others.exists():
            case.status = Status.OPEN
        case.news_at, case.version = now, case.version + 1
        case.save()
        said = {"request": str(request.pk), "view": request.view}
        note_event(case, DID_NOT_COME, from_status=was, detail=said)
        audit.record("case.photo_did_not_come", by=None, clinic_id=case.clinic_id, about=case)
    return True


def chase_unread_messages(now: datetime | None = None) -> int:
    """A clinic's message that she has not opened in a day: one more mail, said on its case.

    One that was written without a case keeps it itself, in chased_at, and her record shows it.
    """
    now = now or timezone.now()
    written = Message.objects.filter(
        seen_at=None, sent_at__lte=now - UNREAD_AFTER, sent_at__gt=now - LOOK_BACK
    ).exclude(sender_role="patient")
    rows = written.exclude(case__status=Status.CLOSED).exclude(case=None, chased_at__isnull=False)
    rows = rows.select_related("case", "treatment__patient__user").order_by("sent_at")
    return sum(_chase_message(each, now) for each in rows)


def _chase_message(message: Message, now: datetime) -> bool:
    if not is_day_for(message.treatment.patient, now):
        return False
    if message.case is None:
        return _tell_again(message, now)
    with transaction.atomic():
        case = _unless_said(message.case, UNREAD, "message", str(message.pk))
        if case is None:
            return False
        tell_patient(message.treatment, about=f"{message.pk}:again")
        note_event(case, UNREAD, detail={"message": str(message.pk)})
        audit.record("message.unread", by=None, clinic_id=case.clinic_id, about=message)
    return True


@transaction.atomic
def _tell_again(message: Message, now: datetime) -> bool:
    """She may have opened it, or another worker told her, in between."""
    held = Message.objects.filter(pk=message.pk, seen_at=None, chased_at=None)
    if not held.update(chased_at=now):
        return False
    treatment = message.treatment
    tell_patient(treatment, about=f"{message.pk}:again")
    audit.record("message.unread", by=None, clinic_id=treatment.patient.clinic_id, about=message)
    return True


def _unless_said(case: ReviewCase, action: str, name: str, value: str) -> ReviewCase | None:
    """The case under a lock; None where it was closed, or this was said already."""
    rows = ReviewCase.objects.select_for_update(of=("self",)).exclude(status=Status.CLOSED)
    held = rows.filter(pk=case.pk).first()
    said = ReviewEvent.objects.filter(case=case, action=action, **{f"detail__{name}": value})
    return None if held is None or said.exists() else held
