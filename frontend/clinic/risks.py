"""The strip of risks over a case. What was not asked says so; it is never left blank."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend.clinic.history_questions import (
    BY_ID,
    QUESTIONS,
    HistoryQuestion,
    answer_of,
    named,
    not_asked_names,
    other_names,
)
from tracker.models import Patient, Treatment
from tracker.services.asked_history import FOUR_MONTHS
from tracker.triage.explain import Voice

TOXIN = "botulinum_toxin"
ALONE = frozenset({"neuromuscular_disease", "pregnancy"})  # the label says it
ELSEWHERE_NO = _("Elsewhere: no, asked %(day)s")
State = Literal["yes", "no", "unknown"]
ANSWERS = {True: _("Yes, said later"), "not_sure": _("The patient is not sure")}


@dataclass(frozen=True)
class Risk:
    label: str
    value: str
    state: State


def risks(patient: Patient, voice: Voice, treatment: Treatment | None = None) -> list[Risk]:
    """treatment: the one that a case is about; without it the strip stands on her record, today."""
    return [
        _toxin(patient, voice, treatment)
        if question.fact == "toxin_elsewhere"
        else _risk(patient, question, voice)
        for question in QUESTIONS
    ]


def _toxin(patient: Patient, voice: Voice, treatment: Treatment | None) -> Risk:
    """What was injected here is known; what was injected elsewhere she was asked on a day."""
    at = treatment.performed_at if treatment else timezone.now()
    days = [
        date_format(timezone.localdate(each.performed_at), "j M Y")
        for each in sorted(patient.treatments.all(), key=lambda each: each.performed_at)
        if each.procedure == TOXIN
        and (treatment is None or each.pk != treatment.pk)
        and abs(each.performed_at - at) <= FOUR_MONTHS
    ]
    question = BY_ID["toxin"]
    elsewhere = answer_of(patient, question, voice.protocol, timezone.localdate(at))
    here = ", ".join(days) or gettext("None here")
    state: State = "yes" if days or elsewhere else "unknown" if elsewhere is None else "no"
    label = question.label if treatment else gettext("Toxin in 4 months")
    return Risk(str(label), f"{here}. {_elsewhere(patient, elsewhere)}", state)


def _elsewhere(patient: Patient, answer: bool | None) -> str:
    if answer is None or patient.toxin_asked_on is None:
        return gettext("Elsewhere: not asked")
    words = gettext("Elsewhere: yes, asked %(day)s") if answer else ELSEWHERE_NO
    return str(words) % {"day": date_format(patient.toxin_asked_on, "j M Y")}


def _risk(patient: Patient, question: HistoryQuestion, voice: Voice) -> Risk:
    label, said = str(question.label), answer_of(patient, question, voice.protocol)
    if said:
        return Risk(label, ", ".join(_names(patient, question, voice)) or gettext("Yes"), "yes")
    later = _said_later(patient, question.codes(voice.protocol), voice)
    if True in later:
        return Risk(label, str(ANSWERS[True]), "yes")
    if "not_sure" in later:
        return Risk(label, str(ANSWERS["not_sure"]), "unknown")
    if said is None:
        return Risk(label, gettext("Not asked"), "unknown")
    is_list = bool(question.other)
    return Risk(label, gettext("None") if is_list else gettext("No"), "no")


def _names(patient: Patient, question: HistoryQuestion, voice: Voice) -> list[str]:
    """Which: nothing where the question itself says it."""
    if question.fact:
        return []
    table = getattr(voice.protocol, question.kind)
    codes = named(patient, question, voice.protocol)
    names = [gettext("Yes") if code in ALONE else voice.label(table, code) for code in codes]
    has_other = question.other and getattr(patient, question.other)
    return [*names, *([str(question.other_label)] if has_other else [])]


def _said_later(patient: Patient, codes: Collection[str], voice: Voice) -> Iterable[bool | str]:
    """Her own answers to the questions before a remedy, where they are about these codes."""
    questions = voice.protocol.questions
    return [
        answer
        for question, answer in patient.safety_answers.items()
        if question in questions and questions[question].codes & set(codes)
    ]


def known_list(patient: Patient, kind: str, voice: Voice) -> str:
    """Every entry of one list of the record in words; "Not asked" where nothing is known."""
    listed: list[str] | None = getattr(patient, kind)
    table = getattr(voice.protocol, kind)
    open_codes = [code for code in patient.not_asked if code in table]
    names = [voice.label(table, code) for code in listed or () if code not in open_codes]
    names += other_names(patient, kind)
    nameless = kind == "medicines" and patient.other_blood_thinner
    names += not_asked_names(kind, open_codes, voice, besides="thinners" if nameless else "")
    if listed is None:
        return ", ".join(names) or gettext("Not asked")
    return ", ".join(names) or gettext("None")
