"""What a patient and her clinic wrote to each other, on her record, and what may be done there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext

from frontend.clinic import wording
from frontend.clinic.asked import FLAGGED
from frontend.clinic.labels import treatment_line
from frontend.clinic.list_wording import NOT_JOINED, unread
from frontend.clinic.photos import clinic_tile
from frontend.pages.clinic_doors import Desk
from tracker.models import Message, Patient, ReviewCase, Treatment
from tracker.records.access import cases_of
from tracker.records.queries import threads_of
from tracker.records.unseen_messages import undelivered
from tracker.services.messages import mark_seen
from tracker.triage.explain import Voice


def conversation(
    desk: Desk, patient: Patient, treatments: Sequence[Treatment], words: Voice
) -> dict[str, Any]:
    """Her threads, the newest treatment's first; what a clinician is shown she has seen.

    A coordinator says so herself: what needs a clinician does not leave the list by her look.
    """
    threads = threads_of(desk.user, patient)
    new = [each for thread in threads.values() for each in thread if each.is_new_to_clinic]
    may_see = desk.is_clinician_at(patient.clinic_id)
    shown = [
        _thread(each, threads.get(each.pk, []), words, desk)
        for number, each in enumerate(treatments)
        if number == 0 or each.pk in threads
    ]
    if new and may_see:
        for treatment in treatments:
            ids = [each.pk for each in new if each.treatment_id == treatment.pk]
            mark_seen(by=desk.user, treatment=treatment, shown=ids)
    return {
        "threads": shown,
        "new_messages": unread(len(new)) if new else "",
        "to_mark": [] if may_see else [each.pk for each in new],
        "writing": _writing(desk, patient, treatments),
    }


def opening(treatments: Sequence[Treatment], asked: str, words: Voice) -> dict[str, Any]:
    """The form that opens a case; asked: about which treatment it is open already."""
    about = [(str(each.pk), treatment_line(each, words)) for each in treatments]
    return {
        "about": about,
        "chosen": asked if asked in dict(about) else "",
        "levels": [(level, wording.LEVELS[level]) for level in reversed(FLAGGED)],
    }


def _writing(desk: Desk, patient: Patient, treatments: Sequence[Treatment]) -> dict[str, Any]:
    """She reads the thread of her newest treatment; where a case is open, it is the place."""
    if not treatments:
        return {}
    if patient.user_id is None:
        return {"hindered": NOT_JOINED}
    case = open_case(desk, treatments[0])
    if case is not None:
        return {"case_url": f"{reverse('case', args=[case.pk])}?do=message"}
    return {"treatment": treatments[0].pk, "client_id": uuid4()}


def open_case(desk: Desk, treatment: Treatment) -> ReviewCase | None:
    return cases_of(desk.user).filter(treatment=treatment).exclude(status="closed").first()


def _thread(
    treatment: Treatment, messages: Sequence[Message], words: Voice, desk: Desk
) -> dict[str, Any]:
    lost, may_see = undelivered(messages), desk.is_clinician_at(treatment.patient.clinic_id)
    return {
        "about": treatment_line(treatment, words),
        "messages": [
            _row(each, desk)
            | {
                "photos": [
                    clinic_tile(photo, may_see_sharp=may_see) for photo in each.photos.all()
                ],
                "lost": wording.EVENTS["mail_undelivered"] if each.pk in lost else "",
            }
            for each in messages
        ],
    }


def _row(message: Message, desk: Desk) -> dict[str, Any]:
    """mine: from the clinic."""
    name, is_hers = message.sender.name, message.is_from_patient
    return {
        "id": message.pk,
        "mine": not is_hers,
        "is_new": message.is_new_to_clinic,
        "name": desk.shown(name) if is_hers else name,
        "role": wording.ROLES.get(message.sender_role, message.sender_role),
        "text": message.text,
        "status": _sent_and_seen(message),
    }


def _sent_and_seen(message: Message) -> str:
    sent = gettext("Sent %(when)s.") % {"when": wording.moment(message.sent_at)}
    return sent if message.is_new_to_clinic else f"{sent} {seen_words(message)}"


def seen_by_words(name: str, at: datetime) -> str:
    return gettext("Seen by %(name)s, %(when)s.") % {"name": name, "when": wording.moment(at)}


def seen_words(message: Message) -> str:
    if message.seen_at is None:
        again = message.chased_at if not message.is_from_patient else None
        said = gettext("Not seen yet: told again %(when)s.") % {"when": wording.moment(again)}
        return said if again else gettext("Not seen yet.")
    if message.is_from_patient and message.seen_by:
        return seen_by_words(message.seen_by.name, message.seen_at)
    return gettext("Seen %(when)s.") % {"when": wording.moment(message.seen_at)}
