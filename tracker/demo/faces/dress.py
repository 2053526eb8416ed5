"""Hair, a clinic's hair band, and a plain top over the skin."""

import numpy as np

from tracker.demo.faces.camera import Seen
from tracker.demo.faces.head import hair_line
from tracker.demo.faces.looks import HAIR, Looks
from tracker.demo.faces.shapes import Field, line, mix, mottle, smooth
from tracker.demo.faces.skin import linear

BAND = linear((0.86, 0.90, 0.91))


def dress(colour: Field, seen: Seen, looks: Looks) -> tuple[Field, Field]:
    """The colour of everything, and how much each place shines."""
    shine = np.full_like(seen.x, 0.15)
    shine *= 1 - 0.85 * _eyes(seen)
    place, part = seen.where(seen.y > -1.3)
    colour[place], shine[place] = _hair(colour[place], shine[place], part, looks)
    place, part = seen.where(seen.y < -1.05)
    colour[place], shine[place] = _top(colour[place], shine[place], part, looks)
    return colour, shine


def _eyes(seen: Seen) -> Field:
    return smooth(np.hypot((np.abs(seen.x) - 0.29) / 0.15, (seen.y - 0.18) / 0.08), 1.1, 0.7)


def _hair(colour: Field, shine: Field, seen: Seen, looks: Looks) -> tuple[Field, Field]:
    angle, y = seen.angle, seen.y
    above = y - hair_line(angle, looks.style)
    ragged = 0.014 * mottle(angle, y, 60, looks.seed)
    hair = smooth(above + ragged, -0.020, 0.036)
    along = np.hypot(angle * 0.55, 1.25 - y)  # combed back from the hair line
    strands = mottle(angle * 7, along * 0.9, 5, looks.seed + 5)
    fine = mottle(angle * 26, along * 1.2, 5, looks.seed + 6)
    tint = linear(HAIR[looks.hair]) * (1 + 0.30 * strands + 0.26 * fine)[..., None]
    colour = mix(colour, tint, hair)
    shine = shine * (1 - 0.55 * hair) + 0.05 * hair * fine
    if looks.style != "band":
        return colour, shine
    band = smooth(above, -0.012, 0.004) * smooth(above, 0.186, 0.172)
    band *= smooth(np.abs(angle), 1.72, 1.66)
    weave = 1 + 0.05 * mottle(angle * 3, y, 90, 3)
    return mix(colour, BAND * weave[..., None], band), shine * (1 - band)


def _top(colour: Field, shine: Field, seen: Seen, looks: Looks) -> tuple[Field, Field]:
    angle, y = seen.angle, seen.y
    neckline = -1.245 - 0.16 * np.exp(-((angle / 0.8) ** 2))
    cloth = smooth(y, neckline + 0.005, neckline - 0.005)
    hem = smooth(y, neckline - 0.036, neckline - 0.030)
    knit = 1 + 0.05 * mottle(angle * 2, y, 50, 3) - 0.10 * hem
    shade = 1 - 0.30 * line(y - neckline, 0.03) * (1 - cloth)
    colour = colour * shade[..., None]
    return mix(colour, linear(looks.top) * knit[..., None], cloth), shine * (1 - 0.95 * cloth)
