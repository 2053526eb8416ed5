"""Where a bruise ends: half way, in colour, between the skin and the bruise just inside.

Two local means, one inside and one outside, and each pixel goes to the nearer (the local form of
Chan and Vese 2001, "Active contours without edges"; Lankton and Tannenbaum 2008). Colour is
measured in units of the skin's own variation, so that blotchy lightness does not outvote an even
change of hue. An old bruise has a paler rim of bilirubin around its blood (Stam et al. 2011, doi
10.1002/jbio.201100021): what still differs from the skin beyond the first edge is joined to it.
"""

from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

from tracker.imaging.colour import Values
from tracker.imaging.parts import without_small
from tracker.imaging.shading import Evened
from tracker.imaging.skin_patch import Patch
from tracker.imaging.smooth import Mask, grown, local_mean, smoothed

_ROUNDS: Final = 12
_REACH: Final = 0.16  # of the ring's diameter: how far "just inside" goes
_BEYOND: Final = 0.10  # of the ring's diameter: a ring may be drawn a little tight
_SMOOTH: Final = 0.012
_LEAST_PART: Final = 0.15  # of the largest part: smaller ones are moles or blotches
_OWN_VARIATION: Final = 1.0  # dE: what JPEG and noise leave at the least
_HALF: Final = 0.5
_SETTLED: Final = 0.001


@dataclass(frozen=True)
class Edge:
    """mask: the bruise. share: 0 skin to 1 bruise, along the way from one to the other."""

    mask: Mask
    share: Values


def find_edge(patch: Patch, evened: Evened) -> Edge | None:
    """None where nothing stands out of the skin."""
    colour = smoothed(evened.difference @ _whitening(evened), _SMOOTH * patch.diameter)
    allowed = grown(patch.ring, _BEYOND * patch.diameter)
    part = _box(allowed)
    field = _Field(colour[part], patch.ring[part], allowed[part], patch.diameter)
    mask, share = _settled(field)
    if not mask.any():
        return None
    return Edge(_back(mask, part, allowed.shape), _back(share, part, allowed.shape))


@dataclass(frozen=True)
class _Field:
    """Where an edge is looked for; colour in units of the skin's variation."""

    colour: Values
    ring: Mask
    allowed: Mask
    diameter: float


Box = tuple[slice, slice]
Kind = TypeVar("Kind", bound=np.generic)


def _box(mask: Mask) -> Box:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def _back(part: npt.NDArray[Kind], box: Box, shape: tuple[int, ...]) -> npt.NDArray[Kind]:
    whole = np.zeros(shape, dtype=part.dtype)
    whole[box] = part
    return whole


def _settled(field: _Field) -> tuple[Mask, Values]:
    mask = _first_guess(field.colour, field.ring)
    share = np.zeros(mask.shape)
    for _ in range(_ROUNDS):
        before = mask
        share = _share(field, mask)
        mask = (share > _HALF) & field.allowed
        if not mask.any() or (mask != before).sum() < _SETTLED * mask.sum():
            break
    return without_small(mask, _LEAST_PART), share


def _whitening(evened: Evened) -> Values:
    spread = np.cov(evened.difference[evened.plain].T) + _OWN_VARIATION**2 * np.eye(3)
    value, vector = np.linalg.eigh(spread)
    result: Values = vector @ np.diag(value**-0.5) @ vector.T
    return result


def _first_guess(colour: Values, ring: Mask) -> Mask:
    """Along the mean of the strongest quarter: what is more than half way there."""
    strength = np.linalg.norm(colour, axis=-1)
    strong = ring & (strength > np.quantile(strength[ring], 0.75))
    axis = colour[strong].mean(axis=0)
    along: Values = colour @ axis / max(float(axis @ axis), 1e-9)
    return ring & (along > 0.5)


def _share(field: _Field, mask: Mask) -> Values:
    colour, diameter = field.colour, field.diameter
    reach = _REACH * diameter
    core = grown(mask, -0.03 * diameter)
    core = core if core.sum() > 0.3 * mask.sum() else mask
    inside, count = local_mean(colour, core.astype(float), reach)
    overall = colour[core].mean(axis=0)
    trust = np.clip(count / 0.05, 0, 1)[..., None]
    inside = trust * inside + (1 - trust) * overall
    skin = ~grown(mask, 0.05 * diameter) & field.allowed
    outside, count = local_mean(colour, skin.astype(float), reach)
    outside = outside * np.clip(count / 0.3, 0, 1)[..., None]
    way = inside - outside
    along: Values = ((colour - outside) * way).sum(-1) / np.maximum((way * way).sum(-1), 1e-6)
    return along
