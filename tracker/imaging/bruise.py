"""Measuring a bruise that somebody ringed: how large, how different from the skin around it.

Each figure carries its error, or CannotMeasure says why there is none (docs/adr/030).
"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from PIL import Image

from tracker.imaging.align import Alignment, Point, has_moved
from tracker.imaging.change import Change, change
from tracker.imaging.colour import Values, delta_e_2000
from tracker.imaging.edge import Edge, find_edge
from tracker.imaging.fitness import check_contrast, check_light, check_photo
from tracker.imaging.measurement import Difference, Measured, Measurement
from tracker.imaging.outline import rim, thinned
from tracker.imaging.refusals import REASONS, CannotMeasure
from tracker.imaging.scale import Scale, scale_from_coin, scale_from_eyes
from tracker.imaging.shading import Evened, even_light
from tracker.imaging.skin_patch import Patch, cut_out
from tracker.imaging.smooth import Mask, grown, smoothed
from tracker.imaging.uncertainty import area_error, colour_error

__all__ = [
    "REASONS",
    "CannotMeasure",
    "Change",
    "Difference",
    "Measured",
    "Measurement",
    "Scale",
    "change",
    "measure",
    "proposed_ring",
    "scale_from_coin",
    "scale_from_eyes",
    "yellow_may_be_named",
]

_SMALLEST_PX: Final = 120  # of the bruise, in pixels at work
_PEAK_SHARE: Final = 0.9
_CALM: Final = 0.03  # of the ring's diameter: single pixels are no peak
_LEAST_ITA: Final = 28.0
_LEAST_YELLOW: Final = 2.0


def measure(
    picture: Image.Image,
    ring: Sequence[Point],
    *,
    scale: Scale | None = None,
    alignment: Alignment | None = None,
) -> Measurement:
    """The bruise inside `ring`, a polygon in pixels of the upright sRGB `picture`.

    `alignment` maps the photo that it is to be compared with to this one. Raises CannotMeasure.
    """
    if alignment is not None and has_moved(alignment, picture.width):
        raise CannotMeasure("moved_head")
    patch = cut_out(picture, ring)
    check_photo(picture, patch)
    evened, edge = _found(patch)
    difference, peak = _colours(patch, evened, edge)
    check_contrast(patch, evened, edge, difference)
    area = _area(patch, evened, edge)
    lightness, a, b = map(float, evened.skin)
    return Measurement(
        area_px=area,
        area_mm2=_scaled(area, scale) if scale else None,
        difference=difference,
        peak=peak,
        outline=thinned([patch.in_photo(*place) for place in rim(edge.mask)]),
        skin=(lightness, a, b),
        scale=scale,
        pixel_scale=alignment.scale if alignment else None,
    )


def proposed_ring(ring: Sequence[Point], alignment: Alignment) -> list[Point]:
    """The same place on the next photo, for somebody to confirm."""
    return [alignment.maps(point) for point in ring]


def yellow_may_be_named(measurement: Measurement) -> bool:
    """Whether "yellow" may be said of it: surely yellower than the skin around, in light skin.

    Never below an individual typology angle of 28 degrees (tan, brown and dark: Chardon, Cretois
    and Hourseau 1991; Del Bino and Bernerd 2013): on darker skin the yellowing of a bruise could
    neither be seen nor measured (Med Sci Law 2012, 52:6-11, doi 10.1258/msl.2011.011038). Brown
    begins at 10; the rest is kept clear because a photo may be half a stop too bright.
    """
    lightness, _, b = measurement.skin
    yellow = measurement.difference.b
    angle = math.degrees(math.atan2(lightness - 50, b))
    return angle > _LEAST_ITA and yellow.value > max(_LEAST_YELLOW, 2 * yellow.error)


def _found(patch: Patch) -> tuple[Evened, Edge]:
    """Twice: with the skin outside the ring, then with all that lies outside the bruise."""
    evened = even_light(patch, patch.ring, patch.band)
    check_light(patch, evened)
    edge = find_edge(patch, evened)
    for _ in range(2):
        if edge is None:
            raise CannotMeasure("too_little_contrast")
        evened = even_light(patch, edge.mask, _around(patch, edge.mask))
        edge = find_edge(patch, evened)
    if edge is None:
        raise CannotMeasure("too_little_contrast")
    if edge.mask.sum() < _SMALLEST_PX:
        raise CannotMeasure("too_small")
    return evened, edge


def _around(patch: Patch, mask: Mask) -> Mask:
    near = patch.band | grown(patch.ring, 0.04 * patch.diameter)
    return near & ~grown(mask, 0.08 * patch.diameter)


def _colours(patch: Patch, evened: Evened, edge: Edge) -> tuple[Difference, Measured]:
    inside = evened.difference[edge.mask]
    mean = inside.mean(axis=0)
    calm = smoothed(evened.difference, _CALM * patch.diameter)[edge.mask]
    strength = calm @ mean
    strongest = calm[strength >= np.quantile(strength, _PEAK_SHARE)].mean(axis=0)
    error = colour_error(patch, evened, edge, mean)
    lightness, a, b = (Measured(float(v), float(e)) for v, e in zip(mean, error.lab, strict=True))
    peak = _e00(evened.skin, strongest)
    whole = _e00(evened.skin, mean)
    return (
        Difference(lightness, a, b, Measured(whole, error.e00)),
        Measured(peak, error.e00 * max(1.0, peak / max(whole, 1e-6))),
    )


def _e00(skin: Values, step: Values) -> float:
    return float(delta_e_2000(skin, skin + step))


def _area(patch: Patch, evened: Evened, edge: Edge) -> Measured:
    pixel = patch.reduced**2
    value = float(edge.mask.sum()) * pixel
    return Measured(value, area_error(patch, evened, edge) * value)


def _scaled(area: Measured, scale: Scale) -> Measured:
    value = area.value * scale.mm_per_px**2
    relative = math.hypot(area.error / area.value, 2 * scale.relative_error)
    return Measured(value, value * relative)
