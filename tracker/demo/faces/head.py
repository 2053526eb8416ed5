"""The head as one closed curve a row: its distance from a vertical axis, by angle and height.

Angle 0 faces forward, positive angles turn to her left; height 0 is mid-face, -1 the chin.
"""

from functools import lru_cache

import numpy as np

from tracker.demo.faces.looks import Looks
from tracker.demo.faces.shapes import Field, bump, curve, smooth

TOP, BOTTOM = 1.50, -1.56
CROWN = 1.235
ROWS, COLUMNS = 480, 640
REACH = 2.8  # the angles run from -REACH to REACH
ANGLES = np.linspace(-REACH, REACH, COLUMNS, dtype=np.float32)
HEIGHTS = np.linspace(TOP, BOTTOM, ROWS, dtype=np.float32)

Points = tuple[tuple[float, float], ...]
Profile = tuple[tuple[float, float, float, float], ...]  # height, half width, front, back
SKULL: Profile = (
    (-1.80, 0.15, 0.30, 0.30),
    (-1.12, 0.20, 0.45, 0.32),
    (-1.03, 0.29, 0.60, 0.42),
    (-0.96, 0.37, 0.675, 0.47),
    (-0.86, 0.455, 0.725, 0.53),
    (-0.72, 0.545, 0.755, 0.59),
    (-0.55, 0.628, 0.775, 0.65),
    (-0.40, 0.675, 0.785, 0.73),
    (-0.20, 0.715, 0.79, 0.83),
    (0.00, 0.735, 0.79, 0.91),
    (0.18, 0.742, 0.795, 0.95),
    (0.38, 0.750, 0.83, 0.97),
    (0.60, 0.735, 0.815, 0.95),
    (0.80, 0.705, 0.770, 0.915),
    (1.00, 0.680, 0.730, 0.880),
    (1.30, 0.670, 0.720, 0.870),
)
NECK: Profile = (
    (-1.80, 1.38, 0.56, 0.60),
    (-1.56, 1.22, 0.46, 0.55),
    (-1.46, 1.06, 0.41, 0.52),
    (-1.385, 0.84, 0.36, 0.50),
    (-1.325, 0.62, 0.32, 0.48),
    (-1.25, 0.455, 0.285, 0.47),
    (-1.15, 0.375, 0.26, 0.47),
    (-1.00, 0.345, 0.24, 0.50),
    (-0.40, 0.345, 0.20, 0.60),
    (1.30, 0.20, 0.10, 0.30),
)


@lru_cache(maxsize=16)
def head(looks: Looks) -> tuple[Field, Field, Field]:
    """Distance from the axis, and its slopes by angle and by height."""
    angle, height = np.meshgrid(ANGLES, HEIGHTS)
    dome = np.sqrt(np.clip(1 - np.clip((HEIGHTS - 0.62) / (CROWN - 0.62), 0, 1) ** 2.4, 0, 1))
    skull = _rounds(SKULL, looks.width, 2.2) * dome[:, None]
    x = skull * np.sin(angle)
    skull = skull + smooth(np.cos(angle), -0.05, 0.25) * _features(x, height, looks)
    skull = skull + _ears(angle, height)
    neck = _rounds(NECK, 0.95 + 0.05 * looks.jaw, 2.1)
    edge = jaw_line(angle)
    nape = 0.34 * smooth(np.abs(angle), 1.55, 2.2)
    distance = neck + (skull - neck) * smooth(height, edge - 0.11 - nape, edge + 0.05)
    distance = np.maximum(distance, neck * smooth(height, 0.2, -0.4))
    distance = _haired(distance, angle, height, looks) * (HEIGHTS < CROWN)[:, None]
    distance = distance.astype(np.float32)
    by_height, by_angle = np.gradient(distance, HEIGHTS, ANGLES)
    return distance, by_angle.astype(np.float32), by_height.astype(np.float32)


def _rounds(profile: Profile, width: float, power: float) -> Field:
    """A superellipse a row, its axes read off the profile."""
    axes = (tuple((row[0], row[column]) for row in profile) for column in (1, 2, 3))
    wide, front, back = (np.maximum(curve(HEIGHTS, axis), 1e-3)[:, None] for axis in axes)
    sine, cosine = np.abs(np.sin(ANGLES)), np.cos(ANGLES)
    deep = np.where(cosine > 0, front, back)
    inverse = (sine / (wide * width)) ** power + (np.abs(cosine) / deep) ** power
    return (inverse ** np.float32(-1.0 / power)).astype(np.float32)


