"""The light on the skin around a bruise, and the bruise's colour as if that light were even.

Light multiplies: it is fitted to the logarithm of linear light, a smooth surface a channel, so that
two lamps of different colour are taken away too. A mole, a hair or another bruise in the
neighbourhood does not count (weights by residual, Tukey's biweight).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from tracker.imaging.colour import Values, xyz_to_lab
from tracker.imaging.refusals import CannotMeasure
from tracker.imaging.skin_patch import Patch
from tracker.imaging.smooth import Mask, smoothed

_ROUNDS: Final = 8
_ENOUGH: Final = 4000  # pixels to fit, taken evenly
_TUKEY: Final = 4.0  # of the residuals' spread
_FLOOR: Final = 0.0008  # linear light: two or three levels of the darkest
_SECTORS: Final = 12
_LEAST_SECTORS: Final = 8
_LEAST_SKIN_PX: Final = 150
_RGB_TO_XYZ: Final = np.array(
    [
        [0.4123907993, 0.3575843394, 0.1804807884],
        [0.2126390059, 0.7151686788, 0.0721923154],
        [0.0193308187, 0.1191947798, 0.9505321522],
    ]
)


@dataclass(frozen=True)
class Evened:
    """difference: L*, a*, b* of each pixel minus the skin's, in even light. skin: the skin's.

    plain: where the neighbourhood is plain skin. light: log light beside that fitted to the skin;
    unevenness: its typical size over the skin; light_range: of the fitted, over the neighbourhood.
    """

    difference: Values
    skin: Values
    plain: Mask
    light: Values
    unevenness: float
    light_range: float


def even_light(patch: Patch, skin_at: Mask, around: Mask, order: int = 2) -> Evened:
    """Fits `around` and takes the light as it is over `skin_at`. Raises no_skin_around."""
    light = np.log(np.maximum(smoothed(patch.linear, 1.0), _FLOOR))
    terms = _terms(around.shape, order)
    at, weight = _robust_fit(terms, light, around)
    _check_all_round(patch, weight > 0.3)
    fitted = terms @ at
    skin = np.exp(fitted[skin_at].mean(axis=0))
    beside = light - fitted
    lab, skin_lab = linear_to_lab(skin * np.exp(beside)), linear_to_lab(skin)
    uneven = 1.48 * float(np.median(np.abs(beside[around]).max(axis=-1)))
    across = float(np.ptp(fitted[patch.ring | patch.band].mean(axis=-1)))
    return Evened(lab - skin_lab, skin_lab, weight > 0.3, beside, uneven, across)


def linear_to_lab(linear: Values) -> Values:
    return xyz_to_lab(linear @ _RGB_TO_XYZ.T)


def _terms(shape: tuple[int, ...], order: int) -> Values:
    """1, x, y and, for order 2, their squares and product: h x w x 3 or 6."""
    y, x = np.mgrid[-1 : 1 : shape[0] * 1j, -1 : 1 : shape[1] * 1j]
    plane = [np.ones_like(x), x, y]
    return np.stack(plane if order == 1 else [*plane, x * x, x * y, y * y], axis=-1)


def _robust_fit(terms: Values, light: Values, around: Mask) -> tuple[Values, Values]:
    """Coefficients (terms x 3) and how far each pixel of `around` counts, 0 to 1."""
    if around.sum() < _LEAST_SKIN_PX:
        raise CannotMeasure("no_skin_around")
    all_known, all_seen = terms[around], light[around]
    thin = max(1, len(all_known) // _ENOUGH)
    known, seen = all_known[::thin], all_seen[::thin]
    weight = np.ones(len(known))
    at: Values = np.zeros((known.shape[1], 3))
    spread = 0.01
    for _ in range(_ROUNDS):
        weighed = known * weight[:, None]
        square = known.T @ weighed + 1e-9 * np.eye(known.shape[1])
        at = np.asarray(np.linalg.solve(square, weighed.T @ seen), dtype=float)
        left = np.abs(seen - known @ at).max(axis=1)
        spread = max(1.48 * float(np.median(left)), 0.01)
        weight = _counts(left, spread)
    whole = np.zeros(around.shape)
    whole[around] = _counts(np.abs(all_seen - all_known @ at).max(axis=1), spread)
    return at, whole


def _counts(left: Values, spread: float) -> Values:
    """Tukey's biweight."""
    weight: Values = np.clip(1 - (left / (_TUKEY * spread)) ** 2, 0, None) ** 2
    return weight


def _check_all_round(patch: Patch, plain: Mask) -> None:
    """Skin on most sides, or the light over the bruise would be a guess."""
    rows, columns = np.nonzero(patch.ring)
    y, x = np.nonzero(plain)
    if len(y) < _LEAST_SKIN_PX:
        raise CannotMeasure("no_skin_around")
    angle = np.arctan2(y - rows.mean(), x - columns.mean())
    sector = ((angle / (2 * np.pi) + 0.5) * _SECTORS).astype(int) % _SECTORS
    counts = np.bincount(sector, minlength=_SECTORS)
    if (counts > 0.25 * len(y) / _SECTORS).sum() < _LEAST_SECTORS:
        raise CannotMeasure("no_skin_around")
