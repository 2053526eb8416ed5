"""How a case stands: decided, escalated, waiting for a photo, or not told to the patient."""

from typing import Any

from frontend.clinic import list_wording, move_wording, wording
from frontend.clinic.reached import not_reached_about
from tracker.models import Patient, ReviewCase
from tracker.records.care import ended_at
from tracker.records.queries import colleagues_who_decide
from tracker.services.decisions import CONTACT_NEEDED


def standing_of(case: ReviewCase) -> dict[str, Any]:
    """All of that, by the names under which the page knows it."""
    return {
        "decision": decision_of(case),
        "escalation": escalation_of(case),
        "opinion": opinion_of(case),
        "opinions": opinions_given(case),
        "asked_views": asked_views(case),
        "not_reached": not_reached_about(case),
        "care_ended": care_ended_words(case.patient, is_urgent=must_be_reached(case)),
    }


def must_be_reached(case: ReviewCase) -> bool:
    return case.is_open and case.urgency in CONTACT_NEEDED


def care_ended_words(patient: Patient, *, is_urgent: bool = False) -> str:
    """ "" where she lets the clinic use her check-ins, and where she was never asked."""
    at = ended_at(patient)
    if at is None:
        return ""
    more = wording.STAYS_OPEN if is_urgent else wording.NOT_WORKED_WITH
    return f"{wording.CARE_ENDED % {'when': wording.moment(at)}} {more}"


def escalation_of(case: ReviewCase) -> dict[str, Any] | None:
    """An escalation that nobody took yet; it is with who sent it until then."""
    if case.escalation is None or not case.is_open:
        return None
    to = str(case.escalation["to"])
    people = {str(each.pk): each.name for each in colleagues_who_decide(case)}
    return {
        "to": list_wording.THE_LEAD if to == "lead" else people.get(to, ""),
        "by": wording.moment_of(case.escalation.get("by")),
        "reason": case.escalation.get("reason", ""),
        "who": people.get(str(case.escalation["from"]), ""),
    }


def opinion_of(case: ReviewCase) -> dict[str, Any] | None:
    """A second opinion that was asked for and not given yet."""
    if case.opinion is None or not case.is_open:
        return None
    people = {str(each.pk): each.name for each in colleagues_who_decide(case)}
    return {
        "to": people.get(str(case.opinion["to"]), ""),
        "by": wording.moment_of(case.opinion["by"]),
        "question": case.opinion["question"],
        "who": people.get(str(case.opinion["from"]), ""),
    }


def opinions_given(case: ReviewCase) -> list[dict[str, str]]:
    """Each that was given, with what was asked, the oldest first."""
    found, question = [], ""
    for event in sorted(case.events.all(), key=lambda each: each.number):
        if event.action == "second-opinion":
            question = event.note
        elif event.action == "give-opinion":
            who, at = event.by.name if event.by else "", wording.moment(event.at)
            found.append({"who": who, "at": at, "text": event.note, "question": question})
    return found


def asked_views(case: ReviewCase) -> list[dict[str, str]]:
    """Photos that were asked for and did not come yet."""
    return [
        {
            "view": wording.photo_view(asked.view),
            "by": wording.moment(asked.wanted_by),
            "who": asked.requested_by.name,
        }
        for asked in case.photo_requests.all()
        if asked.answered_at is None
    ]


def decision_of(case: ReviewCase) -> dict[str, Any] | None:
    said = case.decision
    if said is None:
        return None
    contact, wrong = said.get("contact") or {}, said.get("false_alarm_because")
    return {
        "reason": move_wording.REASONS.get(said["reason"], said["reason"]),
        "note": said.get("note", ""),
        "by": (said.get("by") or {}).get("name", ""),
        "at": wording.moment_of(said.get("at")),
        "wrong": move_wording.FALSE_ALARMS.get(wrong, wrong) if wrong else "",
        "contact_how": move_wording.CONTACTS.get(contact.get("how", ""), ""),
        "contact_at": wording.moment_of(contact.get("at")),
        "contact_outcome": contact.get("outcome", ""),
    }
