"""The strip of risks over a case. What was not asked says so; it is never left blank."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.models import Patient, Treatment
from tracker.triage.explain import Voice

FOUR_MONTHS = timedelta(days=122)
TOXIN = "botulinum_toxin"
THINNERS = frozenset({"anticoagulant", "antiplatelet"})
ANSWERS = {True: _("Yes, said later"), "not_sure": _("The patient is not sure")}


@dataclass(frozen=True)
class Risk:
    label: str
    value: str
    state: Literal["yes", "no", "unknown"]


def risks(patient: Patient, voice: Voice, treatment: Treatment | None = None) -> list[Risk]:
    """treatment: the one that a case is about; without it the strip stands on her record, today."""
    medicines = voice.protocol.medicines.values()
    thinners = [item.id for item in medicines if item.group in THINNERS]
    thinners += [item.id for item in medicines if item.id == "aspirin_self_chosen"]
    nerve, pregnant = ["neuromuscular_disease"], ["pregnancy", "breastfeeding"]
    return [
        _risk(gettext("Allergies"), patient, "allergies", list(voice.protocol.allergies), voice),
        _risk(gettext("Nerve or muscle disease"), patient, "conditions", nerve, voice),
        _risk(gettext("Pregnancy"), patient, "conditions", pregnant, voice),
        _risk(gettext("Blood thinners"), patient, "medicines", thinners, voice),
        # No code of the record or of the protocol holds it, so nobody was asked.
        Risk(gettext("Prior reaction"), gettext("Not asked"), "unknown"),
        _toxin(patient, treatment),
    ]


def _toxin(patient: Patient, treatment: Treatment | None) -> Risk:
    """What was injected here is known, what was injected elsewhere was not asked."""
    at = treatment.performed_at if treatment else timezone.now()
    days = [
        date_format(timezone.localdate(each.performed_at), "j M Y")
        for each in sorted(patient.treatments.all(), key=lambda each: each.performed_at)
        if each.procedure == TOXIN
        and (treatment is None or each.pk != treatment.pk)
        and abs(each.performed_at - at) <= FOUR_MONTHS
    ]
    label = gettext("Other toxin within 4 months") if treatment else gettext("Toxin in 4 months")
    if days:
        return Risk(label, ", ".join(days), "yes")
    return Risk(label, gettext("None here. Elsewhere: not asked"), "unknown")


def _risk(label: str, patient: Patient, kind: str, codes: Collection[str], voice: Voice) -> Risk:
    listed: list[str] | None = getattr(patient, kind)
    has = [code for code in listed or () if code in codes and code not in patient.not_asked]
    later = _said_later(patient, codes, voice)
    if has:
        table = getattr(voice.protocol, kind)
        return Risk(label, ", ".join(_named(table, code, kind, voice) for code in has), "yes")
    if True in later:
        return Risk(label, str(ANSWERS[True]), "yes")
    if "not_sure" in later:
        return Risk(label, str(ANSWERS["not_sure"]), "unknown")
    if listed is None or any(code in patient.not_asked for code in codes):
        return Risk(label, gettext("Not asked"), "unknown")
    is_list = kind != "conditions"
    return Risk(label, gettext("None") if is_list else gettext("No"), "no")


def _named(table: Any, code: str, kind: str, voice: Voice) -> str:
    is_alone = code in ("neuromuscular_disease", "pregnancy")
    return gettext("Yes") if is_alone else voice.label(table, code)


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
    names += [
        gettext("%(name)s: not asked") % {"name": voice.label(table, code)} for code in open_codes
    ]
    if listed is None:
        return ", ".join(names) or gettext("Not asked")
    return ", ".join(names) or gettext("None")
