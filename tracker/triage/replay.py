"""Judging a stored receipt again: under its own protocol it must come out byte-equal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tracker.triage.facts import Facts
from tracker.triage.protocol import Protocol
from tracker.triage.receipt import assess, canonical_json


def rejudged(protocol: Protocol, receipt: str) -> str:
    """The receipt of the same facts, in the same language, judged now."""
    stored = json.loads(receipt)
    facts = Facts.from_data(stored["facts"])
    return canonical_json(assess(protocol, facts, stored["language"]).data)


def reworded(
    protocol: Protocol, receipt: Mapping[str, Any], language: str
) -> dict[str, Any] | None:
    """What was said, in another language; None where this engine would not say the same again."""
    facts = Facts.from_data(receipt["facts"])
    if assess(protocol, facts, receipt["language"]).data != receipt:
        return None
    return assess(protocol, facts, language).data


def facts_in(receipt: str) -> Facts:
    """What was known when this was judged."""
    return Facts.from_data(json.loads(receipt)["facts"])


def differing_parts(one: str, other: str) -> list[str]:
    """The keys of two receipts that are not alike."""
    first, second = json.loads(one), json.loads(other)
    return sorted(key for key in first.keys() | second.keys() if first.get(key) != second.get(key))
