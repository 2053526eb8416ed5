"""A patient's history as a clinician answers it: six questions, and two lists of the rest (C3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from frontend.clinic.history_questions import OTHER, QUESTIONS, HistoryQuestion, answer_of, named
from tracker.models import Patient
from tracker.services.patient_details import HISTORY
from tracker.triage.protocol import Protocol

YES, NO, NOT_ASKED = "yes", "no", "not_asked"
ANSWERS = {YES: _("Yes"), NO: _("No"), NOT_ASKED: _("Not asked")}
FACTS = {YES: True, NO: False, NOT_ASKED: None}
WORDS = {fact: word for word, fact in FACTS.items()}
RESTS = ("conditions", "medicines")  # what the six questions leave of them
ANSWER = _("%(question)s Choose yes, no or not asked.")
WHICH = _("%(question)s Tick which, or do not answer yes.")
UNTICK = _("%(question)s Untick what does not hold, or answer yes.")


@dataclass
class History:
    """answers: question -> yes, no, not_asked. ticked: question or rest -> codes, and "other".

    others: rest -> what holds for the ones that are not ticked (no, not_asked).
    """

    answers: dict[str, str] = field(default_factory=dict)
    ticked: dict[str, list[str]] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, post: QueryDict) -> "History":
        names = [each.id for each in QUESTIONS]
        return cls(
            {name: post.get(f"{name}.asked", "") for name in names},
            {name: post.getlist(name) for name in (*names, *RESTS)},
            {name: post.get(f"{name}.others", "") for name in RESTS},
        )

    @classmethod
    def of(cls, patient: Patient, protocol: Protocol) -> "History":
        """The record as it stands."""
        history = cls()
        for each in QUESTIONS:
            said = answer_of(patient, each, protocol)
            history.answers[each.id] = WORDS[said]
            history.ticked[each.id] = _ticked(patient, each, protocol)
        for kind in RESTS:
            codes, listed = rest_of(kind, protocol), getattr(patient, kind)
            unknown = set(patient.not_asked)
            history.ticked[kind] = [c for c in listed or () if c in codes and c not in unknown]
            is_open = listed is None or unknown.intersection(codes)
            history.others[kind] = NOT_ASKED if is_open else NO
        return history

    def faults(self, protocol: Protocol) -> Iterator[tuple[str, Any]]:
        """Field and sentence of each question that is open, or says two things at once."""
        for each in QUESTIONS:
            answer, ticks = self.answers.get(each.id), self.ticked.get(each.id)
            if answer not in ANSWERS:
                yield each.id, ANSWER % {"question": each.asks}
            elif answer == YES and _has_ticks(each, protocol) and not ticks:
                yield each.id, WHICH % {"question": each.asks}
            elif answer != YES and ticks:
                yield each.id, UNTICK % {"question": each.asks}

    def differs_at(self, other: "History") -> list[str]:
        """The questions and rests that are answered otherwise there."""
        return [
            name
            for name in (*(each.id for each in QUESTIONS), *RESTS)
            if self.answers.get(name) != other.answers.get(name)
            or self.others.get(name) != other.others.get(name)
            or set(self.ticked.get(name, ())) != set(other.ticked.get(name, ()))
        ]

    @property
    def open_rests(self) -> list[str]:
        return [name for name in RESTS if self.others.get(name) not in {NO, NOT_ASKED}]

    def body(self, protocol: Protocol) -> dict[str, Any]:
        """The fields of the API. Of a list that nobody asked about at all: null."""
        body: dict[str, Any] = {}
        not_asked: list[str] = []
        for kind in HISTORY:
            present, unknown = self._sorted(kind, protocol)
            is_open = not present and unknown.issuperset(getattr(protocol, kind))
            body[kind] = None if is_open else present
            not_asked += [] if is_open else sorted(unknown.difference(present))
        for each in QUESTIONS:
            if each.other:
                body[each.other] = OTHER in self.ticked.get(each.id, ())
            if each.fact:
                body[each.fact] = FACTS.get(self.answers.get(each.id, ""))
        return body | {"not_asked": not_asked}

    def _sorted(self, kind: str, protocol: Protocol) -> tuple[list[str], set[str]]:
        """The codes of one list that hold, and those that nobody knows."""
        present: list[str] = []
        unknown: set[str] = set()
        for each in QUESTIONS:
            if each.kind == kind:
                codes = each.codes(protocol)
                present += self._present(each, codes)
                unknown |= set(codes) if self._is_unknown(each) else set()
        if kind in RESTS:
            present += self.ticked.get(kind, [])
            is_open = self.others.get(kind) != NO
            unknown |= set(rest_of(kind, protocol)) if is_open else set()
        return present, unknown

    def _present(self, question: HistoryQuestion, codes: tuple[str, ...]) -> list[str]:
        if self.answers.get(question.id) != YES:
            return []
        if len(codes) == 1:
            return list(codes)
        return [code for code in self.ticked.get(question.id, ()) if code != OTHER]

    def _is_unknown(self, question: HistoryQuestion) -> bool:
        """A blood thinner of which nobody knows the name may be any of them: a rule is told so."""
        ticked = self.ticked.get(question.id, ())
        is_nameless = question.other == "other_blood_thinner" and OTHER in ticked
        return self.answers.get(question.id) == NOT_ASKED or is_nameless


def rest_of(kind: str, protocol: Protocol) -> list[str]:
    """The codes of a list that none of the six questions asks about."""
    asked = {code for each in QUESTIONS if each.kind == kind for code in each.codes(protocol)}
    return [code for code in getattr(protocol, kind) if code not in asked]


def _has_ticks(question: HistoryQuestion, protocol: Protocol) -> bool:
    return len(question.codes(protocol)) > 1


def _ticked(patient: Patient, question: HistoryQuestion, protocol: Protocol) -> list[str]:
    if not _has_ticks(question, protocol):
        return []
    other = question.other and getattr(patient, question.other)
    return [*named(patient, question, protocol), *([OTHER] if other else [])]


def question_rows(
    history: History, protocol: Protocol, language: str, said: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """As the page asks them; said: what is wrong, by field."""
    return [
        {
            "name": each.id,
            "legend": each.asks,
            "hint": each.hint,
            "answers": [
                {"value": value, "label": label, "on": history.answers.get(each.id) == value}
                for value, label in ANSWERS.items()
            ],
            "items": _items(each, history, protocol, language),
            "text": said.get(each.id, ""),
        }
        for each in QUESTIONS
    ]


def _items(
    question: HistoryQuestion, history: History, protocol: Protocol, language: str
) -> list[dict[str, Any]]:
    if not _has_ticks(question, protocol):
        return []
    table, on = getattr(protocol, question.kind), history.ticked.get(question.id, ())
    found = [(code, table[code].label(language)) for code in question.codes(protocol)]
    found += [(OTHER, question.other_label)] if question.other else []
    return [{"code": code, "label": label, "on": code in on} for code, label in found]
