"""Walking through a condition."""

from __future__ import annotations

from tracker.triage.conditions import All, AnyOf, Condition, Count, Not


def parts_of(part: Condition) -> tuple[Condition, ...]:
    if isinstance(part, All | AnyOf | Count):
        return part.parts
    return (part.part,) if isinstance(part, Not) else ()


def every_part(part: Condition) -> list[Condition]:
    """The condition itself and everything inside it."""
    return [part, *(deep for each in parts_of(part) for deep in every_part(each))]
