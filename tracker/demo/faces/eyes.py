"""One eye: lids, white, iris, lashes."""

from dataclasses import dataclass

import numpy as np

from tracker.demo.faces.camera import Seen
from tracker.demo.faces.looks import EYES, Looks, Moment
from tracker.demo.faces.shapes import Field, bump, line, mix, smooth
from tracker.demo.faces.skin import linear

MIDDLE_X, MIDDLE_Y = 0.290, 0.176
EDGE = 0.005
FOLD = np.asarray((0.46, 0.36, 0.32), np.float32)


@dataclass(frozen=True)
class Lids:
    """The two curves between which an eye is seen; along: -1 at the nose, 1 outside."""

    along: Field
    upper: Field
    lower: Field
    within: Field


def paint_eye(
    colour: Field, seen: Seen, hers: float, looks: Looks, moment: Moment, raised: float
) -> Field:
    """hers: 1 for her left eye, -1 for her right."""
    lids = _lids(seen, hers, moment, raised)
    y = seen.y
    inside = lids.within * smooth(y, lids.upper + EDGE, lids.upper - EDGE)
    inside = inside * smooth(y, lids.lower - EDGE, lids.lower + EDGE)
    colour = _folds(colour, y, lids)
    colour = mix(colour, _ball(seen, hers, looks, lids), inside)
    lash = line(y - lids.upper - 0.003, 0.0085 + 0.0035 * np.clip(lids.along, -1, 1)) * lids.within
    colour = mix(colour, linear((0.11, 0.075, 0.065)), 0.92 * lash)
    wet = 0.34 * line(y - lids.lower, 0.006) * lids.within
    return mix(colour, linear((0.30, 0.17, 0.14)), wet)


def _lids(seen: Seen, hers: float, moment: Moment, raised: float) -> Lids:
    along = (seen.x * hers - MIDDLE_X) / 0.132
    arch = np.clip(1 - along**2, 0, None)
    lean = MIDDLE_Y - 0.008 + 0.010 * along
    droop = moment.droop_left if hers > 0 else moment.droop_right
    open_by = 0.062 * (1 - 0.5 * droop) + 0.006 * raised
    upper = lean + open_by * arch**0.62
    lower = lean - 0.038 * arch**0.8
    return Lids(along, upper, lower, smooth(np.abs(along), 1.02, 0.96))


def _ball(seen: Seen, hers: float, looks: Looks, lids: Lids) -> Field:
    x, y = seen.x * hers, seen.y
    round_off = 1 - 0.32 * np.clip(lids.along**2, 0, 1)
    eye = np.asarray((0.80, 0.775, 0.755), np.float32) * round_off[..., None]
    eye = mix(eye, linear((0.80, 0.52, 0.47)), 0.8 * bump(lids.along, y, -1.0, 0.168, 0.12, 0.02))
    away = np.hypot(x - MIDDLE_X + 0.003, y - MIDDLE_Y - 0.008)
    iris = linear(EYES[looks.eyes]) * (0.7 + 0.6 * smooth(away, 0.022, 0.048))[..., None]
    eye = mix(eye, iris * 0.4, smooth(away, 0.067, 0.060))
    eye = mix(eye, iris, smooth(away, 0.061, 0.052))
    eye = mix(eye, (0.008, 0.007, 0.008), smooth(away, 0.028, 0.023))
    eye = eye * (1 - 0.50 * smooth(y, lids.upper - 0.036, lids.upper + 0.004))[..., None]
    glint = np.hypot(seen.x - hers * MIDDLE_X + 0.020, y - MIDDLE_Y - 0.026)
    return mix(eye, (0.95, 0.96, 0.98), 0.85 * smooth(glint, 0.0135, 0.0085))


def _folds(colour: Field, y: Field, lids: Lids) -> Field:
    """The crease above, the soft shadow on the lid, the rim below."""
    reach = smooth(np.abs(lids.along), 1.20, 0.70)
    crease = line(y - (lids.upper + 0.028 + 0.010 * (1 - lids.along**2)), 0.0085) * reach
    lid = bump(lids.along, y - lids.upper, 0, 0.015, 0.9, 0.022)
    below = line(y - (lids.lower - 0.018), 0.011) * lids.within
    return mix(colour, colour * FOLD, 0.30 * crease + 0.14 * lid + 0.15 * below)
