"""Conditions on the record, the first page of the check-in, and what the judgement came to."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.triage import truth
from tracker.triage.conditions import Bare, Evidence, Needs
from tracker.triage.facts import Known
from tracker.triage.scene import Scope
from tracker.triage.truth import NO, YES, Truth, kth


@dataclass(frozen=True, slots=True)
class Listed:
    """So many of these codes stand in a list of the record or of the check-in."""

    kind: str  # conditions, allergies, medicines, behaviours, circumstances
    codes: tuple[str, ...]
    at_least: int

    def truth(self, scope: Scope) -> Truth:
        known = listed(self.kind, scope)
        found = [truth.of(max_known(known, code)) for code in self.codes]
        return kth(found, self.at_least)

    def evidence(self, scope: Scope, least: Truth) -> list[Evidence]:
        known = listed(self.kind, scope)
        return [(self.kind, code) for code in self.codes if max_known(known, code)]

    def needs(self) -> Needs:
        return None


def listed(kind: str, scope: Scope) -> list[Known]:
    if kind == "circumstances":
        return [each.circumstances for each in scope.treatments]
    return [getattr(scope.scene.facts, kind)]


def max_known(lists: list[Known], code: str) -> bool | None:
    """Yes where one list says so; unknown where one does not know and none says yes."""
    found = [each.has(code) for each in lists]
    return True if True in found else (None if None in found else False)


@dataclass(frozen=True, slots=True)
class Product:
    codes: frozenset[str]

    def truth(self, scope: Scope) -> Truth:
        names = {each.product for each in scope.treatments}
        if names & self.codes:
            return YES
        return truth.UNKNOWN if None in names else NO

    def evidence(self, scope: Scope, least: Truth) -> list[Evidence]:
        return [
            ("products", each.product)
            for each in scope.treatments
            if each.product is not None and each.product in self.codes
        ]

    def needs(self) -> Needs:
        return None


@dataclass(frozen=True, slots=True)
class DangerSign:
    """A danger sign on the first page; "yes, or I'm not sure" without a name counts."""

    codes: frozenset[str] | None = None

    def truth(self, scope: Scope) -> Truth:
        signs = scope.scene.facts.danger_signs
        if self.codes is None:
            return truth.of(bool(signs.any or signs.signs))
        return truth.of(not self.codes.isdisjoint(signs.signs))

    def evidence(self, scope: Scope, least: Truth) -> list[Evidence]:
        signs = scope.scene.facts.danger_signs.signs
        return [("danger_signs", code) for code in sorted(signs)] or [("danger_signs", "any")]

    def needs(self) -> Needs:
        return None


@dataclass(frozen=True, slots=True)
class PhotoFinding:
    """Measuring found one of these on her photos; no finding is no evidence of anything."""

    codes: frozenset[str]

    def truth(self, scope: Scope) -> Truth:
        return truth.of(not self.codes.isdisjoint(scope.scene.facts.photo_findings))

    def evidence(self, scope: Scope, least: Truth) -> list[Evidence]:
        found = sorted(self.codes & scope.scene.facts.photo_findings)
        return [("photo_findings", code) for code in found]

    def needs(self) -> Needs:
        return None


@dataclass(frozen=True, slots=True)
class Uncovered(Bare):
    """Nothing else explains a reported symptom; the judge decides it last."""

    def truth(self, scope: Scope) -> Truth:
        return NO


@dataclass(frozen=True, slots=True)
class Came(Bare):
    """What the judgement came to: for advice, which is chosen after it."""

    urgencies: frozenset[str]
    fired: frozenset[str]
    offered: frozenset[str]
    ask_first: bool
    waiting_is_fine: bool

    def truth(self, scope: Scope) -> Truth:
        outcome = scope.scene.outcome
        return truth.of(
            outcome is not None
            and (
                outcome.urgency in self.urgencies
                or not self.fired.isdisjoint(outcome.fired)
                or not self.offered.isdisjoint(outcome.offered)
                or (self.ask_first and outcome.ask_first)
                or (self.waiting_is_fine and outcome.waiting_is_fine)
            )
        )
