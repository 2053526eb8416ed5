"""Two photos of one face laid over each other by landmarks that somebody tapped.

A similarity transform (size, turn, shift) in least squares: Umeyama 1991, "Least-squares
estimation of transformation parameters between two point patterns", IEEE PAMI 13:376-380.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tracker.imaging.colour import Values

Point = tuple[float, float]  # x, y in pixels of its own picture, y downwards

MOST_RESIDUAL_PX: Final = 4.0  # in a picture of USUAL_WIDTH; above it the head has moved
USUAL_WIDTH: Final = 800
_LEAST_SPREAD: Final = 8.0  # pixels: landmarks nearer than this turn a slip into a turn


class CannotAlign(ValueError):
    """reason: too_few, different_counts, not_finite, too_close or mirrored."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Alignment:
    """From `there` to `here`: p_here = scale * R(turn) @ p_there + shift.

    A positive turn carries x towards y: clockwise on a screen. residual_px is the root mean square
    over the landmarks, in pixels of `here`; None with two of them, which leave nothing to check.
    """

    scale: float
    turn_degrees: float
    shift: Point
    residual_px: float | None

    def matrix(self) -> Values:
        """2 x 3: the turn and size, then the shift."""
        turn = math.radians(self.turn_degrees)
        c, s = self.scale * math.cos(turn), self.scale * math.sin(turn)
        return np.array([[c, -s, self.shift[0]], [s, c, self.shift[1]]])

    def maps(self, point: Point) -> Point:
        """Where a point of `there` lies in `here`."""
        x, y = self.matrix() @ (*point, 1.0)
        return float(x), float(y)


def align(here: Sequence[Point], there: Sequence[Point]) -> Alignment:
    """The best similarity that carries `there` onto `here`, landmark by landmark.

    Never mirrors. Raises CannotAlign.
    """
    _check(here, there)
    ours, theirs = np.asarray(here, dtype=np.float64), np.asarray(there, dtype=np.float64)
    middle, their_middle = ours.mean(axis=0), theirs.mean(axis=0)
    to, start = _as_complex(ours - middle), _as_complex(theirs - their_middle)
    factor = complex(np.vdot(start, to) / np.vdot(start, start).real)
    _check_sense(to, start, abs(factor))
    origin = complex(*middle) - factor * complex(*their_middle)
    left = np.abs(to - factor * start)
    residual = float(np.sqrt(np.mean(left**2))) if len(here) > 2 else None
    turn = math.degrees(math.atan2(factor.imag, factor.real))
    return Alignment(abs(factor), turn, (origin.real, origin.imag), residual)


def has_moved(alignment: Alignment, width: int) -> bool:
    """Whether the landmarks no longer fit: the head has turned, or a tap went wrong."""
    residual = alignment.residual_px
    return residual is not None and residual * USUAL_WIDTH / width > MOST_RESIDUAL_PX


def _as_complex(points: Values) -> np.ndarray[tuple[int], np.dtype[np.complex128]]:
    together: np.ndarray[tuple[int], np.dtype[np.complex128]] = points[:, 0] + 1j * points[:, 1]
    return together


def _check(here: Sequence[Point], there: Sequence[Point]) -> None:
    if len(here) != len(there):
        raise CannotAlign("different_counts")
    if len(here) < 2:
        raise CannotAlign("too_few")
    if not np.isfinite([*here, *there]).all():
        raise CannotAlign("not_finite")
    if any(np.ptp(np.asarray(points), axis=0).max() < _LEAST_SPREAD for points in (here, there)):
        raise CannotAlign("too_close")


def _check_sense(
    to: np.ndarray[tuple[int], np.dtype[np.complex128]],
    start: np.ndarray[tuple[int], np.dtype[np.complex128]],
    fit: float,
) -> None:
    """A mirrored photo fits better after a reflection than after any turn: it is refused."""
    mirrored = abs(complex(np.vdot(start.conj(), to) / np.vdot(start, start).real))
    if len(to) > 2 and mirrored > 1.2 * fit:
        raise CannotAlign("mirrored")
