"""Geometry of the caseload's drawings, in percent of their box; words stand beside them.

Time runs from left to right and a bar grows from the left in every language (UX.md section 7).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from tracker.figures.share import Share

WIDE = 0.68  # of its slot that a column takes
MOST_LABELS = 12  # under the columns; more would touch each other on a phone
HEADROOM = 1.05


class Post(NamedTuple):
    """label: under the column; value: its height; words: what it says."""

    label: str
    value: float
    words: str


def columns(posts: Sequence[Post], most: float, words_of_most: str) -> dict[str, Any] | None:
    """Columns side by side up to `most`; None where there is nothing to draw."""
    if not posts or most <= 0:
        return None
    slot, step = 100 / len(posts), -(-len(posts) // MOST_LABELS)
    return {
        "most": words_of_most,
        "posts": [_post(number, each, slot, most) for number, each in enumerate(posts)],
        "labels": [
            {"x": _percent(slot * (number + 0.5)), "text": each.label}
            for number, each in enumerate(posts)
            if number % step == 0
        ],
    }


def _post(number: int, post: Post, slot: float, most: float) -> dict[str, str]:
    height = 100 * min(post.value / most, 1)
    return {
        "x": _percent(slot * (number + (1 - WIDE) / 2)),
        "y": _percent(100 - height),
        "width": _percent(slot * WIDE),
        "height": _percent(height),
        "words": post.words,
    }


def bar(value: float, most: float) -> dict[str, str] | None:
    """One bar from the left."""
    return {"width": _percent(100 * value / most)} if most > 0 else None


def bar_of(share: Share, most: float) -> dict[str, str] | None:
    """With its interval as a line; None for what is too small to show."""
    if share.is_small or most <= 0:
        return None
    low, high = share.interval
    ends = {"low": _percent(100 * low / most), "high": _percent(100 * min(high / most, 1))}
    return {"width": _percent(100 * share.value / most), **ends}


def widest(shares: Sequence[Share]) -> float:
    """The scale that holds every interval that is shown."""
    return max((each.interval.high for each in shares if not each.is_small), default=0) * HEADROOM


def _percent(value: float) -> str:
    return f"{value:.2f}%"
