"""What patients wrote that no open case holds, and nobody has seen: messages, then notes."""

from collections.abc import Mapping
from datetime import datetime
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from frontend.clinic import list_wording, wording
from frontend.clinic.asked import Asked
from frontend.clinic.case_clock import time_left
from frontend.clinic.chosen import id_or_none
from frontend.clinic.keyset import LONG_PAGE, PAGE
from frontend.pages.clinic_doors import Desk
from tracker.models import CheckIn
from tracker.records.access import check_ins_of
from tracker.records.unseen_messages import unseen_threads
from tracker.records.worklist import notes_to_read
from tracker.services.looks import charts_viewed
from tracker.services.recovery_days import day_of_recovery
from tracker.services.response_times import due_at


def words_to_read(
    asked: Asked, desk: Desk, now: datetime, said: Mapping[str, str]
) -> dict[str, Any]:
    """The longest wait first; what a patient wrote is part of her chart, so it is a look.

    said: the address, which names the note that she has just marked.
    """
    threads = list(unseen_threads(desk.user)[: asked.size + 1])
    notes = list(notes_to_read(desk.user).order_by("received_at", "pk")[:PAGE])
    shown = threads[: asked.size]
    patients = [*(each.patient for each in shown), *(each.patient for each in notes)]
    charts_viewed(by=desk.user, patients=patients, part="notes")
    has_more = len(threads) > asked.size and not asked.is_long
    return {
        "threads": [_thread_row(each, desk, now) for each in shown],
        "notes": [
            _note_row(each, desk) | {"next": after.pk if after else ""}
            for each, after in zip_longest(notes, notes[1:])
        ],
        "marked": _marked(said, desk),
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
        "id": check_in.pk,
        "may_mark": desk.is_clinician_at(check_in.patient.clinic_id),
        "name": desk.shown(check_in.patient.name),
        "url": reverse("clinic-patient", args=[check_in.patient_id]),
        "case_url": case_url(check_in.patient_id, check_in.treatment_id),
        "day": wording.day(check_in.day),
        "note": check_in.note,
        "at": wording.moment(check_in.received_at),
    }


def _marked(said: Mapping[str, str], desk: Desk) -> dict[str, Any]:
    """The note that she marked a moment ago, which she may take back; {} where there is none."""
    pk = id_or_none(said.get("marked", ""))
    hers = check_ins_of(desk.user).filter(pk=pk, note_mark__seen_by=desk.user.pk) if pk else None
    found = hers.select_related("patient").first() if hers is not None else None
    return {"id": found.pk, "name": desk.shown(found.patient.name)} if found else {}


def case_url(patient: UUID, treatment: UUID) -> str:
    """Her record with the form open that opens a case about this treatment."""
    record = reverse("clinic-patient", args=[patient])
    return f"{record}?{urlencode({'case': treatment})}#open-case"
