"""The rules of a protocol as bare closures: yes or no, no trace, for comparison only.

Every condition becomes one Python function over the laid-out scene; blanks are not handled, so the
reports must be fully known. Nothing is explained and nothing is kept but the highest urgency.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tracker.triage.conditions import All, AnyOf, Condition, Hours, Not, Reported, Treated
from tracker.triage.facts import Facts
from tracker.triage.judge import index_of
from tracker.triage.places import RELATIONS
from tracker.triage.promised import MissedCheckIns
from tracker.triage.protocol import RANK, URGENCIES, Protocol, Rule
from tracker.triage.readings import same_place, scene_of
from tracker.triage.recorded import DangerSign, Listed, PhotoFinding, Product, Uncovered
from tracker.triage.scene import Report, Scope
from tracker.triage.truth import YES

Bare = Callable[[Scope], bool]
Of = Callable[[Report, Scope], bool]
UNCHANGED = ("same", "better", "gone")


def compiled(protocol: Protocol) -> Callable[[Facts], str]:
    """A judge of fully known facts: the urgency, and nothing beside it."""
    rules = {
        rule.id: (rule, closure(rule.when), covers(rule.when), RANK[rule.urgency])
        for rule in protocol.rules.values()
        if not isinstance(rule.when, Uncovered)
    }
    index = index_of(protocol)
    risks = [(closure(each.when), each.tag) for each in protocol.raises.values()]
    review = RANK["review"]

    def judge(facts: Facts) -> str:
        scene = scene_of(protocol, facts)
        raising = [tag for holds, tag in risks if holds(scene.everything)]
        best, covered = 0, set[int]()
        for each in index.candidates(scene):
            rule, holds, reports, rank = rules[each.id]
            scope = scene.scope(rule.procedures)
            if scope is None or not holds(scope):
                continue
            covered.update(reports(scope))
            if rule.once and any(rule.id in then.rules for then in facts.earlier):
                continue
            best = max(best, rank + _raise(rule, rank, raising))
        if any(not r.is_gone and r.origin not in covered for r in scene.reports):
            best = max(best, review + (None in raising))
        return URGENCIES[best]

    return judge


def _raise(rule: Rule, rank: int, raising: list[str | None]) -> int:
    if not 2 <= rank <= 3 or not rule.raisable:
        return 0
    return int(any(tag is None or tag in rule.tags for tag in raising))


def closure(part: Condition) -> Bare:
    if isinstance(part, All):
        parts = [closure(each) for each in part.parts]
        return lambda scope: all(each(scope) for each in parts)
    if isinstance(part, AnyOf):
        parts = [closure(each) for each in part.parts]
        return lambda scope: any(each(scope) for each in parts)
    if isinstance(part, Not):
        inner = closure(part.part)
        return lambda scope: not inner(scope)
    if isinstance(part, Reported):
        return reported(part)
    return plain(part)


def plain(part: Condition) -> Bare:
    if isinstance(part, Hours):
        least, most = part.at_least, part.at_most
        return lambda scope: least <= scope.hours <= most
    if isinstance(part, Treated | Product | DangerSign | PhotoFinding | MissedCheckIns):
        return lambda scope: part.truth(scope) == YES
    assert isinstance(part, Listed), part
    codes, least = frozenset(part.codes), part.at_least
    if part.kind == "circumstances":
        return lambda scope: (
            len(codes & {c for t in scope.treatments for c in t.circumstances.codes}) >= least
        )
    kind = part.kind
    return lambda scope: len(codes & getattr(scope.scene.facts, kind).codes) >= least


def reported(part: Reported) -> Bare:
    tests, codes, gone = tests_of(part), part.codes, part.gone
    if part.kinds_at_least > 1:
        return lambda scope: (
            sum(
                any(all(test(r, scope) for test in tests) for r in reports)
                for code, reports in scope.by_code.items()
                if code in codes
            )
            >= part.kinds_at_least
        )

    def holds(scope: Scope) -> bool:
        table = scope.gone if gone else scope.by_code
        for code, reports in table.items():
            if code in codes:
                for report in reports:
                    for test in tests:
                        if not test(report, scope):
                            break
                    else:
                        return True
        return False

    return holds


def covers(part: Condition) -> Callable[[Scope], Iterable[int]]:
    """Which reports a rule explains: those that its own words name."""
    named: list[Reported] = []

    def collect(one: Condition) -> None:
        if isinstance(one, All | AnyOf):
            for each in one.parts:
                collect(each)
        elif isinstance(one, Reported):
            named.append(one)

    collect(part)
    tested = [(each.codes, tests_of(each)) for each in named]
    return lambda scope: [
        report.origin
        for codes, tests in tested
        for code, reports in scope.by_code.items()
        if code in codes
        for report in reports
        if all(test(report, scope) for test in tests)
    ]


def tests_of(part: Reported) -> list[Of]:
    bare = [BARE[key](value) for key, value in part.said.items() if key in BARE]
    regions = [test for key, test in part.tests if key in ("region", "not_region")]
    return [*bare, *((lambda known: lambda r, s: known(r, s) == YES)(test) for test in regions)]


def _words(said: Any) -> frozenset[str]:
    return frozenset([said] if isinstance(said, str) else said)


def _returned(report: Report) -> bool:
    last = next((one for _, one in report.earlier if same_place(report, one)), None)
    return report.answers.get("cleared_and_returned") is True or bool(
        last and last.course == "gone"
    )


def _stronger(report: Report, points: int) -> bool:
    scores = (one.severity for _, one in report.earlier if same_place(report, one))
    last = next((each for each in scores if each), None)
    return last is not None and (report.severity or 0) >= last + points


def _unchanged(report: Report) -> bool:
    return report.answers.get("present_before_treatment") is True and report.course in UNCHANGED


def _spread(report: Report) -> bool:
    return bool(report.earlier) and not any(same_place(report, one) for _, one in report.earlier)


def _answered(report: Report, scope: Scope, wanted: Mapping[str, bool]) -> bool:
    known = scope.scene.protocol.answers
    return all(report.answers.get(k, known[k].if_not_asked) is v for k, v in wanted.items())


def _side(name: str) -> Of:
    allowed = {
        "one": ("left", "right", None),
        "both": ("both",),
        "left_or_right": ("left", "right"),
    }.get(name, (name, "both"))
    return lambda r, s: r.side in allowed


def _place(names: Any) -> Of:
    wanted = frozenset(RELATIONS[each] for each in _words(names))
    return lambda r, s: s.where(r).relation in wanted


BARE: Mapping[str, Callable[[Any], Of]] = {
    "severity_at_least": lambda n: lambda r, s: (r.severity or 0) >= n,
    "severity_at_most": lambda n: lambda r, s: (r.severity or 0) <= n,
    "course": lambda names: (lambda known: lambda r, s: r.course in known)(_words(names)),
    "hours_at_most": lambda n: lambda r, s: s.hours_since(r) <= n,
    "hours_at_least": lambda n: lambda r, s: s.hours_since(r) >= n,
    "onset_at_most": lambda n: lambda r, s: s.onset(r) <= n,  # type: ignore[operator]
    "onset_at_least": lambda n: lambda r, s: s.onset(r) >= n,  # type: ignore[operator]
    "began_within": lambda n: lambda r, s: s.scene.facts.hours_since_treatment - r.onset <= n,  # type: ignore[operator]
    "side": _side,
    "relation": _place,
    "answers": lambda wanted: lambda r, s: _answered(r, s, wanted),
    "unchanged_since_before": lambda v: lambda r, s: _unchanged(r) is v,
    "explained": lambda v: lambda r, s: (s.reached(r) == YES) is v,
    "returned": lambda v: lambda r, s: _returned(r) is v,
    "stronger_by": lambda n: lambda r, s: _stronger(r, n),
    "new_place": lambda v: lambda r, s: _spread(r) is v,
}
