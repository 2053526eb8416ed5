"""Soft averages over a picture or over a part of it, in numpy alone."""

import math

import numpy as np
import numpy.typing as npt

from tracker.imaging.colour import Values

Mask = npt.NDArray[np.bool_]


def smoothed(values: Values, sigma: float) -> Values:
    """Nearly Gaussian: three running means along each of the first two axes; borders repeat."""
    radius = max(1, round((math.sqrt(4 * sigma**2 + 1) - 1) / 2))
    for _ in range(3):
        values = _running_mean(_running_mean(values, radius, 0), radius, 1)
    return values


def local_mean(values: Values, weight: Values, sigma: float) -> tuple[Values, Values]:
    """The mean of `values` (h, w, n) near each place, counting `weight` (h, w), and the count."""
    count = smoothed(weight, sigma)
    total = smoothed(values * weight[..., None], sigma)
    return total / np.maximum(count, 1e-6)[..., None], count


def grown(mask: Mask, radius: float) -> Mask:
    """All within about `radius` pixels of the mask; a negative radius shrinks it."""
    if radius < 0:
        return ~grown(~mask, -radius)
    steps = round(radius)
    for step in range(steps):
        mask = _one_wider(mask, corners=step % 2 == 1)
    return mask


def _one_wider(mask: Mask, corners: bool) -> Mask:
    """Crosses and squares in turn come close to a disc."""
    wide = mask.copy()
    wide[1:] |= mask[:-1]
    wide[:-1] |= mask[1:]
    base = wide.copy() if corners else mask
    wide[:, 1:] |= base[:, :-1]
    wide[:, :-1] |= base[:, 1:]
    return wide


def _running_mean(values: Values, radius: int, axis: int) -> Values:
    if axis == 1:
        return _running_mean(values.swapaxes(0, 1), radius, 0).swapaxes(0, 1)
    first, last = values[:1], values[-1:]
    padded = [*[first] * (radius + 1), values, *[last] * radius]
    total = np.cumsum(np.concatenate(padded), axis=0)
    result: Values = (total[2 * radius + 1 :] - total[: len(values)]) / (2 * radius + 1)
    return result
