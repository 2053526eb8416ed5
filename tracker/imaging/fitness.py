"""Whether this photo can bear a measurement at all; each refusal has its reason."""

import math
from typing import Final

import numpy as np
from PIL import Image

from tracker.imaging.edge import Edge
from tracker.imaging.measurement import Difference
from tracker.imaging.refusals import CannotMeasure
from tracker.imaging.shading import Evened
from tracker.imaging.skin_patch import Patch
from tracker.imaging.smooth import smoothed

_CLIPPED_FROM: Final = 252.0
_MOST_CLIPPED: Final = 0.02
_LEAST_E00: Final = 1.5
_LEAST_SURE: Final = 3.0
_LEAST_TEXTURE: Final = 0.004


def check_photo(picture: Image.Image, patch: Patch) -> None:
    """Raises CannotMeasure: clipped, blurred."""
    near = patch.ring | patch.band
    if (patch.levels[near].max(axis=-1) >= _CLIPPED_FROM).mean() > _MOST_CLIPPED:
        raise CannotMeasure("clipped")
    grey = patch.linear.mean(axis=-1)
    fine = smoothed(grey, 1.5) - smoothed(grey, 4.0)
    if float(np.median(np.abs(fine[near]) / grey[near].mean())) < _LEAST_TEXTURE:
        raise CannotMeasure("blurred")


def check_contrast(patch: Patch, evened: Evened, edge: Edge, difference: Difference) -> None:
    """Raises CannotMeasure: make_up, too_little_contrast."""
    lightness = difference.lightness
    if lightness.value > max(1.0, 2 * lightness.error):
        raise CannotMeasure("make_up")
    found = difference.e00
    spread = math.hypot(*evened.difference[evened.plain].std(axis=0))
    if found.value < max(_LEAST_E00, _LEAST_SURE * found.error, 0.5 * spread):
        raise CannotMeasure("too_little_contrast")
