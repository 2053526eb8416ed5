"""Where a bruise ends: half way, in colour, between the skin and the bruise just inside.

Two local means, one inside and one outside, and each pixel goes to the nearer (the local form of
Chan and Vese 2001, "Active contours without edges"; Lankton and Tannenbaum 2008). Colour is
measured in units of the skin's own variation, so that blotchy lightness does not outvote an even
change of hue.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from tracker.imaging.colour import Values
from tracker.imaging.shading import Evened
from tracker.imaging.skin_patch import Patch
from tracker.imaging.smooth import Mask, grown, local_mean, smoothed

_ROUNDS: Final = 12
_REACH: Final = 0.16  # of the ring's diameter: how far "just inside" goes
_BEYOND: Final = 0.10  # of the ring's diameter: a ring may be drawn a little tight
_SMOOTH: Final = 0.012
_LEAST_PART: Final = 0.15  # of the largest part: smaller ones are moles or blotches
_OWN_VARIATION: Final = 0.15  # dE: what JPEG and noise leave at the least


@dataclass(frozen=True)
class Edge:
    """mask: the bruise. share: 0 skin to 1 bruise, along the way from one to the other."""

    mask: Mask
    share: Values


def find_edge(patch: Patch, evened: Evened) -> Edge | None:
    """None where nothing stands out of the skin."""
    allowed = grown(patch.ring, _BEYOND * patch.diameter)
    colour = smoothed(evened.difference @ _whitening(evened), _SMOOTH * patch.diameter)
    mask = _first_guess(colour, patch.ring)
    share = np.zeros(mask.shape)
    for _ in range(_ROUNDS):
        before = mask
        share = _share(colour, mask, allowed, patch.diameter)
        mask = (share > 0.5) & allowed
        if not mask.any() or (mask == before).all():
            break
    mask = whole(mask)
    return Edge(mask, share) if mask.any() else None


def whole(mask: Mask) -> Mask:
    """The largest part with its holes filled, and others that are not much smaller."""
    parts = sorted(_parts(mask), key=lambda part: -part.sum())
    kept = [part for part in parts if part.sum() >= _LEAST_PART * parts[0].sum()]
    return _filled(np.logical_or.reduce(kept)) if kept else mask


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


def _share(colour: Values, mask: Mask, allowed: Mask, diameter: float) -> Values:
    reach = _REACH * diameter
    core = grown(mask, -0.03 * diameter)
    core = core if core.sum() > 0.3 * mask.sum() else mask
    inside, count = local_mean(colour, core.astype(float), reach)
    overall = colour[core].mean(axis=0)
    trust = np.clip(count / 0.05, 0, 1)[..., None]
    inside = trust * inside + (1 - trust) * overall
    skin = ~grown(mask, 0.05 * diameter) & allowed
    outside, count = local_mean(colour, skin.astype(float), reach)
    outside = outside * np.clip(count / 0.3, 0, 1)[..., None]
    way = inside - outside
    along: Values = ((colour - outside) * way).sum(-1) / np.maximum((way * way).sum(-1), 1e-6)
    return along


def _parts(mask: Mask) -> list[Mask]:
    canvas = Image.fromarray(np.where(mask, 255, 0).astype(np.uint8)).copy()
    found = []
    for number in range(1, 40):
        left = np.flatnonzero(np.asarray(canvas) == 255)
        if not len(left):
            break
        row, column = divmod(int(left[len(left) // 2]), mask.shape[1])
        ImageDraw.floodfill(canvas, (column, row), number)
        found.append(np.asarray(canvas) == number)
    return found


def _filled(mask: Mask) -> Mask:
    padded = np.pad(mask, 1)
    canvas = Image.fromarray(np.where(padded, 255, 0).astype(np.uint8)).copy()
    ImageDraw.floodfill(canvas, (0, 0), 1)
    filled: Mask = np.asarray(canvas) != 1
    return filled[1:-1, 1:-1]
