"""Whether this photo can bear a measurement at all; each refusal has its reason.

The limits were set on painted photos (benchmarks/), with seeds that the benchmark does not use;
no limit was set on photos of people (docs/adr/030).
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from tracker.imaging.colour import Values
from tracker.imaging.edge import Edge
from tracker.imaging.measurement import Difference
from tracker.imaging.quality import judge_quality
from tracker.imaging.refusals import CannotMeasure
from tracker.imaging.shading import Evened
from tracker.imaging.skin_patch import Patch, linear_light
from tracker.imaging.smooth import Mask, grown, smoothed

_CLIPPED_FROM: Final = 252.0
_MOST_CLIPPED: Final = 0.02  # of the neighbourhood
_MOST_NOISE: Final = 0.12  # pixel to pixel, of the brightness there
_LEAST_TEXTURE: Final = 0.005  # of the brightness: pores and fine lines, seen through the lens
_NOISE_IN_TEXTURE: Final = 0.137  # what white noise leaves between the two blurs
_LEAST_TEXTURE_KEPT: Final = 0.65  # inside the ring beside outside: make-up fills pores
_MOST_UNEVEN: Final = 0.18  # log light that a smooth surface does not explain: a shadow's edge
_NOT_SKIN: Final = 0.45  # and so much: cloth, hair
_MOST_RANGE: Final = 0.8  # log light from one side to the other
_SKIN_HUES: Final = (25.0, 101.0)  # degrees in CIELAB, of all measured faces with room to spare
_REDDISH, _MOST_RED = 50.0, 0.52
_LEAST_CHROMA: Final = 3.0
_MORE_RED: Final = 0.1  # log light: blotches of plain skin stay below
_MOST_SHINE_INSIDE: Final = 0.05  # of the ring, about twice its bruise: the area's own bar
_MOST_SHINE: Final = 0.3  # in the ring and the skin around it, beside the ring's area
_LEAST_E00: Final = 1.0
_LEAST_APART: Final = 4.1  # spreads of what the skin around does by itself
_BLOTCH: Final = 0.05  # of the ring's diameter


@dataclass(frozen=True)
class _Grain:
    """Relative to the brightness there: of single pixels, and of pores and fine lines."""

    noise: float
    texture: float


def check_photo(picture: Image.Image, patch: Patch) -> None:
    """Before anything is fitted. Raises CannotMeasure: clipped, bad_light, blurred."""
    near = patch.ring | patch.band
    if (patch.levels[near].max(axis=-1) >= _CLIPPED_FROM).mean() > _MOST_CLIPPED:
        raise CannotMeasure("clipped")
    grain = _grain(patch, near)
    if judge_quality(picture)["advice"] == "dark" or grain.noise > _MOST_NOISE:
        raise CannotMeasure("bad_light")
    if grain.texture < _LEAST_TEXTURE:
        raise CannotMeasure("blurred")


def check_light(patch: Patch, evened: Evened) -> None:
    """After the first fit. Raises CannotMeasure: no_skin_around, bad_light, glare, make_up."""
    if evened.unevenness > _NOT_SKIN:
        raise CannotMeasure("no_skin_around")
    if evened.unevenness > _MOST_UNEVEN or evened.light_range > _MOST_RANGE:
        raise CannotMeasure("bad_light")
    if not _may_be_skin(evened.skin):
        raise CannotMeasure("bad_light")
    if _shines(patch, evened):
        raise CannotMeasure("glare")
    middle, around = grown(patch.ring, -0.2 * patch.diameter), patch.band
    if _grain(patch, middle).texture < _LEAST_TEXTURE_KEPT * _grain(patch, around).texture:
        raise CannotMeasure("make_up")


def check_contrast(patch: Patch, evened: Evened, edge: Edge, difference: Difference) -> None:
    """Of what was found. Raises CannotMeasure: glare, make_up, too_little_contrast.

    Blood and bilirubin take light away: what is lighter than the skin is no bruise.
    """
    lightness, found = difference.lightness, difference.e00
    if lightness.value > max(1.0, 2 * lightness.error):
        raise CannotMeasure("glare" if difference.b.value < 0 else "make_up")
    if found.value < _LEAST_E00 or _apart(patch, evened, edge) < _LEAST_APART:
        raise CannotMeasure("too_little_contrast")


def _apart(patch: Patch, evened: Evened, edge: Edge) -> float:
    """Mahalanobis distance of the bruise's mean colour among the skin's own blotches."""
    blotches = smoothed(evened.difference, _BLOTCH * patch.diameter)[evened.plain]
    spread = np.cov(blotches.T) + 0.2**2 * np.eye(3)
    mean = evened.difference[edge.mask].mean(axis=0)
    return math.sqrt(float(mean @ np.linalg.solve(spread, mean)))


def _grain(patch: Patch, near: Mask) -> _Grain:
    """At the photo's own size, where `near` is in the patch's."""
    light = linear_light(patch.full).mean(axis=-1)
    here = np.kron(near, np.ones((patch.reduced, patch.reduced), dtype=bool))
    here = here[: light.shape[0], : light.shape[1]]
    base = np.maximum(smoothed(light, 5.0), 1e-4)
    noise = _typical((light - smoothed(light, 1.0)) / base, here)
    texture = _typical((smoothed(light, 2.0) - smoothed(light, 5.0)) / base, here)
    own = math.sqrt(max(0.0, texture**2 - (_NOISE_IN_TEXTURE * noise) ** 2))
    return _Grain(noise, own)


def _typical(values: Values, here: Mask) -> float:
    return float(np.median(np.abs(values[here])))


def _may_be_skin(lab: Values) -> bool:
    """Not under a red, green or blue lamp: a hue that faces have, however dark."""
    lightness, a, b = map(float, lab)
    chroma, hue = math.hypot(a, b), math.degrees(math.atan2(b, a))
    if chroma < _LEAST_CHROMA:
        return True
    red = hue < _REDDISH and chroma / (lightness + 5) > _MOST_RED
    return _SKIN_HUES[0] <= hue <= _SKIN_HUES[1] and not red


def _shines(patch: Patch, evened: Evened) -> bool:
    """Where more red comes back than the skin around explains, it came from the surface.

    A shine adds its lamp's light to each channel. Blood and bilirubin take away, of red the least
    (absorption: Prahl, omlc.org/spectra/hemoglobin): a bruise can hide a shine's green and blue,
    but not its red. In dark skin red has the most light, too, and so the least noise.
    """
    more = smoothed(evened.light, 2.0)[..., 0] > _MORE_RED
    inside, all_of = more & patch.ring, more & (patch.ring | patch.band)
    whole = patch.ring.sum()
    return bool(inside.sum() > _MOST_SHINE_INSIDE * whole or all_of.sum() > _MOST_SHINE * whole)
