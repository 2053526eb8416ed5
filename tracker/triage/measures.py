"""Strength and time of one report, as rules measure them; three-valued.

A blank stays unknown, but whether something is sudden counts as every reading where its beginning
was not told: a blank must not hide an emergency.
"""

from __future__ import annotations

from collections.abc import Callable

from tracker.triage import truth
from tracker.triage.scene import Report, Scope
from tracker.triage.truth import NO, NOT_SURE, UNKNOWN, YES, Truth

Test = Callable[[Report, Scope], Truth]


def severity_at_least(least: int) -> Test:
    def test(report: Report, scope: Scope) -> Truth:
        return UNKNOWN if report.severity is None else truth.of(report.severity >= least)

    return test


def severity_at_most(most: int) -> Test:
    def test(report: Report, scope: Scope) -> Truth:
        return UNKNOWN if report.severity is None else truth.of(report.severity <= most)

    return test


def onset_at_most(hours: float) -> Test:
    """Begun at most so many hours after the treatment; nothing begins after its report."""

    def begun(onset: float | None, since: float, scope: Scope) -> Truth:
        if onset is None:
            return YES if since <= hours else UNKNOWN
        return truth.of(scope.onset_after(onset, since) <= hours)

    return lambda report, scope: _either(report, scope, lambda h: begun(report.onset, h, scope))


def onset_at_least(hours: float) -> Test:
    def begun(onset: float | None, since: float, scope: Scope) -> Truth:
        if onset is None:
            return NO if since < hours else UNKNOWN
        return truth.of(scope.onset_after(onset, since) >= hours)

    return lambda report, scope: _either(report, scope, lambda h: begun(report.onset, h, scope))


def began_within(hours: float) -> Test:
    """Begun at most so many hours before the report."""

    def test(report: Report, scope: Scope) -> Truth:
        now = scope.scene.facts.hours_since_treatment
        if report.onset is None:
            return YES if now <= hours else NOT_SURE
        return truth.of(now - report.onset <= hours)

    return test


def hours_at_most(hours: float) -> Test:
    return lambda report, scope: _either(report, scope, lambda since: truth.of(since <= hours))


def hours_at_least(hours: float) -> Test:
    return lambda report, scope: _either(report, scope, lambda since: truth.of(since >= hours))


def _either(report: Report, scope: Scope, holds: Callable[[float], Truth]) -> Truth:
    """By the hours since the treatment of the place; where its side is unsaid and the two sides
    were treated apart, every reading counts."""
    found = {holds(each.treatment.hours_since) for each in scope.readings(report)}
    return found.pop() if len(found) == 1 else NOT_SURE
