"""Remedies left after contraindications; none beside urgent or emergency (FACT 37)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tracker.triage.facts import Facts
from tracker.triage.judge import Judgement
from tracker.triage.protocol import RANK, Advice, Contraindication, Remedy
from tracker.triage.recorded import max_known
from tracker.triage.scene import Outcome, Scene, Scope
from tracker.triage.truth import GUESSED, UNKNOWN, YES

TOO_URGENT = "too_urgent"  # names of texts in words.toml
ASK_FIRST = "ask_first"


@dataclass(frozen=True, slots=True)
class Withheld:
    """A remedy that would suit but is not shown; `because` names a text of the remedy or of
    the protocol's words."""

    remedy: Remedy
    because: str
    ask_first: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    remedies: tuple[Remedy, ...]
    withheld: tuple[Withheld, ...]
    questions: Mapping[str, tuple[str, ...]]  # question -> the remedies that wait for it
    advice: tuple[Advice, ...]


def suggest(scene: Scene, judgement: Judgement) -> Suggestion:
    protocol, scope = scene.protocol, scene.everything
    scene.outcome = outcome_of(judgement)
    fitting = [
        each
        for each in protocol.remedies.values()
        if each.offered and each.when.truth(scope) == YES
    ]
    if _nothing_beside(judgement):
        held = [Withheld(each, TOO_URGENT) for each in fitting]
        return Suggestion((), tuple(held), {}, chosen_advice(scene, judgement, [], held))
    offered, held, questions = sort_out(fitting, scope)
    advice = chosen_advice(scene, judgement, offered, held)
    return Suggestion(tuple(offered), tuple(held), questions, advice)


def outcome_of(judgement: Judgement) -> Outcome:
    flags = judgement.flags
    return Outcome(
        urgency=judgement.urgency,
        fired=frozenset(each.rule.id for each in judgement.findings),
        waiting_is_fine=all(each.rule.waiting_is_fine for each in flags),
    )


def _nothing_beside(judgement: Judgement) -> bool:
    return RANK[judgement.urgency] >= RANK["urgent"] or any(
        each.rule.withhold_remedies for each in judgement.flags
    )


def sort_out(
    fitting: list[Remedy], scope: Scope
) -> tuple[list[Remedy], list[Withheld], dict[str, tuple[str, ...]]]:
    """Offered, withheld with the reason, and the questions that are still open."""
    offered: list[Remedy] = []
    held: list[Withheld] = []
    questions: dict[str, tuple[str, ...]] = {}
    for remedy in fitting:
        reason = reason_against(remedy, scope)
        open_questions = [] if reason else unanswered(remedy, scope.scene.facts)
        for question in open_questions:
            questions[question] = (*questions.get(question, ()), remedy.id)
        if reason:
            held.append(reason)
        elif open_questions:
            held.append(Withheld(remedy, ASK_FIRST))
        else:
            offered.append(remedy)
    return offered, held, questions


def reason_against(remedy: Remedy, scope: Scope) -> Withheld | None:
    """The first contraindication that holds, or may hold because she is not sure."""
    for each in remedy.contraindications:
        if forbids(each, scope.scene.facts):
            return Withheld(remedy, each.because, each.ask_first)
    for where in remedy.not_where:
        if where["when"].truth(scope) >= UNKNOWN:
            return Withheld(remedy, where["because"])
    return None


def forbids(each: Contraindication, facts: Facts) -> bool:
    answer = facts.safety_answers.get(each.question)
    return on_record(each, facts) is True or answer is True or answer == "not_sure"


def unanswered(remedy: Remedy, facts: Facts) -> list[str]:
    return [
        each.question
        for each in remedy.contraindications
        if on_record(each, facts) is None and each.question not in facts.safety_answers
    ]


def on_record(each: Contraindication, facts: Facts) -> bool | None:
    """What the lists say: yes for one code, unknown where one was not asked."""
    if not each.kind:
        return None
    known = getattr(facts, each.kind)
    found = [max_known([known], code) for code in each.codes]
    return True if True in found else (None if None in found else False)


def chosen_advice(
    scene: Scene, judgement: Judgement, offered: list[Remedy], held: list[Withheld]
) -> tuple[Advice, ...]:
    """Advice of the rules that fired, of the remedies shown, and of what came of it all."""
    outcome = replace(
        outcome_of(judgement),
        offered=frozenset(each.id for each in offered),
        ask_first=any(each.ask_first for each in held),
    )
    scene.outcome = outcome
    named = {code for finding in judgement.findings for code in finding.rule.advice}
    named |= {code for remedy in offered for code in remedy.advice}
    return tuple(
        each
        for each in scene.protocol.advice.values()
        if each.id in named or _applies(each, scene, outcome)
    )


def _applies(advice: Advice, scene: Scene, outcome: Outcome) -> bool:
    scope = scene.scope(advice.procedures)
    if scope is None or (advice.when is None and not advice.urgencies):
        return False
    if advice.urgencies and outcome.urgency not in advice.urgencies:
        return False
    return advice.when is None or bool(advice.when.truth(scope) >= GUESSED)
