"""A result in words: the action in the heading, who looks and by when, what she told us."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from frontend import wording
from frontend.vocabulary import Vocabulary
from tracker.models import CheckIn, Clinic, ReviewCase
from tracker.records import queries
from tracker.triage.explain import Voice

ByWhen = Callable[[datetime], str]
BODIES = {
    "emergency": "frontend/patient/result_emergency.html",
    "urgent": "frontend/patient/result_urgent.html",
    "review": "frontend/patient/result_review.html",
    "usual": "frontend/patient/result_usual.html",
}
STRONGEST = 10  # of a severity
MOST_MEANINGS = 2  # more is a lecture


def result_words(check_in: CheckIn, receipt: dict[str, Any], words: Vocabulary) -> dict[str, Any]:
    case = queries.case_about(check_in)
    level = wording.level_of(receipt["urgency"], case is not None)
    clinic, treatment = check_in.patient.clinic, check_in.treatment
    chosen = words_of_strength(words, receipt["language"])
    return {
        "level": level,
        "title": title(level, clinic, check_in.day),
        "body": BODIES[level],
        "status": status(check_in, case),
        "telling": telling(case),
        "why": [why(flag, chosen) for flag in receipt["flags"]],
        "why_line": first_reason(receipt, chosen),
        "who_looks": who_looks(level, case, clinic),
        "protocol": protocol(receipt),
        "meanings": meanings(level, receipt, words),
        "advice": [each["text"] for each in receipt["advice"]],
        "shows_remedies": level in ("review", "usual") and has_care(receipt),
        "signs": [sign["label"] for sign in words.danger_signs(treatment.procedure)]
        if level != "emergency"
        else [],
        "told": [words.symptom_line(said) for said in check_in.symptoms.all()],
        "usual": words.usual(treatment.procedure, check_in.day),
        "show_card": words.card_to_show(treatment),
    }


def level_word(level: str) -> str:
    return str(wording.LEVELS["none" if level == "usual" else level])


def title(level: str, clinic: Clinic, day: int) -> str:
    return str(wording.TITLES[level] % {"number": clinic.emergency_number, "day": day})


def status(check_in: CheckIn, case: ReviewCase | None) -> str:
    """Sent is what the server has; seen is a named person who opened it."""
    sent = _("Sent %(when)s.") % {"when": wording.moment(check_in.received_at)}
    if case is None:
        return sent
    if case.acknowledged_at is None or case.acknowledged_by is None:
        return f"{sent} {_('Nobody at your clinic has opened it yet.')}"
    seen = _("Seen by %(name)s, %(when)s.") % {
        "name": case.acknowledged_by.name,
        "when": wording.moment(case.acknowledged_at),
    }
    return f"{sent} {seen}"


def telling(case: ReviewCase | None) -> str:
    if case is not None and case.acknowledged_at is not None:
        return _("Your clinic has seen this.")
    return _("We are also telling your clinic.")


def words_of_strength(words: Vocabulary, language: str) -> dict[str, str]:
    """ "4 of 10" of a receipt -> "moderate": she chose a word, and reads that one (ADR 093)."""
    voice = Voice(words.protocol, language)
    with translation.override(language):
        return {
            voice.say("strength", number=str(number)): wording.strength(number).lower()
            for number in range(1, STRONGEST + 1)
        }


def in_her_words(reason: str, chosen: Mapping[str, str]) -> str:
    return ", ".join(chosen.get(part, part) for part in reason.split(", "))


def why(flag: dict[str, Any], chosen: Mapping[str, str]) -> dict[str, Any]:
    return {
        "title": flag["title"],
        "because": [wording.sentence(in_her_words(each, chosen)) for each in flag["because"]],
    }


def meanings(level: str, receipt: dict[str, Any], words: Vocabulary) -> list[str]:
    """Of the flags, else of what fired; beside an emergency nothing keeps her from calling."""
    if level == "emergency":
        return []
    told = receipt["flags"] or receipt["fired"]
    return words.meanings(each["rule"] for each in told)[:MOST_MEANINGS]


def first_reason(receipt: dict[str, Any], chosen: Mapping[str, str]) -> str:
    flag = next(iter(receipt["flags"]), None)
    if flag is None:
        return ""
    reasons = ", ".join(in_her_words(each, chosen) for each in flag["because"])
    return wording.sentence(_("You told us: %(reasons)s") % {"reasons": reasons})


def who_looks(
    level: str, case: ReviewCase | None, clinic: Clinic, by_when: ByWhen = wording.by_when
) -> str:
    if case is None:
        return ""
    if not case.is_open:
        return _("%(clinic)s has looked at this and closed it.") % {"clinic": clinic.name}
    if case.acknowledged_at is not None:
        return _("%(clinic)s is looking after this.") % {"clinic": clinic.name}
    parts = {"clinic": clinic.name, "when": by_when(case.due_at)}
    if level == "urgent":
        return _("A dermatologist at %(clinic)s will look %(when)s.") % parts
    return _("Someone at %(clinic)s will look %(when)s.") % parts


def protocol(receipt: dict[str, Any]) -> str:
    """What stands behind the words; the ids of its rules say nothing to her."""
    return _("Protocol %(version)s.") % {"version": receipt["protocol"]}


def has_care(receipt: dict[str, Any]) -> bool:
    return any(receipt[part] for part in ("remedies", "questions", "withheld"))
