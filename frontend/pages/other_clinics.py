"""What waits for her at another of her clinics than the one whose treatment Today is about."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from frontend import wording
from frontend.pages.her_records import her_records, thread_with
from frontend.pages.message_news import message_news
from frontend.pages.photo_asked import request_news
from frontend.pages.result_news import grave_news, result_news
from frontend.pages.result_words import ByWhen
from frontend.vocabulary import Vocabulary
from tracker.models import Patient, Treatment, User
from tracker.records import queries
from tracker.records.care import records_agreed_to, records_unasked
from tracker.services.consents import has_given_care

RECENT = 20  # check-ins among which an answer may still stand


def at_other_clinics(
    user: User, current: Treatment, words: Vocabulary, by_when: ByWhen = wording.by_when
) -> list[dict[str, Any]]:
    """A clinic a row: an answer, words, a photo asked for, its first question. Empty at one."""
    records = her_records(user)
    if len(records) == 1:
        return []
    agreed_to = list(records_agreed_to(user))
    waits = [at_one(user, each, words, by_when) for each in agreed_to]
    waits += [first_question(each) for each in records_unasked(user)]
    return [row for row in waits if row["patient"] != current.patient and any_of(row)]


def any_of(row: dict[str, Any]) -> bool:
    return bool(row["result"] or row["news"])


def at_one(user: User, patient: Patient, words: Vocabulary, by_when: ByWhen) -> dict[str, Any]:
    """Where she has ended it, an urgent advice stays, with words of the clinic (docs/adr/079)."""
    treatment = queries.newest_treatment(patient)
    recent = queries.her_newest(user, patient, RECENT)
    is_in_use = has_given_care(patient)
    worded = result_news if is_in_use else grave_news
    thread = thread_with(user, patient)
    news = [message_news(each, thread) for each in queries.unread_of([patient])]
    if is_in_use:
        news += [request_news(each, words) for each in queries.open_photo_requests([patient])]
    return {
        "patient": patient,
        "clinic": patient.clinic,
        "result": worded(treatment, recent, by_when) if treatment else None,
        "news": news,
    }


def first_question(patient: Patient) -> dict[str, Any]:
    told = {
        "text": _("%(name)s asks for your decision") % {"name": patient.clinic.name},
        "url": reverse("welcome"),
        "action": _("Answer"),
    }
    return {"patient": patient, "clinic": patient.clinic, "result": None, "news": [told]}
