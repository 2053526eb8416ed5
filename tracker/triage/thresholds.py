"""The hours at which a protocol changes its mind, and points that stand for all hours between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from tracker.triage.conditions import Condition, Hours, Reported
from tracker.triage.protocol import Protocol
from tracker.triage.scene import FOUR_MONTHS
from tracker.triage.within import every_part

HOURS_TESTS = frozenset(
    {
        "hours_at_least",
        "hours_at_most",
        "onset_at_least",
        "onset_at_most",
        "began_within",
    }
)
AFTER = 24.0  # hours beyond the last threshold: what comes later is judged alike


def thresholds(protocol: Protocol) -> tuple[float, ...]:
    """Every hour that a condition of the protocol or the engine itself names, in order."""
    found = {float(FOUR_MONTHS)}
    for part in _conditions(protocol):
        found.update(_hours_in(part))
    return tuple(sorted(found))


def hour_points(protocol: Protocol) -> tuple[float, ...]:
    """One hour of every class: each threshold, one between each two, 0 and one after the last."""
    edges = (0.0, *thresholds(protocol))
    between = [(one + other) / 2 for one, other in pairwise(edges)]
    return tuple(sorted({*edges, *between, edges[-1] + AFTER}))


def _conditions(protocol: Protocol) -> Iterator[Condition]:
    tables = (protocol.rules, protocol.raises, protocol.remedies, protocol.advice)
    whens = [item.when for table in tables for item in table.values()]
    whens += [each["when"] for one in protocol.remedies.values() for each in one.not_where]
    for when in whens:
        if when is not None:
            yield from every_part(when)


def _hours_in(part: Condition) -> Iterator[float]:
    if isinstance(part, Hours):
        yield from (float(end) for end in (part.at_least, part.at_most) if abs(end) != float("inf"))
    if isinstance(part, Reported):
        yield from _hours_said(part.said)


def _hours_said(said: Mapping[str, Any]) -> Iterator[float]:
    for key, value in said.items():
        if key in HOURS_TESTS:
            yield float(value)
        elif key == "apart_from":
            yield from _hours_said(value)
