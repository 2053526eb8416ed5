"""Judging a stored receipt again: under its own protocol it must come out byte-equal."""

from __future__ import annotations

import json

from tracker.triage.facts import Facts
from tracker.triage.protocol import Protocol
from tracker.triage.receipt import assess, canonical_json


def rejudged(protocol: Protocol, receipt: str) -> str:
    """The receipt of the same facts, in the same language, judged now."""
    stored = json.loads(receipt)
    facts = Facts.from_data(stored["facts"])
    return canonical_json(assess(protocol, facts, stored["language"]).data)


def facts_in(receipt: str) -> Facts:
    """What was known when this was judged."""
    return Facts.from_data(json.loads(receipt)["facts"])


def differing_parts(one: str, other: str) -> list[str]:
    """The keys of two receipts that are not alike."""
    first, second = json.loads(one), json.loads(other)
    return sorted(key for key in first.keys() | second.keys() if first.get(key) != second.get(key))
