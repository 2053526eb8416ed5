"""What must hold between the items of a protocol, once all of them are built."""

from __future__ import annotations

from typing import Any

from tracker.triage.conditions import All, Condition, Hours, Reported
from tracker.triage.protocol import (
    Answer,
    Code,
    Protocol,
    ProtocolError,
    Question,
    Remedy,
    Rule,
    is_flag,
)
from tracker.triage.recorded import Came, Uncovered
from tracker.triage.scene import OTHER
from tracker.triage.within import every_part, parts_of


def check_links(protocol: Protocol) -> None:
    """Raises ProtocolError for a rule that cannot fire and for a protocol without its floor."""
    if OTHER not in protocol.symptoms or OTHER not in protocol.regions:
        raise ProtocolError("symptoms and regions each need 'other': unknown words are read as it")
    _check_floor(protocol)
    for rule in protocol.rules.values():
        _check_rule(rule)
    for question in protocol.questions.values():
        _check_question(protocol, question)
    _check_shown(protocol)
    for remedy in protocol.remedies.values():
        _check_remedy(protocol, remedy)
    for answer in protocol.answers.values():
        _check_answer(answer)
    for region in (each for each in protocol.regions.values() if each.weakness):
        _check_symptom(protocol, f"region {region.id}", region.weakness)
    for tick in protocol.ticks.values():
        for code in _symptoms_of(tick):
            _check_symptom(protocol, f"tick {tick.id}", code)


def _check_floor(protocol: Protocol) -> None:
    """Exactly one rule takes what no other explains, and it is a flag (section 8b)."""
    floor = [rule for rule in protocol.rules.values() if isinstance(rule.when, Uncovered)]
    if [is_flag(each.urgency) for each in floor] != [True]:
        raise ProtocolError("one rule for what no rule explains is wanted, of review or more")


def _check_rule(rule: Rule) -> None:
    if rule.when is None:
        raise ProtocolError(f"rule {rule.id}: no 'when'")
    if any(isinstance(part, Came) for part in every_part(rule.when)):
        raise ProtocolError(f"rule {rule.id}: a rule may not ask what the judgement came to")
    if not rule.situations:
        raise ProtocolError(f"rule {rule.id}: no [[situation]] shows that it can fire")
    if not rule.label():
        raise ProtocolError(f"rule {rule.id}: no title")
    _check_hours(rule, rule.when)


def _check_answer(answer: Answer) -> None:
    """Each choice is worded for the form and for a sentence."""
    for choice in (each["id"] for each in answer.choices):
        if not answer.text(name=choice) or not answer.text(name=f"{choice}_label"):
            raise ProtocolError(f"answer {answer.id}: {choice!r} wants a text and a label")


def _check_shown(protocol: Protocol) -> None:
    """A question with choices is for who looks at it: no condition asks it (docs/adr/077)."""
    tables = (protocol.rules, protocol.raises, protocol.remedies, protocol.advice)
    items: list[Any] = [each for table in tables for each in table.values()]
    for item in (each for each in items if each.when is not None):
        for part in every_part(item.when):
            asked = part.said.get("answers", ()) if isinstance(part, Reported) else ()
            if shown := [name for name in asked if protocol.answers[name].choices]:
                raise ProtocolError(f"{item.id}: {', '.join(shown)} is shown, and never judged")


def _check_hours(rule: Rule, part: Condition) -> None:
    """Hours that exclude one another make a rule unreachable."""
    if isinstance(part, All):
        hours = [each for each in part.parts if isinstance(each, Hours)]
        least = max((each.at_least for each in hours), default=float("-inf"))
        if least > min((each.at_most for each in hours), default=float("inf")):
            raise ProtocolError(f"rule {rule.id}: unreachable, its hours exclude one another")
    for each in parts_of(part):
        _check_hours(rule, each)


def _check_question(protocol: Protocol, question: Question) -> None:
    if question.settles:
        known = getattr(protocol, question.settles, {})
        if strange := sorted(question.codes - set(known)):
            raise ProtocolError(f"question {question.id}: unknown code {', '.join(strange)}")


def _check_remedy(protocol: Protocol, remedy: Remedy) -> None:
    """An offered remedy says when, and names every reason against it."""
    if remedy.offered and remedy.when is None:
        raise ProtocolError(f"remedy {remedy.id}: no 'when'")
    reasons = [each.because for each in remedy.contraindications]
    for reason in [*reasons, *(each["because"] for each in remedy.not_where)]:
        if not remedy.text(name=reason):
            raise ProtocolError(f"remedy {remedy.id}: no text {reason!r} for a reason")


def _check_symptom(protocol: Protocol, where: str, code: str) -> None:
    if code not in protocol.symptoms:
        raise ProtocolError(f"{where}: unknown symptom {code}")


def _symptoms_of(tick: Code) -> list[str]:
    choices = [one for ask in tick.details.get("asks", ()) for one in ask.get("choices", ())]
    return [*tick.details.get("codes", ()), *(c["symptom"] for c in choices if "symptom" in c)]
