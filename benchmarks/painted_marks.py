"""What any skin carries: soft noise, spots and pores, hairs; drawn on a square of pixels."""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

Map = npt.NDArray[np.float32]
PX_PER_MM: Final = 6.0  # a face of 140 mm across 840 of 1,600 pixels
SIDE: Final = 480


def cloud(random: np.random.Generator, size: float) -> Map:
    """Soft noise of mean 0 and spread 1, blobs of about `size` pixels."""
    steps = np.fft.fftfreq(SIDE)
    far = np.hypot(steps[:, None], steps[None, :])
    noise = np.fft.ifft2(
        np.fft.fft2(random.normal(size=(SIDE, SIDE))) * np.exp(-2 * (math.pi * size * far / 2) ** 2)
    ).real
    return np.asarray((noise - noise.mean()) / noise.std(), dtype=np.float32)


def spots(
    random: np.random.Generator,
    count: int,
    radii_mm: tuple[float, float],
    depths: tuple[float, ...],
) -> Map:
    drawn = np.zeros((SIDE, SIDE), np.float32)
    for _ in range(count):
        add_spot(
            drawn, random.uniform(0, SIDE, 2), random.uniform(*radii_mm), random.uniform(*depths)
        )
    return drawn


def add_spot(drawn: Map, at: npt.NDArray[np.float64], radius_mm: float, depth: float) -> None:
    radius = max(radius_mm * PX_PER_MM, 0.5)
    reach = math.ceil(3 * radius)
    left, top = (max(0, int(value) - reach) for value in at)
    part = drawn[top : int(at[1]) + reach, left : int(at[0]) + reach]
    y, x = np.mgrid[: part.shape[0], : part.shape[1]]
    far = np.hypot(x + left - at[0], y + top - at[1])
    part += (depth / (1 + np.exp((far - radius) * 3 / radius))).astype(np.float32)


def hairs(random: np.random.Generator) -> Map:
    """A few fine hairs or their shadows, a third of a millimetre wide."""
    drawn = np.zeros((SIDE, SIDE), np.float32)
    for _ in range(random.poisson(2)):
        start, heading = random.uniform(0, SIDE, 2), random.uniform(0, 2 * math.pi)
        along = np.arange(0, random.uniform(60, 220), 0.5)
        bend = heading + random.normal(0, 0.003) * along
        x = np.clip(start[0] + np.cumsum(np.cos(bend)) / 2, 0, SIDE - 1).astype(int)
        y = np.clip(start[1] + np.cumsum(np.sin(bend)) / 2, 0, SIDE - 1).astype(int)
        drawn[y, x] = drawn[y, np.minimum(x + 1, SIDE - 1)] = random.uniform(0.15, 0.5)
    return drawn
