"""Lamps and a phone's camera for painted skin, down to the bytes that the clinic would hold.

The camera sees with the CIE observer, divides by a white that it guessed (a few per cent wrong),
exposes (a little wrong), draws a slightly wrong tone curve, blurs like a lens, adds shot and read
noise, and compresses; the product then makes its display variant of that and compresses again.

What it leaves out: a phone's own primaries, local tone mapping, beauty filters, night modes that
add several shots, sharpening halos, demosaicing, lens flare, and anybody's real bathroom.
"""

import io
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from benchmarks.painted_skin import SIDE, Map, Painted
from benchmarks.skin_figures import D65, OBSERVER, WAVELENGTHS, Spectrum
from tracker.imaging import variants
from tracker.imaging.smooth import smoothed

FRAME: Final = 60  # pixels of grey wall on each side
_WALL: Final = 0.55
_BRIGHTEST: Final = 0.75  # linear: the camera holds the lightest skin below this
_XYZ_TO_SRGB: Final = np.array(
    [
        [3.2409699419, -1.5373831776, -0.4986107603],
        [-0.9692436363, 1.8759675015, 0.0415550574],
        [0.0556300797, -0.2039769589, 1.0569715142],
    ]
)
Fault = Callable[[npt.NDArray[np.float64], np.random.Generator], npt.NDArray[np.float64]]


def _glow(kelvin: float) -> Spectrum:
    """Planck's law."""
    metres = WAVELENGTHS * 1e-9
    return 1 / (metres**5 * (np.exp(0.014388 / (metres * kelvin)) - 1)) / 1e12


def _led(blue: float, phosphor_at: float) -> Spectrum:
    """A blue diode under a broad phosphor."""
    diode = np.exp(-(((WAVELENGTHS - 450) / 14) ** 2))
    phosphor = np.exp(-(((WAVELENGTHS - phosphor_at) / 75) ** 2))
    return blue * diode + phosphor


def _tube() -> Spectrum:
    """Three bands of phosphor lines over a little continuum."""
    lines = ((435, 0.35, 9), (490, 0.25, 12), (545, 1.0, 9), (585, 0.3, 12), (612, 0.9, 9))
    return 0.08 + sum(s * np.exp(-(((WAVELENGTHS - at) / w) ** 2)) for at, s, w in lines)


@dataclass(frozen=True)
class Light:
    """slope: how much brighter one side is; second: another lamp's light from that side."""

    lamp: Spectrum
    slope: float = 0.15
    second: Spectrum | None = None
    noise: float = 1.0
    warmth: float = 0.0  # how much of the lamp's colour the camera leaves
    exposure: float = 0.0  # stops, on top of what the camera chose
    white_error: float = 0.03
    exposure_error: float = 0.15
    lens: float = 0.8  # pixels


LIGHTS: Final = {
    "window": Light(D65, slope=0.25),
    "cloudy": Light(_glow(5200), slope=0.06),
    "warm LED": Light(_led(0.35, 610), slope=0.15, warmth=0.10, noise=1.5),
    "white tube": Light(_tube(), slope=0.10),
    "mirror LED": Light(_led(0.9, 570), slope=0.35, noise=1.2),
    "window and lamp": Light(D65, slope=0.25, second=_glow(2856), warmth=0.06, noise=1.5),
}


def exposure_of(skin: Spectrum) -> float:
    """How far the camera stops down so that this skin keeps below white; 1 for most."""
    return min(1.0, _BRIGHTEST / brightest_of(skin))


def brightest_of(skin: Spectrum) -> float:
    """Its strongest channel, linear, in daylight."""
    return float(_seen(skin[:, None], D65, D65)[0].max())


def photograph(
    painted: Painted, light: Light, seed: int, fault: Fault | None = None, kind: str = "jpeg"
) -> bytes:
    """The display variant's bytes. `fault` spoils the linear picture before the lens sees it."""
    random = np.random.default_rng(seed)
    linear = lit(painted, light, random)
    if fault is not None:
        linear = fault(linear, random)
    shot = _developed(
        _framed(linear, random) * _level(painted, linear, light, random), light, random
    )
    return through_the_product(shot, kind)


