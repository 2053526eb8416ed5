"""The connected parts of a mask, found from its runs: rows of neighbours, joined row by row."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from tracker.imaging.smooth import Mask

Labels = npt.NDArray[np.int64]
Run = tuple[int, int, int]  # row, first column, one past the last


def labelled(mask: Mask) -> Labels:
    """0 outside; 1, 2, … inside, one number a part (pixels that share a side)."""
    runs = list(_runs(mask))
    leader = list(range(len(runs)))
    for upper, lower in _touching(runs):
        leader[_first(leader, lower)] = _first(leader, upper)
    numbers = {head: n + 1 for n, head in enumerate(sorted({_first(leader, r) for r in leader}))}
    labels = np.zeros(mask.shape, dtype=np.int64)
    for index, (row, start, end) in enumerate(runs):
        labels[row, start:end] = numbers[_first(leader, index)]
    return labels


def without_small(mask: Mask, least_share: float) -> Mask:
    """The largest part and all that have at least that share of its size, holes filled."""
    labels = labelled(mask)
    sizes = np.bincount(labels.ravel())[1:]
    if not len(sizes):
        return mask
    kept = np.flatnonzero(sizes >= least_share * sizes.max()) + 1
    return filled(np.isin(labels, kept))


def filled(mask: Mask) -> Mask:
    """What cannot be reached from the border without crossing the mask."""
    outside = labelled(np.pad(~mask, 1, constant_values=True))
    result: Mask = outside[1:-1, 1:-1] != outside[0, 0]
    return result


def _runs(mask: Mask) -> Iterator[Run]:
    steps = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    starts, ends = np.argwhere(steps == 1), np.argwhere(steps == -1)
    for (row, start), (_, end) in zip(starts.tolist(), ends.tolist(), strict=True):
        yield row, start, end


def _touching(runs: list[Run]) -> Iterator[tuple[int, int]]:
    """Pairs of runs, one above the other, that share a column; runs come row by row."""
    upper = 0
    for lower, (row, start, end) in enumerate(runs):
        while runs[upper][0] < row - 1 or (runs[upper][0] == row - 1 and runs[upper][2] <= start):
            upper += 1
        at = upper
        while runs[at][0] == row - 1 and runs[at][1] < end:
            yield at, lower
            at += 1


def _first(leader: list[int], index: int) -> int:
    while leader[index] != index:
        leader[index] = leader[leader[index]]
        index = leader[index]
    return index
