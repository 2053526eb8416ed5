"""What patients wrote that no open case holds: messages that nobody has seen, then notes."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from frontend.clinic import list_wording, wording
from frontend.clinic.asked import Asked
from frontend.clinic.case_clock import time_left
from frontend.clinic.keyset import LONG_PAGE, PAGE
from frontend.pages.clinic_doors import Desk
from tracker.models import CheckIn
from tracker.records.unseen_messages import unseen_threads
from tracker.records.worklist import notes_to_read
from tracker.services.looks import charts_viewed
from tracker.services.recovery_days import day_of_recovery
from tracker.services.response_times import due_at


def words_to_read(asked: Asked, desk: Desk, now: datetime) -> dict[str, Any]:
    """The longest wait first; what a patient wrote is part of her chart, so it is a look."""
    threads = list(unseen_threads(desk.user)[: asked.size + 1])
    shown, notes = threads[: asked.size], list(notes_to_read(desk.user)[:PAGE])
    patients = [*(each.patient for each in shown), *(each.patient for each in notes)]
    charts_viewed(by=desk.user, patients=patients, part="notes")
    has_more = len(threads) > asked.size and not asked.is_long
    return {
        "threads": [_thread_row(each, desk, now) for each in shown],
        "notes": [_note_row(each, desk) for each in notes],
        "long_url": asked.url(rows=str(LONG_PAGE)) if has_more else "",
    }


def _thread_row(treatment: Any, desk: Desk, now: datetime) -> dict[str, Any]:
    """treatment: as unseen_threads gives it."""
    patient, since = treatment.patient, treatment.waits_since
    return {
        "name": desk.shown(patient.name),
        "url": f"{reverse('clinic-patient', args=[patient.pk])}#messages",
        "case_url": case_url(patient.pk, treatment.pk),
        "day": wording.day(day_of_recovery(treatment, now)),
        "text": treatment.unseen[0].text,
        "count": list_wording.unread(treatment.unseen_count),
        "age": wording.ago(since, now),
        "clock": time_left(patient.clinic, due_at("review", patient.clinic, since), now),
    }


def _note_row(check_in: CheckIn, desk: Desk) -> dict[str, Any]:
    """A note that no case holds."""
    return {
        "name": desk.shown(check_in.patient.name),
        "url": reverse("clinic-patient", args=[check_in.patient_id]),
        "case_url": case_url(check_in.patient_id, check_in.treatment_id),
        "day": wording.day(check_in.day),
        "note": check_in.note,
        "at": wording.moment(check_in.received_at),
    }


def case_url(patient: UUID, treatment: UUID) -> str:
    """Her record with the form open that opens a case about this treatment."""
    record = reverse("clinic-patient", args=[patient])
    return f"{record}?{urlencode({'case': treatment})}#open-case"
