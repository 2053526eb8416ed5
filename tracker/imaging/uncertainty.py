"""How far the figures of a bruise may be wrong: one standard deviation, from the photo itself."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from tracker.imaging.colour import Values, delta_e_2000
from tracker.imaging.edge import Edge
from tracker.imaging.shading import Evened
from tracker.imaging.skin_patch import Patch
from tracker.imaging.smooth import smoothed

# Of a difference, what exposure, white balance and the lamp's own colours leave unknown.
_LIGHT_LAB: Final = np.array([0.08, 0.13, 0.20])
_LIGHT_E00: Final = 0.13
_LEAST_ERROR: Final = 0.2  # CIEDE2000: noise and compression
_HEAD: Final = 0.02  # of an area: a head turned by 10 degrees shows 1.5 per cent less
_HALF: Final = (0.4, 0.6)  # what else might be called half way
_BLOTCH: Final = 0.2  # of the ring's diameter: skin varies over this distance too


@dataclass(frozen=True)
class ColourError:
    lab: Values
    e00: float


def colour_error(patch: Patch, evened: Evened, edge: Edge, mean: Values) -> ColourError:
    """Of the mean difference: the skin's blotches under the bruise and around it, and the light."""
    blotches = smoothed(evened.difference, _BLOTCH * patch.diameter / 2)[evened.plain].std(axis=0)
    whole = float(delta_e_2000(evened.skin, evened.skin + mean))
    moved = delta_e_2000(evened.skin, evened.skin + mean + np.diag(blotches)) - whole
    e00 = math.hypot(*moved, _LIGHT_E00 * whole, _LEAST_ERROR)
    return ColourError(np.hypot(blotches, _LIGHT_LAB * np.abs(mean)), e00)


def area_error(patch: Patch, evened: Evened, edge: Edge) -> float:
    """Relative: how soft the edge is, how blotchy the skin, and how the head may be turned."""
    area = float(edge.mask.sum())
    near = edge.share[edge.mask | (edge.share > _HALF[0])]
    larger, smaller = (near > _HALF[0]).sum(), (near > _HALF[1]).sum()
    return math.hypot(float(larger - smaller) / 2 / area, _HEAD)
