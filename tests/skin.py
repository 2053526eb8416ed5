"""Pictures of skin for the tests that measure: an even tone, texture, one soft-edged bruise."""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

WIDTH, HEIGHT = 600, 800
LIGHT, DEEP = (214, 172, 150), (120, 82, 64)
EYES = {"eye_outer_right": (0.25, 0.3), "eye_outer_left": (0.75, 0.3)}
THREE = EYES | {"mouth_right": (0.4, 0.7)}
PLACE = (0.62, 0.55)  # of the bruise, fractions


def skin(
    radius: float = 0.06,
    *,
    strength: float = 1.0,
    place: tuple[float, float] = PLACE,
    tone: tuple[int, int, int] = LIGHT,
    seed: int = 7,
) -> bytes:
    """A JPEG; radius as a fraction of the width; 0: no bruise; strength 1 is a strong one."""
    noise = texture(seed)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    away = np.hypot(columns - place[0] * WIDTH, rows - place[1] * HEIGHT)
    inside = 1 / (1 + np.exp((away - radius * WIDTH) / 4)) if radius else np.zeros_like(away)
    pixels = np.array(tone, float) * (1 + 0.025 * noise)[..., None]
    pixels *= 1 - strength * inside[..., None] * np.array([0.28, 0.38, 0.22])
    pixels[:, : WIDTH // 12] = 225  # a wall behind: what is brightest tells the light
    out = io.BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype("uint8")).save(out, "JPEG", quality=92)
    return out.getvalue()


def texture(seed: int) -> NDArray[np.float64]:
    """Pores: noise of four pixels, under finer noise of the camera."""
    random = np.random.default_rng(seed)
    coarse = random.normal(128, 40, (HEIGHT // 4, WIDTH // 4)).clip(0, 255).astype("uint8")
    pores = Image.fromarray(coarse).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    return (np.asarray(pores, float) - 128) / 40 + random.normal(0, 0.4, (HEIGHT, WIDTH))


def circle(radius: float = 0.09, place: Sequence[float] = PLACE) -> list[list[float]]:
    """A ring of twenty points around a place, as fractions."""
    angles = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    wide = radius * WIDTH / HEIGHT
    return [[place[0] + radius * np.cos(a), place[1] + wide * np.sin(a)] for a in angles]
