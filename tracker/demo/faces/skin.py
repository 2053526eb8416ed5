"""Skin, and what a needle leaves on it for a while."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tracker.demo.faces.camera import Seen
from tracker.demo.faces.looks import SKIN, Bruise, Looks, Mark, Moment
from tracker.demo.faces.shapes import Field, bump, line, mix, mottle, smooth

Taken = tuple[float, float, float]
# What each pigment of a bruise takes from red, green and blue light.
FRESH_BLOOD = (0.25, 1.30, 1.05)
OLD_BLOOD = (1.12, 1.34, 0.55)
GREEN = (0.62, 0.26, 0.72)
YELLOW = (0.10, 0.30, 1.00)
# Red in the first day, blue to purple by day two, green and yellow from day five to ten, then
# yellow-brown and gone by two weeks (MedicalNewsToday 322742; hmpgloballearningnetwork, "Can
# bruising after facial filler injections be improved"). Pigment absorbs, so darker skin shows
# less change.
DAYS = (0.0, 0.5, 1.5, 3.0, 5.0, 7.0, 10.0, 13.0, 16.0)
COURSE = (
    (FRESH_BLOOD, (0.55, 0.80, 0.55, 0.25, 0.10, 0.04, 0.0, 0.0, 0.0)),
    (OLD_BLOOD, (0.0, 0.12, 0.75, 0.72, 0.38, 0.15, 0.04, 0.0, 0.0)),
    (GREEN, (0.0, 0.0, 0.05, 0.16, 0.34, 0.26, 0.10, 0.02, 0.0)),
    (YELLOW, (0.0, 0.0, 0.06, 0.22, 0.48, 0.58, 0.42, 0.16, 0.0)),
)


def linear(colour: tuple[float, float, float]) -> Field:
    return np.asarray(colour, np.float32) ** 2.2


def skin(seen: Seen, looks: Looks, moment: Moment) -> Field:
    """The skin's own colour (linear light) before any light falls on it."""
    x, y = seen.x, seen.y
    thick = np.zeros((x.size, 3), np.float32)  # what its pigments take from the light, added up
    for taken, amount in _pigments(x, y, looks):
        thick += amount[:, None] * np.asarray(taken, np.float32)
    colour = np.broadcast_to(linear(SKIN[looks.skin]), (x.size, 3))
    for mark in moment.marks:
        colour = _marked(colour, thick, seen, mark)
    for bruise in moment.bruises:
        _bruised(thick, seen, bruise, looks.seed)
    return (colour * np.exp(-thick)).astype(np.float32)


def _pigments(x: Field, y: Field, looks: Looks) -> Iterator[tuple[Taken, Field]]:
    side = np.abs(x)
    flush = 0.55 * bump(side, y, 0.40, -0.16, 0.20, 0.17) + 0.5 * bump(x, y, 0, -0.27, 0.14, 0.09)
    flush += 0.25 * bump(x, y, 0, -0.88, 0.2, 0.10) + 0.5 * smooth(side, 0.70, 0.78)
    yield (0.02, 0.26, 0.24), flush
    shade = 0.40 * bump(side, y, 0.285, 0.075, 0.14, 0.045)
    yield (0.22, 0.34, 0.28), shade + 0.25 * bump(side, y, 0.17, 0.20, 0.07, 0.10)
    uneven = mottle(x, y, 9, looks.seed) + mottle(x, y, 31, looks.seed + 1)
    yield (0.03, 0.07, 0.07), uneven * np.float32(0.5)
    yield (0.28, 0.42, 0.46), _moles(x, y, looks)
    yield (0.30, 0.42, 0.40), _lines(x, y, looks)
    if looks.beard:
        yield (0.62, 0.60, 0.52), looks.beard * _beard(x, y, side, looks)


def _moles(x: Field, y: Field, looks: Looks) -> Field:
    dice = np.random.default_rng(looks.seed + 7)
    total = np.zeros_like(x)
    for _ in range(3):
        at_x, at_y = dice.uniform(-0.55, 0.55), dice.uniform(-0.85, 0.6)
        total += dice.uniform(0.8, 1.6) * np.exp(
            -((((x - at_x) ** 2 + (y - at_y) ** 2) / dice.uniform(0.007, 0.011) ** 2) ** 1.5)
        )
    return total.astype(np.float32)


