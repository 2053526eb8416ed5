"""How long something took: the median and the 90th centile, with how many there were."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import floor


def centile(ordered: Sequence[float], share: float) -> float:
    """The value under which that share (0 to 1) lies, between two by straight line.

    `ordered` rises. Type 7 of Hyndman and Fan (Am Stat 1996; 50: 361-365), which spreadsheets call
    PERCENTILE.INC and PostgreSQL percentile_cont. Raises ValueError of nothing.
    """
    if not ordered:
        raise ValueError("a centile of nothing")
    place = share * (len(ordered) - 1)
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


@dataclass(frozen=True)
class Spread:
    """median and ninetieth are None where nothing was counted."""

    count: int = 0
    median: timedelta | None = None
    ninetieth: timedelta | None = None

    @classmethod
    def of(cls, lengths: Iterable[timedelta]) -> "Spread":
        seconds = sorted(map(timedelta.total_seconds, lengths))
        if not seconds:
            return cls()
        middle, far = (timedelta(seconds=centile(seconds, share)) for share in (0.5, 0.9))
        return cls(len(seconds), middle, far)
