"""Two versions side by side: which rules one has and the other lacks, and which differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.triage.protocol import Protocol, Rule
from tracker.triage.trace import describe_condition

COMPARED = (
    "procedures",
    "urgency",
    "if_unknown",
    "advice",
    "withhold_remedies",
    "waiting_is_fine",
    "once",
    "raisable",
    "tags",
    "source",
    "texts",
)
CONDITION = "when"


@dataclass(frozen=True)
class Changed:
    """A rule of both versions; fields: names of what differs, "when" for its condition."""

    before: Rule
    after: Rule
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    added: tuple[Rule, ...]
    removed: tuple[Rule, ...]
    changed: tuple[Changed, ...]


def rule_changes(base: Protocol, draft: Protocol) -> Changes:
    both = [rule for rule in base.rules.values() if rule.id in draft.rules]
    pairs = [(rule, draft.rules[rule.id]) for rule in both]
    found = [Changed(one, other, _fields(base, one, draft, other)) for one, other in pairs]
    return Changes(
        added=tuple(rule for rule in draft.rules.values() if rule.id not in base.rules),
        removed=tuple(rule for rule in base.rules.values() if rule.id not in draft.rules),
        changed=tuple(each for each in found if each.fields),
    )


def _fields(base: Protocol, one: Rule, draft: Protocol, other: Rule) -> tuple[str, ...]:
    differ = [name for name in COMPARED if getattr(one, name) != getattr(other, name)]
    before, after = (
        spelt(protocol.sets, describe_condition(rule.when))
        for protocol, rule in ((base, one), (draft, other))
    )
    return (*([CONDITION] if before != after else []), *differ)


def spelt(sets: Mapping[str, frozenset[str]], said: Any) -> Any:
    """A condition with every @set written out: a set may change while the rule's file does not."""
    if isinstance(said, Mapping):
        return {key: spelt(sets, value) for key, value in said.items()}
    if isinstance(said, str):
        return _codes(sets, said) if said.startswith("@") else said
    if isinstance(said, list | tuple):
        return [spelt(sets, each) for each in said]
    return said


def _codes(sets: Mapping[str, frozenset[str]], name: str) -> list[Any]:
    return [spelt(sets, each) for each in sorted(sets[name[1:]])]
