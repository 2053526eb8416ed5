"""Soft shapes that every part of the drawing is made of. All fields are 32-bit and one-sized."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Field = NDArray[Any]  # 32-bit
Number = float | Field


def smooth(value: Field, low: Number, high: Number) -> Field:
    """0 at low, 1 at high (low may be the larger), eased between."""
    t = np.clip((value - low) / np.asarray(high - low, np.float32), 0.0, 1.0)
    return (t * t * (3.0 - 2.0 * t)).astype(np.float32)


def bump(x: Field, y: Field, at_x: float, at_y: float, wide: float, high: float) -> Field:
    return np.exp(-(((x - at_x) / wide) ** 2) - ((y - at_y) / high) ** 2).astype(np.float32)


def line(distance: Field, width: Number) -> Field:
    """1 on the line, falling away within about a width."""
    return np.exp(-((distance / width) ** 2)).astype(np.float32)


def curve(at: Field, points: tuple[tuple[float, float], ...]) -> Field:
    """A rounded line through about the given points, as a function of `at`."""
    places, values = zip(*points, strict=True)
    dense = np.linspace(places[0], places[-1], 401)
    window = np.hanning(33)
    sharp = np.pad(np.interp(dense, places, values), 16, mode="edge")
    eased = np.convolve(sharp, window / window.sum(), "valid")
    return np.interp(at, dense, eased).astype(np.float32)


TILE = 512


@lru_cache(maxsize=8)
def _tile(seed: int) -> Field:
    """Wandering noise about -1 to 1 that repeats without a seam, eight swells a side."""
    dice = np.random.default_rng(seed)
    coarse = dice.normal(0, 1, (TILE, TILE))
    far = np.minimum(np.arange(TILE), TILE - np.arange(TILE))
    pitch = np.hypot(far[:, None], far[None, :])
    band = np.exp(-(((pitch - 9.0) / 4.0) ** 2))
    tile = np.fft.ifft2(np.fft.fft2(coarse) * band).real
    drawn: Field = (tile / (tile.std() * 2.0)).astype(np.float32)
    return drawn


def mottle(x: Field, y: Field, scale: float, seed: int) -> Field:
    """Noise about -1 to 1 that stays at its place on the skin; scale swells a unit."""
    tile = _tile(seed % 5)
    step = np.float32(TILE * scale / 9.0)
    across = (x * step + 37 * (seed % 97)).astype(np.int32) & (TILE - 1)
    down = (y * step + 53 * (seed % 89)).astype(np.int32) & (TILE - 1)
    drawn: Field = tile[down, across]
    return drawn


def mix(base: Field, colour: Field | tuple[float, ...], amount: Field) -> Field:
    weight = amount[..., None].astype(np.float32)
    drawn: Field = base + (np.asarray(colour, np.float32) - base) * weight
    return drawn
