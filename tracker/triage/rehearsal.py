"""Two versions and the same facts: which flags a draft would add, and which it would drop.

Nothing here is stored or shown to a patient: a draft is only compared (UX specification, A17).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.triage.cases import Case
from tracker.triage.facts import Facts
from tracker.triage.held import hold
from tracker.triage.judge import judge
from tracker.triage.protocol import Protocol
from tracker.triage.readings import scene_of

NEW, GONE, OTHER, SAME = "new", "gone", "other", "same"
EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a version makes of facts; flags: rule -> urgency, findings of review or more."""

    urgency: str
    flags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    before: Outcome
    after: Outcome

    @property
    def kind(self) -> str:
        """new: flagged now and not before; gone: the other way; other: other flags or urgency."""
        if bool(self.before.flags) != bool(self.after.flags):
            return NEW if self.after.flags else GONE
        return SAME if self.before == self.after else OTHER

    @property
    def gained(self) -> list[str]:
        return sorted(self.after.flags.keys() - self.before.flags.keys())

    @property
    def lost(self) -> list[str]:
        return sorted(self.before.flags.keys() - self.after.flags.keys())

    @property
    def misses_emergency(self) -> bool:
        return self.before.urgency == EMERGENCY != self.after.urgency


def compare(base: Protocol, draft: Protocol, facts: Facts) -> Comparison:
    return Comparison(outcome(base, facts), outcome(draft, facts))


def outcome(protocol: Protocol, facts: Facts) -> Outcome:
    judgement = judge(scene_of(protocol, facts))
    return Outcome(judgement.urgency, {each.rule.id: each.urgency for each in judgement.flags})


@dataclass
class Tally:
    """The figures of a rehearsal; rules: id -> flags before, after, gained, lost, lost_acted_on."""

    before: int = 0
    after: int = 0
    new: int = 0
    gone: int = 0
    missed: int = 0
    rules: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, found: Comparison, *, acted_on: bool) -> None:
        """acted_on: whether a clinician later acted on the case of this check-in."""
        self.before += bool(found.before.flags)
        self.after += bool(found.after.flags)
        self.new += found.kind == NEW
        self.gone += found.kind == GONE
        self.missed += found.misses_emergency
        sets = {
            "before": found.before.flags,
            "after": found.after.flags,
            "gained": found.gained,
            "lost": found.lost,
            "lost_acted_on": found.lost if acted_on else (),
        }
        for name, rules in sets.items():
            for rule in rules:
                self.of(rule)[name] += 1

    def of(self, rule: str) -> dict[str, int]:
        names = ("before", "after", "gained", "lost", "lost_acted_on")
        return self.rules.setdefault(rule, dict.fromkeys(names, 0))

    def to_data(self) -> dict[str, Any]:
        return {**vars(self), "rules": {rule: dict(said) for rule, said in self.rules.items()}}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Tally:
        return cls(**{**data, "rules": {rule: dict(s) for rule, s in data["rules"].items()}})


@dataclass(frozen=True, slots=True)
class RehearsedCase:
    """A case of the library under both versions; differences: what the draft does not meet.

    is_missed: an emergency by the library's own expectation (by the version in force where it
    states none) that is none under the draft.
    """

    case: Case
    found: Comparison
    differences: tuple[str, ...]
    is_missed: bool

    @property
    def is_worth_a_look(self) -> bool:
        return bool(self.differences) or self.found.kind != SAME


def rehearse_case(base: Protocol, draft: Protocol, case: Case) -> RehearsedCase:
    found = compare(base, draft, case.facts)
    verdict = hold(draft, case)
    return RehearsedCase(case, found, verdict.differences, misses(verdict.case, found))


def misses(case: Case, found: Comparison) -> bool:
    if case.expected is None:
        return found.misses_emergency
    wanted = case.expected["patient_told_to_seek_emergency_care"]
    return bool(wanted) and found.after.urgency != EMERGENCY


def rehearse_library(
    base: Protocol, draft: Protocol, cases: Iterator[Case]
) -> Iterator[RehearsedCase]:
    return (rehearse_case(base, draft, case) for case in cases)
