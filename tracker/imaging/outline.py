"""The rim of a mask as a polygon of few points."""

from typing import Final

import numpy as np

from tracker.imaging.align import Point
from tracker.imaging.smooth import Mask

MOST_POINTS: Final = 64
_AROUND: Final = ((0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1))


def rim(mask: Mask) -> list[tuple[int, int]]:
    """Row and column of each pixel on the rim of the first part met, clockwise (Moore's walk)."""
    padded = np.pad(mask, 1)
    row, column = (int(axis[0]) for axis in np.nonzero(padded))
    start, heading, walked = (row, column), 0, [(row, column)]
    for _ in range(4 * int(mask.sum()) + 8):
        for turn in range(8):
            way = (heading + 6 + turn) % 8
            step = row + _AROUND[way][0], column + _AROUND[way][1]
            if padded[step]:
                break
        else:
            break
        (row, column), heading = step, way
        if (row, column) == start:
            break
        walked.append((row, column))
    return [(r - 1, c - 1) for r, c in walked]


def thinned(points: list[Point]) -> list[Point]:
    """At most MOST_POINTS of them, evenly spaced."""
    count = min(len(points), MOST_POINTS)
    return [points[index * len(points) // count] for index in range(count)]
