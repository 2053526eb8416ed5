"""Every rule judged; those that fired with the facts that fired them; the highest urgency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from tracker.triage.conditions import GONE, All, Condition, Evidence
from tracker.triage.protocol import (
    ASK,
    RANK,
    URGENCIES,
    Protocol,
    Raise,
    Rule,
    highest,
    is_flag,
)
from tracker.triage.recorded import Uncovered
from tracker.triage.scene import Report, Scene, Scope
from tracker.triage.truth import GUESSED, NO, NOT_SURE, UNKNOWN, YES, Truth


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired. `truth` says how: outright, by a reading, by a guess, by a blank."""

    rule: Rule
    urgency: str
    truth: Truth
    evidence: tuple[Evidence, ...]
    raised_by: tuple[str, ...] = ()

    @property
    def origins(self) -> frozenset[int]:
        return frozenset(each.origin for each in self.evidence if isinstance(each, Report))

    @property
    def explained(self) -> frozenset[int]:
        """What needs no further look; a flag is a look itself."""
        if is_flag(self.urgency):
            return self.origins
        reports = (each for each in self.evidence if isinstance(each, Report))
        return frozenset(each.origin for each in reports if each.explains)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A flag that one more fact would have raised."""

    rule: Rule
    missing: Condition


@dataclass(frozen=True, slots=True)
class Judgement:
    urgency: str
    findings: tuple[Finding, ...]  # most urgent first
    unknown: tuple[Rule, ...]  # flags that a fact not asked for may still raise
    near_misses: tuple[NearMiss, ...]

    @property
    def flags(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if is_flag(each.urgency))


@dataclass(frozen=True, eq=False)
class Index:
    """The rules of a protocol by the symptoms without which they cannot hold."""

    rules: tuple[Rule, ...]
    always: frozenset[int]
    by_code: dict[str, frozenset[int]]
    floor: Rule
    raises: tuple[Raise, ...]
    guesses: tuple[Rule, ...]

    def candidates(self, scene: Scene) -> list[Rule]:
        wanted = set(self.always)
        for code in scene.by_code:
            wanted |= self.by_code.get(code, frozenset())
        for code in scene.gone:
            wanted |= self.by_code.get(GONE + code, frozenset())
        return [self.rules[at] for at in sorted(wanted)]


@lru_cache(maxsize=16)
def index_of(protocol: Protocol) -> Index:
    ordinary = [each for each in protocol.rules.values() if not isinstance(each.when, Uncovered)]
    (floor,) = (each for each in protocol.rules.values() if isinstance(each.when, Uncovered))
    by_code: dict[str, set[int]] = {}
    always: set[int] = set()
    for at, rule in enumerate(ordinary):
        needs = rule.when.needs()
        if needs is None:
            always.add(at)
        for code in needs or ():
            by_code.setdefault(code, set()).add(at)
    return Index(
        rules=tuple(ordinary),
        always=frozenset(always),
        by_code={code: frozenset(places) for code, places in by_code.items()},
        floor=floor,
        raises=tuple(protocol.raises.values()),
        guesses=tuple(each for each in ordinary if each.explains_guess),
    )


def judge(scene: Scene) -> Judgement:
    """Judge every rule; what no rule explains goes to the floor rule (section 8b)."""
    index = index_of(scene.protocol)
    drop_guesses(scene, index.guesses)
    risks = [each for each in index.raises if _holds(each.when, scene)]
    findings: list[Finding] = []
    unknown: list[Rule] = []
    missed: list[NearMiss] = []
    for rule in index.candidates(scene):
        scope = scene.scope(rule.procedures)
        if scope is None:
            continue
        truth = rule.when.truth(scope)
        if fires(rule, truth):
            findings.append(find(rule, truth, scope, risks))
        elif truth == UNKNOWN and is_flag(rule.urgency):
            unknown.append(rule)
        elif truth == NO and is_flag(rule.urgency):
            missed.extend(near_miss(rule, scope))
    findings.extend(floor(index.floor, scene, findings, risks))
    ordered = tuple(sorted(findings, key=lambda each: -RANK[each.urgency]))
    return Judgement(highest([f.urgency for f in ordered]), ordered, tuple(unknown), tuple(missed))


def drop_guesses(scene: Scene, rules: tuple[Rule, ...]) -> None:
    """A lip that is numb from the anaesthetic is not weak because nobody is sure (section 8b)."""
    if all(each.certainty != GUESSED for each in scene.reports):
        return
    scopes = [(rule, scene.scope(rule.procedures)) for rule in rules]
    explained = {
        each.origin
        for rule, scope in scopes
        if scope is not None and rule.when.truth(scope) == YES
        for each in rule.when.evidence(scope, YES)
        if isinstance(each, Report)
    }
    scene.drop(
        each for each in scene.reports if each.certainty == GUESSED and each.origin in explained
    )


def fires(rule: Rule, truth: Truth) -> bool:
    """A flag fires on any reading, and on a blank where the rule says so; the rest only on yes."""
    if not is_flag(rule.urgency):
        return truth == YES
    return truth >= GUESSED or (truth == UNKNOWN and urgency_if_unknown(rule) != ASK)


def urgency_if_unknown(rule: Rule) -> str:
    """A red flag that a blank keeps from firing is looked at, unless the rule says otherwise."""
    return rule.if_unknown or ("review" if RANK[rule.urgency] > RANK["review"] else ASK)


def find(rule: Rule, truth: Truth, scope: Scope, risks: list[Raise]) -> Finding:
    least = truth if is_flag(rule.urgency) else YES
    evidence = tuple(dict.fromkeys(rule.when.evidence(scope, least)))
    urgency = rule.urgency if truth > UNKNOWN else urgency_if_unknown(rule)
    if rule.once and was_found(rule, scope.scene):
        urgency = "none"
    finding = raised(Finding(rule, urgency, truth, evidence), risks)
    if truth == GUESSED:
        return replace(finding, urgency=min(finding.urgency, "urgent", key=RANK.__getitem__))
    return finding


def was_found(rule: Rule, scene: Scene) -> bool:
    """Has this rule fired already since the treatment?"""
    return any(
        rule.id in then.rules and then.hours_since_treatment >= 0 for then in scene.facts.earlier
    )


def raised(finding: Finding, risks: list[Raise]) -> Finding:
    """Review and urgent rise by one tier, once, however many risks there are (section 8)."""
    if finding.urgency not in ("review", "urgent") or not finding.rule.raisable:
        return finding
    mine = tuple(each.id for each in risks if each.tag is None or each.tag in finding.rule.tags)
    if not mine:
        return finding
    return replace(finding, urgency=URGENCIES[RANK[finding.urgency] + 1], raised_by=mine)


def near_miss(rule: Rule, scope: Scope) -> Iterable[NearMiss]:
    """The one part of an "all" that does not hold, where all others do."""
    if isinstance(rule.when, All):
        failed = [part for part in rule.when.parts if part.truth(scope) < GUESSED]
        if len(failed) == 1:
            yield NearMiss(rule, *failed)


def floor(rule: Rule, scene: Scene, findings: list[Finding], risks: list[Raise]) -> list[Finding]:
    """What no rule explains, unless a more urgent finding stands anyway.

    A rule that fired on a blank or on "not sure" may not explain it at all: that reading counts
    too, where it is the more urgent one (SOURCES.md section 8b, "not sure").
    """
    above = highest([each.urgency for each in findings])
    left = _uncovered(scene, findings)
    if left:
        finding = raised(Finding(rule, rule.urgency, YES, left), risks)
        return [finding] if RANK[finding.urgency] >= RANK[above] else []
    if unsure := _uncovered(scene, [each for each in findings if each.truth == YES]):
        finding = raised(Finding(rule, rule.urgency, NOT_SURE, unsure), risks)
        return [finding] if RANK[finding.urgency] > RANK[above] else []
    return []


def _uncovered(scene: Scene, findings: list[Finding]) -> tuple[Report, ...]:
    covered = frozenset(origin for each in findings for origin in each.explained)
    return tuple(
        each
        for each in scene.reports
        if each.origin not in covered and not each.is_gone and each.certainty == YES
    )


def _holds(when: Condition, scene: Scene) -> bool:
    return when.truth(scene.everything) == YES
