"""How far the group that fares worst lies behind the one that fares best."""

from collections.abc import Mapping
from typing import NamedTuple

from tracker.figures.share import Share
from tracker.figures.spread import Spread

FEWEST = 20  # a share or median of fewer moves far when one person is added


class Gap(NamedTuple):
    """low, high: the groups with the lowest and the highest figure; ratio: low by high, 0 to 1."""

    low: str
    high: str
    ratio: float


def gap_of_shares(groups: Mapping[str, Share], limit: float) -> Gap | None:
    """The gap where the lowest share is less than `limit` times the highest; else None.

    Only groups of at least FEWEST are compared, and only where the intervals of the
    two do not meet. A numerator of few still counts: a small share of a large group is the gap.
    """
    known = {name: each for name, each in groups.items() if each.of >= FEWEST}
    found = _widest({name: each.value for name, each in known.items()}, limit)
    if found is None or not known[found.low].interval.is_apart_from(known[found.high].interval):
        return None
    return found


def gap_of_times(groups: Mapping[str, Spread], limit: float) -> Gap | None:
    """The same for medians of groups with at least FEWEST."""
    medians = {
        name: each.median.total_seconds()
        for name, each in groups.items()
        if each.median is not None and each.count >= FEWEST
    }
    return _widest(medians, limit)


def _widest(values: Mapping[str, float], limit: float) -> Gap | None:
    if len(values) < 2:
        return None
    low, high = min(values, key=values.__getitem__), max(values, key=values.__getitem__)
    if values[high] <= 0 or values[low] / values[high] >= limit:
        return None
    return Gap(low, high, values[low] / values[high])
