"""What a patient and her clinic wrote to each other, on her record, and what may be done there."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext

from frontend.clinic import wording
from frontend.clinic.asked import FLAGGED
from frontend.clinic.labels import treatment_line
from frontend.clinic.list_wording import NOT_JOINED, unread
from frontend.pages.clinic_doors import Desk
from tracker.models import Message, Patient, ReviewCase, Treatment
from tracker.records.access import cases_of
from tracker.records.queries import threads_of
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
        _thread(each, threads.get(each.pk, []), words)
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


def _thread(treatment: Treatment, messages: Sequence[Message], words: Voice) -> dict[str, Any]:
    return {
        "about": treatment_line(treatment, words),
        "messages": [message_row(each) for each in messages],
    }


def message_row(message: Message) -> Mapping[str, Any]:
    """mine: from the clinic."""
    return {
        "id": message.pk,
        "mine": not message.is_from_patient,
        "is_new": message.is_new_to_clinic,
        "name": message.sender.name,
        "role": wording.ROLES.get(message.sender_role, message.sender_role),
        "text": message.text,
        "status": _sent_and_seen(message),
    }


def _sent_and_seen(message: Message) -> str:
    sent = gettext("Sent %(when)s.") % {"when": wording.moment(message.sent_at)}
    return f"{sent} {seen_words(message)}"


def seen_words(message: Message) -> str:
    if message.seen_at is None:
        return gettext("Not seen yet.")
    when = wording.moment(message.seen_at)
    if message.is_from_patient and message.seen_by:
        return gettext("Seen by %(name)s, %(when)s.") % {
            "name": message.seen_by.name,
            "when": when,
        }
    return gettext("Seen %(when)s.") % {"when": when}
