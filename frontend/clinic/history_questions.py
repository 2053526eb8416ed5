"""The six questions of a patient's history: asked at the enrolment, shown over her cases (C2, C3).

Four are answered by codes of the record's lists, which the rules read; two are facts of her own,
which no rule reads (docs/adr/094).
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.models import Patient
from tracker.records.unknown_codes import blood_thinners
from tracker.services.asked_history import toxin_elsewhere_on
from tracker.triage.explain import Voice
from tracker.triage.protocol import Protocol

OTHER = "other"  # ticked for what has no code
NERVE, PREGNANT = ("neuromuscular_disease",), ("pregnancy", "breastfeeding")


def _allergies(protocol: Protocol) -> tuple[str, ...]:
    return tuple(protocol.allergies)


def _none(protocol: Protocol) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class HistoryQuestion:
    """label: as the strip has it; asks: as the enrolment does.

    kind: the list whose codes answer it; "" where the column `fact` does. other: the column that
    says that there is one more, without a code.
    """

    id: str
    label: Any
    asks: Any
    hint: Any = ""
    kind: str = ""
    codes: Callable[[Protocol], tuple[str, ...]] = _none
    other: str = ""
    fact: str = ""
    other_label: Any = ""


QUESTIONS = (
    HistoryQuestion(
        "allergies",
        _("Allergies"),
        _("Any allergy?"),
        kind="allergies",
        codes=_allergies,
        other="other_allergy",
        other_label=_("Another allergy"),
    ),
    HistoryQuestion(
        "nerve",
        _("Nerve or muscle disease"),
        _("A nerve or muscle disease?"),
        _("Myasthenia gravis, Lambert-Eaton syndrome, ALS, motor neuropathy"),
        kind="conditions",
        codes=lambda protocol: NERVE,
    ),
    HistoryQuestion(
        "pregnancy",
        _("Pregnancy"),
        _("Pregnant or breastfeeding?"),
        kind="conditions",
        codes=lambda protocol: PREGNANT,
    ),
    HistoryQuestion(
        "thinners",
        _("Blood thinners"),
        _("A blood thinner, or aspirin?"),
        _("Where nobody knows its name, tick “Another blood thinner”"),
        kind="medicines",
        codes=blood_thinners,
        other="other_blood_thinner",
        other_label=_("Another blood thinner"),
    ),
    HistoryQuestion(
        "reaction",
        _("Prior reaction"),
        _("A bad reaction to an earlier injection?"),
        _("To a toxin, a filler, hyaluronidase or a local anaesthetic, here or elsewhere"),
        fact="prior_reaction",
    ),
    HistoryQuestion(
        "toxin",
        _("Other toxin within 4 months"),
        _("Toxin from somebody else in the last 4 months?"),
        _("Also for migraine, sweating, spasms or the bladder"),
        fact="toxin_elsewhere",
    ),
)
BY_ID = {each.id: each for each in QUESTIONS}


def answer_of(
    patient: Patient, question: HistoryQuestion, protocol: Protocol, on: date | None = None
) -> bool | None:
    """Yes, no, or None where it was not asked; one code that is unknown leaves no "no".

    on: the day that is asked about, else today; an answer about toxin tells of four months.
    """
    if question.fact == "toxin_elsewhere":
        return toxin_elsewhere_on(patient, on or timezone.localdate())
    if question.fact:
        said: bool | None = getattr(patient, question.fact)
        return said
    if named(patient, question, protocol) or (question.other and getattr(patient, question.other)):
        return True
    is_open = getattr(patient, question.kind) is None
    unknown = set(patient.not_asked).intersection(question.codes(protocol))
    return None if is_open or unknown else False


def named(patient: Patient, question: HistoryQuestion, protocol: Protocol) -> list[str]:
    """Her codes that answer it with yes, in the record's order."""
    codes = question.codes(protocol)
    listed: list[str] = getattr(patient, question.kind) or []
    return [code for code in listed if code in codes and code not in patient.not_asked]


def other_names(patient: Patient, kind: str) -> list[str]:
    """What has no code of that list, and is on her record all the same."""
    return [
        str(question.other_label)
        for question in QUESTIONS
        if question.other and question.kind == kind and getattr(patient, question.other)
    ]


def not_asked_names(
    kind: str, codes: Collection[str], voice: Voice, besides: str = ""
) -> list[str]:
    """Codes of a list that nobody asked about; a whole question, and all the rest, in one.

    besides: the question that is answered although its codes are unknown.
    """
    found = _not_asked(kind, set(codes), voice, besides)
    return [gettext("%(name)s: not asked") % {"name": name} for name in found]


def _not_asked(kind: str, codes: set[str], voice: Voice, besides: str) -> Iterator[str]:
    table = getattr(voice.protocol, kind)
    left = list(table)
    for question in QUESTIONS:
        if question.kind != kind:
            continue
        asked = question.codes(voice.protocol)
        left = [code for code in left if code not in asked]
        if question.id != besides:
            yield from _in_one(str(question.label), asked, codes, voice, table)
    yield from _in_one(gettext("The others"), left, codes, voice, table)


def _in_one(
    label: str, asked: Collection[str], codes: set[str], voice: Voice, table: Any
) -> Iterator[str]:
    if asked and codes.issuperset(asked):
        yield label
    else:
        yield from (voice.label(table, code) for code in asked if code in codes)
