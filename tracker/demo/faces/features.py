"""Eyes, brows and mouth, painted where the face from the front has them."""

import numpy as np

from tracker.demo.faces.camera import Seen
from tracker.demo.faces.eyes import paint_eye
from tracker.demo.faces.looks import HAIR, Looks, Moment
from tracker.demo.faces.shapes import Field, bump, line, mix, mottle, smooth
from tracker.demo.faces.skin import linear

ROSE = {"light": (0.72, 0.45, 0.42), "medium": (0.59, 0.34, 0.30), "deep": (0.39, 0.22, 0.20)}


def paint_features(colour: Field, seen: Seen, looks: Looks, moment: Moment, raised: float) -> Field:
    """raised: 0 at rest, 1 with the brows up."""
    for hers in (1.0, -1.0):
        x = seen.x * hers
        facing = seen.angle * hers > -0.02
        place, part = seen.where(
            (abs(x - 0.30) < 0.24) & (seen.y > 0.02) & (seen.y < 0.58) & facing
        )
        painted = paint_eye(colour[place], part, hers, looks, moment, raised)
        colour[place] = _brow(painted, part, hers, looks, moment, raised)
    if raised:
        place, part = seen.where((seen.y > 0.40) & (seen.y < 0.80))
        colour[place] = _forehead_lines(colour[place], part, raised * moment.forehead_lines)
    place, part = seen.where((abs(seen.x) < 0.30) & (seen.y < -0.26) & (seen.y > -0.80))
    colour[place] = _nostrils(_mouth(colour[place], part, looks, moment), part, looks)
    return colour


def _brow(
    colour: Field, seen: Seen, hers: float, looks: Looks, moment: Moment, raised: float
) -> Field:
    x, y = seen.x * hers, seen.y
    lift = 0.075 * raised * moment.lift
    droop = 0.018 * (moment.droop_left if hers > 0 else moment.droop_right)
    along = (x - 0.135) / 0.345
    arch = 0.356 + lift - droop + 0.052 * np.clip(along, 0, 1) ** 0.9
    arch -= 0.34 * np.clip(along - 0.60, 0, 1) ** 1.6
    thick = 0.030 * looks.brows * smooth(along, 1.10, 0.20) * smooth(along, -0.14, 0.20) + 1e-4
    strands = 0.72 + 0.28 * np.sin(
        (x * 2.2 - y * (1 - along)) * 210 + 3 * mottle(x, y, 40, looks.seed)
    )
    body = (
        np.exp(-(np.abs((y - arch) / thick) ** 3))
        * smooth(along, -0.10, 0.14)
        * smooth(along, 1.08, 0.8)
    )
    tint = linear(HAIR[looks.hair]) * (0.60 if looks.hair in {"fair", "grey"} else 0.95)
    return mix(colour, tint, 0.78 * body * strands)


def _forehead_lines(colour: Field, seen: Seen, strength: float) -> Field:
    x, y = seen.x, seen.y
    total = np.zeros_like(x)
    for height, width, depth in ((0.515, 0.36, 0.9), (0.595, 0.42, 1.0), (0.675, 0.38, 0.75)):
        bow = height + 0.018 * np.cos(x * 6.5) - 0.03 * x * x + 0.010 * mottle(x, 0 * y, 2.2, 5)
        ends = smooth(np.abs(x), width, width * 0.4)
        total += depth * (line(y - bow, 0.0085) - 0.45 * line(y - bow - 0.019, 0.011)) * ends
    dark = np.exp(-0.45 * strength * total[..., None] * np.asarray((0.75, 1.0, 1.0), np.float32))
    return colour * dark


def _mouth(colour: Field, seen: Seen, looks: Looks, moment: Moment) -> Field:
    x, y, side = seen.x, seen.y, np.abs(seen.x)
    full = looks.lips * (1 + 0.55 * moment.swollen_lips)
    span = np.clip(1 - (side / 0.222) ** 2, 0, None)
    rest = -0.577 - 0.011 * span
    parting = rest + 0.005 * np.cos(x * 21) * span
    bow = 0.014 * bump(side, 0 * y, 0.060, 0, 0.040, 1) - 0.008 * bump(x, 0 * y, 0, 0, 0.024, 1)
    upper = rest + full * (0.046 * span**0.85 + bow * span)
    lower = rest - full * 0.076 * span**0.72
    lips = smooth(y, upper + 0.009, upper - 0.009) * smooth(y, lower - 0.010, lower + 0.010)
    lips *= side < 0.225
    tint = linear(ROSE[looks.skin]) * (1 - 0.16 * smooth(y, parting, upper + 0.002)[..., None])
    tint = tint * (1 + 0.06 * mottle(x * 4, y * 0.5, 20, looks.seed)[..., None])
    colour = mix(colour, tint, 0.78 * lips)
    gleam = 0.26 * bump(x, y, 0, -0.583 - full * 0.036, 0.10, 0.016)
    colour = mix(colour, tint * 1.5 + 0.03, gleam)
    seam = line(y - parting, 0.0070) * smooth(side, 0.226, 0.17)
    colour = mix(colour, linear((0.30, 0.14, 0.12)), 0.76 * seam)
    shadow = 0.34 * bump(x, y, 0, -0.695, 0.12, 0.024) + 0.34 * bump(
        side, y, 0.228, -0.580, 0.02, 0.018
    )
    return mix(colour, colour * np.asarray((0.55, 0.46, 0.44), np.float32), shadow)


def _nostrils(colour: Field, seen: Seen, looks: Looks) -> Field:
    side = np.abs(seen.x)
    hole = bump(side - 0.10 * (seen.y + 0.335), seen.y, 0.060 * looks.nose, -0.338, 0.030, 0.012)
    wing = 0.45 * line(np.hypot(side - 0.095 * looks.nose, seen.y + 0.285) - 0.066, 0.012)
    wing *= smooth(side, 0.12, 0.15) * smooth(seen.y, -0.22, -0.26)
    colour = mix(colour, colour * np.asarray((0.5, 0.40, 0.38), np.float32), wing)
    return mix(colour, linear((0.22, 0.10, 0.09)), 0.80 * np.clip(hole * 1.3, 0, 1))
