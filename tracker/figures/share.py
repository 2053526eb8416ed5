"""A share as numerator and denominator, with Wilson's interval, hidden where it is small."""

from math import sqrt
from typing import NamedTuple

Z_95 = 1.959963984540054  # the standard normal's 97.5th centile: both tails hold 5 %
FEWEST = 5  # below, a share says more of one person than of a group, and nothing of chance


class Interval(NamedTuple):
    low: float
    high: float

    def is_apart_from(self, other: "Interval") -> bool:
        """Whether the two do not meet: a gap that chance alone rarely makes."""
        return self.high < other.low or other.high < self.low


class Share(NamedTuple):
    """part of `of`; adding two sums both."""

    part: int
    of: int

    def __add__(self, other: object) -> "Share":
        if not isinstance(other, Share):
            return NotImplemented
        return Share(self.part + other.part, self.of + other.of)

    @property
    def value(self) -> float:
        """0 to 1; 0 of a group of nobody."""
        return self.part / self.of if self.of else 0.0

    @property
    def is_small(self) -> bool:
        """Group or numerator under FEWEST: the rate is not shown."""
        return self.part < FEWEST or self.of < FEWEST

    @property
    def interval(self) -> Interval:
        """95 %. Raises ValueError where part is no part of `of`."""
        return wilson(self.part, self.of)


NOTHING = Share(0, 0)


def wilson(part: int, of: int, z: float = Z_95) -> Interval:
    """The score interval of a proportion, without correction for continuity.

    Source: E. B. Wilson, J Am Stat Assoc 1927; 22: 209-212; recommended over the usual one by
    R. G. Newcombe, Stat Med 1998; 17: 857-872 (method 3). Nobody at all: 0 to 1, nothing is known.
    """
    if not 0 <= part <= of:
        raise ValueError(f"{part} of {of} is no share")
    if of == 0:
        return Interval(0.0, 1.0)
    share, square = part / of, z * z
    middle = share + square / (2 * of)
    reach = z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    scale = 1 + square / of
    return Interval(max((middle - reach) / scale, 0.0), min((middle + reach) / scale, 1.0))
