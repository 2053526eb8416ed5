"""The bruise's neighbourhood cut out of a photo: what is ringed, and the skin around it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from tracker.imaging.align import Point
from tracker.imaging.colour import Values
from tracker.imaging.refusals import CannotMeasure
from tracker.imaging.smooth import Mask, grown

_WIDEST_PX: Final = 112  # of the ring while at work: more would only cost time
_MARGIN: Final = 0.5  # of the ring's diameter: how far out skin is looked at
_SMALLEST_RING_PX: Final = 16
_LEVELS: Final = np.arange(256) / 255
_TO_LINEAR: Final = np.where(
    _LEVELS <= 0.04045, _LEVELS / 12.92, ((_LEVELS + 0.055) / 1.055) ** 2.4
)


@dataclass(frozen=True)
class Patch:
    """levels are sRGB, 0 to 255, linear their light, 0 to 1; one pixel is `reduced` of the photo.

    ring is what somebody drew, band the skin around it; full: sRGB at the photo's own size.
    """

    full: npt.NDArray[np.uint8]
    levels: Values
    linear: Values
    ring: Mask
    band: Mask
    origin: Point
    reduced: int
    diameter: float

    def in_photo(self, row: float, column: float) -> Point:
        """Where the middle of a pixel lies in the photo."""
        x, y = self.origin
        return x + (column + 0.5) * self.reduced, y + (row + 0.5) * self.reduced


def cut_out(picture: Image.Image, ring: Sequence[Point]) -> Patch:
    """Raises CannotMeasure: ring_outside, too_small."""
    _check_ring(picture.size, ring)
    diameter = math.sqrt(4 * area_of(ring) / math.pi)
    if diameter < _SMALLEST_RING_PX:
        raise CannotMeasure("too_small")
    box = _box_around(picture.size, ring, _MARGIN * diameter + 4)
    reduced = max(1, math.ceil(diameter / _WIDEST_PX))
    whole = picture.convert("RGB").crop(box)
    part = whole.reduce(reduced)
    levels = np.asarray(part)
    inside = _drawn(part.size, [((x - box[0]) / reduced, (y - box[1]) / reduced) for x, y in ring])
    diameter /= reduced
    band = grown(inside, _MARGIN * diameter) & ~grown(inside, 0.04 * diameter)
    return Patch(
        np.asarray(whole),
        levels.astype(float),
        linear_light(levels),
        inside,
        band,
        (float(box[0]), float(box[1])),
        reduced,
        diameter,
    )


def linear_light(levels: npt.NDArray[np.uint8]) -> Values:
    """Of sRGB, 0 to 1."""
    light: Values = _TO_LINEAR[levels]
    return light


def area_of(ring: Sequence[Point]) -> float:
    """Of a polygon, in square pixels."""
    x, y = np.asarray(ring, dtype=float).T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def _check_ring(size: tuple[int, int], ring: Sequence[Point]) -> None:
    if len(ring) < 3 or not np.isfinite(ring).all():
        raise CannotMeasure("too_small")
    inside = [0 <= x <= size[0] and 0 <= y <= size[1] for x, y in ring]
    if not all(inside):
        raise CannotMeasure("ring_outside")


def _box_around(
    size: tuple[int, int], ring: Sequence[Point], margin: float
) -> tuple[int, int, int, int]:
    x, y = np.asarray(ring, dtype=float).T
    left, top = math.floor(max(0, x.min() - margin)), math.floor(max(0, y.min() - margin))
    right, bottom = min(size[0], x.max() + margin), min(size[1], y.max() + margin)
    return left, top, math.ceil(right), math.ceil(bottom)


def _drawn(size: tuple[int, int], ring: Sequence[Point]) -> Mask:
    canvas = Image.new("1", size)
    ImageDraw.Draw(canvas).polygon([(x - 0.5, y - 0.5) for x, y in ring], fill=1)
    return np.asarray(canvas)
