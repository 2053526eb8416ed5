"""Kleene logic whose "unknown" remembers where it comes from.

A chain NO < UNKNOWN < GUESSED < NOT_SURE < YES: "all" takes the least, "any" the greatest, and
"not" leaves the three in the middle as they are. UNKNOWN was never asked. NOT_SURE was asked and
not known, so every reading is judged and the highest holds. GUESSED is a weakness that only a
"not sure" suggests: at most urgent (SOURCES.md section 8b).
"""

from __future__ import annotations

NO, UNKNOWN, GUESSED, NOT_SURE, YES = range(5)
Truth = int


def of(value: bool | None) -> Truth:
    if value is None:
        return UNKNOWN
    return YES if value else NO


def opposite(truth: Truth) -> Truth:
    if truth == YES:
        return NO
    return YES if truth == NO else truth


def kth(truths: list[Truth], count: int) -> Truth:
    """How true it is that at least `count` of these hold."""
    return sorted(truths, reverse=True)[count - 1] if len(truths) >= count else NO
