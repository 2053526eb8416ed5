"""The closed grammar of `when`: all, any, not, count, and the facts that they join.

Every condition knows how true it is in a scope, which facts made it so (evidence), and which
symptoms it needs, so that a rule about lids is not read where nobody named a lid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from typing import Protocol as Shape

from tracker.triage import truth
from tracker.triage.measures import Test
from tracker.triage.predicates import matches
from tracker.triage.scene import Report, Scope
from tracker.triage.truth import NO, YES, Truth, kth

GONE = "gone:"
Needs = frozenset[str] | None  # None: may hold without any symptom
Evidence = Report | tuple[str, str]  # a report, or (list, code)


class Condition(Shape):
    def truth(self, scope: Scope) -> Truth: ...
    def evidence(self, scope: Scope, least: Truth) -> list[Evidence]: ...
    def needs(self) -> Needs: ...


class Bare:
    """A condition that stands on no word of hers and needs no symptom."""

    __slots__ = ()

    def evidence(self, scope: Scope, least: Truth) -> list[Evidence]:
        return []

    def needs(self) -> Needs:
        return None


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]

    def truth(self, scope: Scope) -> Truth:
        least = YES
        for part in self.parts:
            found = part.truth(scope)
            if found < least:
                if found == NO:
                    return NO
                least = found
        return least

    def evidence(self, scope: Scope, least: Truth) -> list[Evidence]:
        return [each for part in self.parts for each in part.evidence(scope, least)]

    def needs(self) -> Needs:
        known = [each for part in self.parts if (each := part.needs()) is not None]
        return min(known, key=len, default=None)


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]

    def truth(self, scope: Scope) -> Truth:
        greatest = NO
        for part in self.parts:
            found = part.truth(scope)
            if found > greatest:
                if found == YES:
                    return YES
                greatest = found
        return greatest

    def evidence(self, scope: Scope, least: Truth) -> list[Evidence]:
        return [
            each
            for part in self.parts
            if part.truth(scope) >= least
            for each in part.evidence(scope, least)
        ]

    def needs(self) -> Needs:
        every = [part.needs() for part in self.parts]
        if any(each is None for each in every):
            return None
        return frozenset().union(*(each for each in every if each is not None))


@dataclass(frozen=True, slots=True)
class Not(Bare):
    part: Condition

    def truth(self, scope: Scope) -> Truth:
        return truth.opposite(self.part.truth(scope))


@dataclass(frozen=True, slots=True)
class Count:
    """At least so many of these hold."""

    at_least: int
    parts: tuple[Condition, ...]

    def truth(self, scope: Scope) -> Truth:
        return kth([part.truth(scope) for part in self.parts], self.at_least)

    def evidence(self, scope: Scope, least: Truth) -> list[Evidence]:
        return AnyOf(self.parts).evidence(scope, least)

    def needs(self) -> Needs:
        return AnyOf(self.parts).needs()


@dataclass(frozen=True, slots=True)
class Reported:
    """A symptom is reported that passes every test; or so many kinds of them."""

    codes: frozenset[str]
    tests: tuple[tuple[str, Test], ...]
    kinds_at_least: int
    gone: bool
    said: Mapping[str, Any]  # as written, for the trace
    ordered: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ordered", tuple(sorted(self.codes)))

    def truth(self, scope: Scope) -> Truth:
        table = scope.gone if self.gone else scope.by_code
        if self.kinds_at_least == 1:
            return self._best(table, scope)
        kinds = [self._kind(table[code], scope) for code in self.ordered if code in table]
        return kth(kinds, self.kinds_at_least)

    def _best(self, table: dict[str, list[Report]], scope: Scope) -> Truth:
        best = NO
        for code, reports in table.items():
            if code in self.codes:
                found = self._kind(reports, scope)
                if found > best:
                    best = found
        return best

    def _kind(self, reports: list[Report], scope: Scope) -> Truth:
        best = NO
        for report in reports:
            found = matches(self.tests, report, scope)
            if found > best:
                best = found
        return best

    def evidence(self, scope: Scope, least: Truth) -> list[Evidence]:
        table = scope.gone if self.gone else scope.by_code
        return [
            report
            for code in self.ordered
            for report in table.get(code, ())
            if matches(self.tests, report, scope) >= least
        ]

    def needs(self) -> Needs:
        return frozenset(GONE + code for code in self.codes) if self.gone else self.codes


@dataclass(frozen=True, slots=True)
class Hours(Bare):
    """Hours since the most recent treatment that the rule is about."""

    at_least: float = float("-inf")
    at_most: float = float("inf")

    def truth(self, scope: Scope) -> Truth:
        return YES if self.at_least <= scope.hours <= self.at_most else NO


@dataclass(frozen=True, slots=True)
class Treated(Bare):
    """One of these regions was treated (by the procedures of the rule)."""

    regions: frozenset[str]

    def truth(self, scope: Scope) -> Truth:
        return truth.of(not self.regions.isdisjoint(scope.sites()))