def _lines(x: Field, y: Field, looks: Looks) -> Field:
    """The folds beside nose, mouth and eyes that a grown face has."""
    side = np.abs(x)
    fold_at = 0.155 + 0.135 * np.clip((-0.30 - y) / 0.27, 0, 1) ** 0.9
    fold = line(side - fold_at, 0.018) * smooth(y, -0.60, -0.50) * smooth(y, -0.29, -0.36)
    under = line(y - (0.085 - 0.42 * (side - 0.27) ** 2), 0.011) * bump(
        side, y, 0.26, 0.08, 0.12, 0.2
    )
    feet = sum(
        line(y - 0.175 - tilt * (side - 0.43), 0.007)
        * smooth(side, 0.46, 0.49)
        * smooth(side, 0.58, 0.53)
        for tilt in (0.55, 0.1, -0.4)
    )
    return (0.16 + 0.42 * looks.age) * fold + 0.25 * under + 0.5 * max(0.0, looks.age - 0.2) * feet


def _beard(x: Field, y: Field, side: Field, looks: Looks) -> Field:
    edge = -0.40 + 0.55 * np.clip(side - 0.42, 0, None) ** 0.8
    cheek = smooth(y, edge + 0.05, edge - 0.10)
    lip = smooth(side, 0.26, 0.20) * smooth(y, -0.40, -0.46)
    chin = 1 - 0.6 * bump(x, y, 0, -0.705, 0.13, 0.05)
    grain = 0.75 + 0.25 * mottle(x, y, 120, looks.seed)
    drawn: Field = (
        np.maximum(cheek * smooth(side, 0.16, 0.34), np.maximum(lip, smooth(y, -0.72, -0.80)))
        * chin
        * grain
    )
    return drawn


def _marked(colour: Field, thick: Field, seen: Seen, mark: Mark) -> Field:
    place, part = _around(seen, mark.x, mark.y, 1.6 * mark.radius)
    wander = 0.25 * mottle(part.x, part.y, 9, 40)
    away = np.hypot(part.x - mark.x, (part.y - mark.y) * 0.9) / mark.radius + wander
    amount = mark.strength * smooth(away, 1.15, 0.35)
    if mark.kind == "redness":
        thick[place] += amount[:, None] * np.asarray((0.04, 0.62, 0.55), np.float32)
        return colour
    net = amount * line(mottle(part.x, part.y, 34, 41), 0.28)
    thick[place] += 0.7 * net[:, None] * np.asarray((0.30, 0.55, 0.30), np.float32)
    colour = colour.copy()
    colour[place] = mix(colour[place], np.clip(colour[place] * 1.25 + 0.05, 0, 0.9), 0.5 * amount)
    return colour


def _around(seen: Seen, x: float, y: float, radius: float) -> tuple[NDArray[np.int64], Seen]:
    return seen.where((np.abs(seen.x - x) < radius) & (np.abs(seen.y - y) < radius))


def _bruised(thick: Field, seen: Seen, bruise: Bruise, seed: int) -> None:
    """Spreads a little while it fades; its rim turns before its middle does."""
    if bruise.day >= DAYS[-1]:
        return
    radius = bruise.radius * (1 + 0.03 * min(bruise.day, 8))
    place, part = _around(seen, bruise.x, bruise.y, 2.2 * radius)
    wander = 0.30 * mottle(part.x, part.y, 0.7 / bruise.radius, seed + 3)
    wander += 0.12 * mottle(part.x, part.y, 1.8 / bruise.radius, seed + 4)
    away = np.hypot(part.x - bruise.x, (part.y - bruise.y) * 1.12) / radius + wander
    inside, core = smooth(away, 1.25, 0.15), smooth(away, 0.95, 0.2)
    for taken, amounts in COURSE:
        middle = np.interp(bruise.day, DAYS, amounts)
        rim = np.interp(bruise.day + min(0.6 * bruise.day, 1.6), DAYS, amounts)
        amount = 0.95 * bruise.strength * inside * (rim + (middle - rim) * core)
        thick[place] += amount[:, None] * np.asarray(taken, np.float32)
