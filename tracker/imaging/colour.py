"""Colour as people see it: sRGB to CIELAB (D65) and the CIEDE2000 difference.

Sources: IEC 61966-2-1 (sRGB), CIE 15:2018 (CIELAB), Sharma, Wu and Dalal 2005, "The CIEDE2000
color-difference formula: implementation notes" (its 34 pairs are the test).
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

_SRGB_TO_XYZ: Final = np.array(
    [
        [0.4123907993, 0.3575843394, 0.1804807884],
        [0.2126390059, 0.7151686788, 0.0721923154],
        [0.0193308187, 0.1191947798, 0.9505321522],
    ]
)
_WHITE_D65: Final = _SRGB_TO_XYZ.sum(axis=1)
_EPSILON: Final = 216 / 24389
_KAPPA: Final = 24389 / 27
_FAR_CHROMA: Final = 25.0**7


def srgb_to_lab(rgb: npt.ArrayLike) -> Values:
    """L*, a*, b* of sRGB values from 0 to 255; the last axis holds the three channels."""
    level = np.asarray(rgb, dtype=np.float64) / 255
    linear = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)
    return xyz_to_lab(linear @ _SRGB_TO_XYZ.T)


def xyz_to_lab(xyz: npt.ArrayLike) -> Values:
    """L*, a*, b* of tristimulus values relative to a D65 white of luminance 1."""
    ratio = np.asarray(xyz, dtype=np.float64) / _WHITE_D65
    bent = np.where(ratio > _EPSILON, np.cbrt(ratio), (_KAPPA * ratio + 16) / 116)
    x, y, z = bent[..., 0], bent[..., 1], bent[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def delta_e_2000(one: npt.ArrayLike, other: npt.ArrayLike) -> Values:
    """CIEDE2000 between CIELAB values (last axis L*, a*, b*); about 1 is just visible."""
    first, second = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    stretch = _stretch((_chroma(first) + _chroma(second)) / 2)
    (l1, c1, h1), (l2, c2, h2) = _polar(first, stretch), _polar(second, stretch)
    chroma_product = c1 * c2
    hue_step = _hue_step(h1, h2, chroma_product)
    lightness = (l2 - l1) / _lightness_weight((l1 + l2) / 2)
    mean_chroma, mean_hue = (c1 + c2) / 2, _mean_hue(h1, h2, chroma_product)
    chroma = (c2 - c1) / (1 + 0.045 * mean_chroma)
    hue = 2 * np.sqrt(chroma_product) * np.sin(np.radians(hue_step / 2))
    hue = hue / (1 + 0.015 * mean_chroma * _hue_weight(mean_hue))
    turn = _rotation(mean_chroma, mean_hue)
    total: Values = np.sqrt(lightness**2 + chroma**2 + hue**2 + turn * chroma * hue)
    return total


def _chroma(lab: Values) -> Values:
    return np.hypot(lab[..., 1], lab[..., 2])


def _stretch(mean_chroma: Values) -> Values:
    """1 + G: near-neutral colours are moved apart along a*."""
    return 1.5 - 0.5 * np.sqrt(mean_chroma**7 / (mean_chroma**7 + _FAR_CHROMA))


def _polar(lab: Values, stretch: Values) -> tuple[Values, Values, Values]:
    a, b = lab[..., 1] * stretch, lab[..., 2]
    return lab[..., 0], np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360


def _hue_step(h1: Values, h2: Values, chroma_product: Values) -> Values:
    step = (h2 - h1 + 180) % 360 - 180
    step = np.where((step == -180) & (h2 > h1), 180.0, step)
    return np.where(chroma_product == 0, 0.0, step)


def _mean_hue(h1: Values, h2: Values, chroma_product: Values) -> Values:
    total = h1 + h2
    around = np.where(total < 360, total + 360, total - 360)
    mean = np.where(np.abs(h1 - h2) <= 180, total, around) / 2
    return np.where(chroma_product == 0, total, mean)


def _lightness_weight(mean: Values) -> Values:
    return 1 + 0.015 * (mean - 50) ** 2 / np.sqrt(20 + (mean - 50) ** 2)


def _hue_weight(mean_hue: Values) -> Values:
    def wave(times: int, shift: float) -> Values:
        return np.cos(np.radians(times * mean_hue + shift))

    return 1 - 0.17 * wave(1, -30) + 0.24 * wave(2, 0) + 0.32 * wave(3, 6) - 0.20 * wave(4, -63)


def _rotation(mean_chroma: Values, mean_hue: Values) -> Values:
    """In the blue corner chroma and hue pull on each other."""
    angle = 30 * np.exp(-(((mean_hue - 275) / 25) ** 2))
    pull = 2 * np.sqrt(mean_chroma**7 / (mean_chroma**7 + _FAR_CHROMA))
    turn: Values = -np.sin(np.radians(2 * angle)) * pull
    return turn