JAW: Points = ((0, -1.03), (0.25, -1.025), (0.5, -0.99), (0.8, -0.92), (1.1, -0.80), (1.35, -0.64))
JAW = (*JAW, (1.55, -0.42), (1.8, -0.30), (2.8, -0.30))


def jaw_line(angle: Field) -> Field:
    """The height below which the head is neck."""
    return curve(np.abs(angle), JAW)


RIDGE: Points = ((-0.46, 0.0), (-0.385, 0.012), (-0.345, 0.07), (-0.29, 0.165), (-0.235, 0.175))
RIDGE = (*RIDGE, (-0.1, 0.122), (0.1, 0.066), (0.22, 0.042), (0.36, 0.0), (0.5, 0.0))


def _features(x: Field, y: Field, looks: Looks) -> Field:
    """Nose, sockets, cheeks, lips and chin, as rises and hollows of the surface."""
    side = np.abs(x)
    ridge = looks.profile * curve(y, RIDGE)
    breadth = looks.nose * curve(y, ((-0.40, 0.125), (-0.25, 0.125), (-0.06, 0.092), (0.2, 0.088)))
    rise = ridge * np.exp(-((x / breadth) ** 2))
    rise += 0.070 * bump(side, y, 0.118 * looks.nose, -0.282, 0.048, 0.056)
    rise -= 0.066 * bump(side, y, 0.27, 0.185, 0.16, 0.115)
    rise += 0.050 * bump(side, y, 0.30, 0.160, 0.13, 0.08)
    rise += 0.016 * bump(side, y, 0.29, 0.360, 0.20, 0.07)
    rise += 0.032 * bump(side, y, 0.43, -0.06, 0.18, 0.16)
    rise -= 0.016 * bump(side, y, 0.42, -0.42, 0.15, 0.16)
    rise += 0.034 * bump(x, y, 0.0, -0.56, 0.25, 0.18)
    rise += 0.026 * looks.lips * bump(x, y, 0.0, -0.535, 0.15, 0.032)
    rise += 0.034 * looks.lips * bump(x, y, 0.0, -0.635, 0.12, 0.040)
    rise -= 0.022 * bump(x, y, 0.0, -0.584, 0.14, 0.016)
    rise -= 0.026 * bump(x, y, 0.0, -0.735, 0.18, 0.05)
    rise += 0.050 * looks.jaw * bump(x, y, 0.0, -0.885, 0.19, 0.11)
    rise -= 0.010 * bump(x, y, 0.0, -0.44, 0.028, 0.05)
    rise -= 0.018 * bump(side, y, 0.60, 0.42, 0.12, 0.18)
    return rise.astype(np.float32)


def _ears(angle: Field, y: Field) -> Field:
    """Stylised: a rim with a hollow in it."""
    turn = np.abs(angle) - 0.10 * (y - 0.05)
    rim = np.clip(1.5 * bump(turn, y, 1.72, 0.05, 0.15, 0.25), 0, 1)
    hollow = bump(turn, y, 1.66, 0.06, 0.055, 0.13)
    return 0.10 * rim - 0.055 * hollow


TEMPLE = {
    "band": ((0, 0.87), (0.5, 0.82), (0.9, 0.66), (1.15, 0.42), (1.34, 0.14)),
    "back": ((0, 0.88), (0.5, 0.86), (0.85, 0.71), (1.05, 0.47), (1.22, 0.37), (1.36, 0.06)),
    "short": ((0, 0.84), (0.55, 0.87), (0.85, 0.75), (1.0, 0.50), (1.2, 0.41), (1.36, -0.06)),
}
TIED = ((1.5, 0.16), (1.8, 0.30), (2.05, -0.25), (2.8, -0.62))


def hair_line(angle: Field, style: str) -> Field:
    """The height above which hair grows."""
    return curve(np.abs(angle), (*TEMPLE[style], *TIED))


def _haired(bare: Field, angle: Field, y: Field, looks: Looks) -> Field:
    above = y - hair_line(angle, looks.style)
    thick = {"band": 0.075, "back": 0.055, "short": 0.075}[looks.style]
    low = np.clip((CROWN - y) / 0.35, 0, 1) ** 0.5
    covered = bare + thick * smooth(above, -0.02, 0.18) * low
    if looks.style == "band":
        ends = smooth(np.abs(angle), 1.78, 1.55)
        covered += 0.022 * smooth(above, -0.01, 0.03) * smooth(above, 0.19, 0.15) * ends
    return covered
