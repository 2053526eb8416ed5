"""What a rule may ask of one symptom report; each test is three-valued.

A blank stays unknown. "Not sure" counts as every reading (NOT_SURE), and so do the two blanks
that would hide an emergency: how a place lies to the treated ones, and whether it is sudden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tracker.triage import truth
from tracker.triage.measures import (
    Test,
    began_within,
    hours_at_least,
    hours_at_most,
    onset_at_least,
    onset_at_most,
    severity_at_least,
    severity_at_most,
)
from tracker.triage.places import BOTH, RELATIONS, SIDES, kin_of
from tracker.triage.readings import same_place
from tracker.triage.scene import Report, Scope
from tracker.triage.truth import NO, NOT_SURE, UNKNOWN, YES, Truth

if TYPE_CHECKING:
    from tracker.triage.conditions import Reported

UNCHANGED = frozenset({"same", "better", "gone"})


def matches(tests: tuple[tuple[str, Test], ...], report: Report, scope: Scope) -> Truth:
    """How true it is that this report passes all tests."""
    least = report.certainty
    for _, test in tests:
        found = test(report, scope)
        if found < least:
            if found == NO:
                return NO
            least = found
    return least


def region(codes: frozenset[str]) -> Test:
    """ "Where the needles went in" is wherever she was treated: every such place is a reading."""

    def test(report: Report, scope: Scope) -> Truth:
        if report.region is None:
            return UNKNOWN
        if report.region in codes or not is_at_the_sites(report.region, scope):
            return truth.of(report.region in codes)
        sites = scope.sites()
        return NO if sites.isdisjoint(codes) else (YES if sites <= codes else NOT_SURE)

    return test


def is_at_the_sites(code: str, scope: Scope) -> bool:
    known = scope.scene.region(code)
    return known is not None and known.always_treated


def not_region(codes: frozenset[str]) -> Test:
    inside = region(codes)
    return lambda report, scope: truth.opposite(inside(report, scope))


def relation(names: frozenset[str]) -> Test:
    wanted = frozenset(RELATIONS[name] for name in names)

    def test(report: Report, scope: Scope) -> Truth:
        found = scope.where(report).relation
        return NOT_SURE if found is None else truth.of(found in wanted)

    return test


def explained(wanted: bool) -> Test:
    def test(report: Report, scope: Scope) -> Truth:
        found = scope.reached(report)
        return found if wanted else truth.opposite(found)

    return test


def side(name: str) -> Test:
    """left, right, both, left_or_right; "one": one side, or a side that nobody said."""
    if name == "one":
        return lambda report, scope: truth.of(report.side != BOTH)
    if name == BOTH:
        return lambda report, scope: truth.of(report.side == BOTH)
    if name == "left_or_right":
        return lambda report, scope: truth.of(report.side in SIDES)
    return lambda report, scope: (
        NOT_SURE if report.side is None else truth.of(report.side in (name, BOTH))
    )


def course(names: frozenset[str]) -> Test:
    return lambda report, scope: truth.of(report.course in names)


def answers(wanted: Mapping[str, bool]) -> Test:
    """A question that was not asked is read from the word (if_not_asked)."""

    def test(report: Report, scope: Scope) -> Truth:
        return min(answer(report, scope, name, value) for name, value in wanted.items())

    return test


def answer(report: Report, scope: Scope, name: str, wanted: bool) -> Truth:
    said = report.answers.get(name)
    if said == "not_sure":
        return NOT_SURE
    if said is None:
        said = scope.scene.protocol.answers[name].if_not_asked
    return truth.of(said is wanted)


def unchanged_since_before(wanted: bool) -> Test:
    """There before the treatment, and not changed since: not spread (section 8b)."""

    def test(report: Report, scope: Scope) -> Truth:
        there = answer(report, scope, "present_before_treatment", True)
        found = min(there, truth.of(report.course in UNCHANGED))
        return found if wanted else truth.opposite(found)

    return test


def returned(wanted: bool) -> Test:
    """Cleared and came back: she says so, or an earlier check-in called it gone."""

    def test(report: Report, scope: Scope) -> Truth:
        found = max(answer(report, scope, "cleared_and_returned", True), _gone_before(report))
        return found if wanted else truth.opposite(found)

    return test


def _gone_before(report: Report) -> Truth:
    here = (one for _, one in report.earlier if same_place(report, one))
    last = next(here, None)
    return truth.of(last is not None and last.course == "gone")


def stronger_by(points: int) -> Test:
    """So many points above the last check-in that scored it at the same place."""

    def test(report: Report, scope: Scope) -> Truth:
        scores = (one.severity for _, one in report.earlier if same_place(report, one))
        last = next((score for score in scores if score), None)
        if last is None:
            return NO
        return UNKNOWN if report.severity is None else truth.of(report.severity >= last + points)

    return test


def new_place(wanted: bool) -> Test:
    """Reported before, but only elsewhere: it has spread to this place."""

    def test(report: Report, scope: Scope) -> Truth:
        found = _spread(report)
        return found if wanted else truth.opposite(found)

    return test


def _spread(report: Report) -> Truth:
    """Unknown where she never said before where it was: that may have been here.

    A place that she leaves out now may be another one, whatever she left out before.
    """
    here = report.region is not None and any(same_place(report, one) for _, one in report.earlier)
    if here or not report.earlier:
        return NO
    return truth.of(any(one.region is not None for _, one in report.earlier) or None)


def apart_from(other: Reported) -> Test:
    """No report of that other kind at the same place, its parts or its whole."""

    def test(report: Report, scope: Scope) -> Truth:
        here = [
            matches(other.tests, one, scope)
            for one in scope.scene.reports
            if one.code in other.codes and not one.is_gone and is_there(scope, report, one)
        ]
        return truth.opposite(max(here, default=NO))

    return test


def is_there(scope: Scope, one: Report, other: Report) -> bool:
    if one.region is None or other.region is None:
        return True
    if one.side in SIDES and other.side in SIDES and one.side != other.side:
        return False
    both = (one.region, other.region)
    if any(is_at_the_sites(each, scope) for each in both):
        return True
    return any(a in kin_of(scope.scene.protocol, b) for a, b in (both, both[::-1]))


TESTS: Mapping[str, Callable[[Any], Test]] = {
    "severity_at_least": severity_at_least,
    "severity_at_most": severity_at_most,
    "course": course,
    "hours_at_most": hours_at_most,
    "hours_at_least": hours_at_least,
    "onset_at_most": onset_at_most,
    "onset_at_least": onset_at_least,
    "began_within": began_within,
    "side": side,
    "region": region,
    "not_region": not_region,
    "relation": relation,
    "answers": answers,
    "unchanged_since_before": unchanged_since_before,
    "explained": explained,
    "returned": returned,
    "stronger_by": stronger_by,
    "new_place": new_place,
    "apart_from": apart_from,
}