def _level(
    painted: Painted,
    linear: npt.NDArray[np.float64],
    light: Light,
    random: np.random.Generator,
) -> float:
    """What the camera chose, give or take: no higher than keeps the bright side below white."""
    chosen = min(exposure_of(painted.skin), 0.9 / float(np.quantile(linear, 0.995)))
    return float(chosen * 2 ** (light.exposure + random.normal(0, light.exposure_error)))


def through_the_product(shot: Image.Image, kind: str = "jpeg") -> bytes:
    """What the phone sends, then what is kept of it."""
    sent = io.BytesIO()
    shot.save(sent, "JPEG", quality=90)
    return variants.encoded(Image.open(sent).convert("RGB"))[kind]


def lit(painted: Painted, light: Light, random: np.random.Generator) -> npt.NDArray[np.float64]:
    """Linear sRGB (h x w x 3) as the camera balances it, shading included."""
    gains = 1 + light.warmth * (_seen(np.ones((31, 1)), light.lamp, D65)[0] - 1)
    gains = gains * np.array([random.normal(1, light.white_error), 1, 1])
    gains[2] *= random.normal(1, light.white_error)
    y, x = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]
    angle = random.uniform(0, 2 * math.pi)
    side = (x * math.cos(angle) + y * math.sin(angle)) / math.sqrt(2)
    face = 1 - 0.10 * (x - random.uniform(-0.4, 0.4)) ** 2 - 0.05 * y**2  # a cheek turns away
    shade = (face * (1 + light.slope * side))[..., None]
    scene = _seen(painted.scene, light.lamp, light.lamp)
    if light.second is not None:
        part = (0.15 * (1 + side))[..., None]
        scene = (1 - part) * scene + part * _seen(painted.scene, light.second, light.lamp)
    return np.asarray(scene * shade * gains)


def _seen(
    reflectance: Map | npt.NDArray[np.float64], lamp: Spectrum, white: Spectrum
) -> npt.NDArray[np.float64]:
    """Linear sRGB under a lamp of luminance 1, balanced to `white`; the last axis is colour."""
    to_rgb = OBSERVER @ _XYZ_TO_SRGB.T
    under = to_rgb * (lamp / (OBSERVER[:, 1] @ lamp))[:, None]
    balanced = under / (white @ to_rgb / (OBSERVER[:, 1] @ white))
    flat = reflectance.reshape(31, -1)
    rgb = balanced.T.astype(flat.dtype) @ flat
    return np.asarray(np.moveaxis(rgb.reshape(3, *reflectance.shape[1:]), 0, -1), dtype=float)


def _framed(
    linear: npt.NDArray[np.float64], random: np.random.Generator
) -> npt.NDArray[np.float64]:
    """A plain wall around, a little uneven: what else would be in the picture."""
    wall = np.full((SIDE + 2 * FRAME, SIDE + 2 * FRAME, 3), _WALL * random.uniform(0.8, 1.1))
    wall[FRAME:-FRAME, FRAME:-FRAME] = linear
    return wall


def _developed(
    linear: npt.NDArray[np.float64], light: Light, random: np.random.Generator
) -> Image.Image:
    y, x = np.mgrid[-1 : 1 : linear.shape[0] * 1j, -1 : 1 : linear.shape[1] * 1j]
    linear = linear * (1 - 0.06 * (x * x + y * y))[..., None]
    sharp = smoothed(linear, light.lens) if light.lens > 0.6 else linear
    dim = 2.0 ** (-light.exposure / 2) if light.exposure < 0 else 1.0
    spread = light.noise * dim * (0.006 * np.sqrt(np.maximum(sharp, 0)) + 0.0005)
    noisy = np.clip(sharp + spread * random.standard_normal(sharp.shape, np.float32), 0, 1)
    curve = random.normal(1, 0.03)
    encoded = np.where(noisy <= 0.0031308, 12.92 * noisy, 1.055 * noisy ** (1 / 2.4) - 0.055)
    return Image.fromarray(np.clip(255 * encoded**curve + 0.5, 0, 255).astype(np.uint8))


def but(light: Light, **changes: object) -> Light:
    return replace(light, **changes)  # type: ignore[arg-type]
