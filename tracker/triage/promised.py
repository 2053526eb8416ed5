"""Check-ins that the procedure's calendar promises and that did not come."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.triage import truth
from tracker.triage.conditions import Evidence, Needs
from tracker.triage.facts import EarlierCheckIn, Facts
from tracker.triage.protocol import Protocol
from tracker.triage.scene import Scope
from tracker.triage.truth import NO, Truth

MISSED = "missed_checkins"
EARLY, LATE = 12.0, 24.0  # hours: a report so long before the mark, or after it, is another day's


@dataclass(frozen=True, slots=True)
class MissedCheckIns:
    """So many promised check-ins did not come since the last one, which had come to `after`."""

    at_least: int
    after: frozenset[str]

    def truth(self, scope: Scope) -> Truth:
        facts, protocol = scope.scene.facts, scope.scene.protocol
        last = last_check_in(facts)
        if last is None or self.after.isdisjoint(urgencies_of(last, protocol)):
            return NO
        return truth.of(missed_since(last, facts, protocol) >= self.at_least)

    def evidence(self, scope: Scope, least: Truth) -> list[Evidence]:
        return [("behaviours", MISSED)]

    def needs(self) -> Needs:
        return None


def last_check_in(facts: Facts) -> EarlierCheckIn | None:
    """The newest since the treatment."""
    here = (each for each in facts.earlier if each.hours_since_treatment >= 0)
    return next(here, None)


def urgencies_of(earlier: EarlierCheckIn, protocol: Protocol) -> set[str]:
    """What its rules come to today; a rule that the protocol no longer has says nothing."""
    known = (protocol.rules.get(code) for code in earlier.rules)
    return {rule.urgency for rule in known if rule is not None}


def missed_since(last: EarlierCheckIn, facts: Facts, protocol: Protocol) -> int:
    """Days of the calendar whose mark, 24 hours a day, lies clearly between two reports."""
    procedure = protocol.procedures.get(facts.treatment.procedure)
    days = procedure.check_in_days if procedure is not None else ()
    least = last.hours_since_treatment + EARLY
    most = facts.hours_since_treatment - LATE
    return sum(least < 24 * day <= most for day in days)
