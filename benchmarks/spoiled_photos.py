"""Photos that must not be measured: a named list of what can go wrong, each in two doses."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks.painted_cases import Case, Ring, a_case
from benchmarks.painted_head import alignment_after_turn
from benchmarks.painted_light import (
    FRAME,
    LIGHTS,
    Fault,
    Light,
    brightest_of,
    exposure_of,
    photograph,
)
from benchmarks.painted_skin import PX_PER_MM, SIDE, paint
from tracker.imaging.align import Alignment

Linear = npt.NDArray[np.float64]
Far = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Spoiled:
    kind: str
    dose: str
    photo: bytes
    ring: Ring
    alignment: Alignment | None = None


def spoiled(tone: str, number: int, seed: int) -> Iterator[Spoiled]:
    """Every kind and dose once, on one bruise that would have been measured."""
    case = a_case(tone, number % 3, seed + number)  # days 0.5, 2 and 4: plain to see
    light = list(LIGHTS.values())[number % len(LIGHTS)]
    for kind, doses in FAULTS.items():
        for dose, fault in doses.items():
            yield Spoiled(kind, dose, _shot(case, light, fault(case)), case.ring)
    for kind, changes in CAMERAS.items():
        for dose, change in changes.items():
            yield Spoiled(kind, dose, _shot(case, change(light, case)), case.ring)
    yield from _little_to_see(case, light)
    yield from _wrong_rings(case, light)
    for degrees in (25, 35):
        moved = alignment_after_turn(degrees, case.seed)
        yield Spoiled("moved head", f"{degrees} degrees", _shot(case, light), case.ring, moved)


def _shot(case: Case, light: Light, fault: Fault | None = None) -> bytes:
    return photograph(case.painted, light, case.seed + 7, fault)


def _from_middle(case: Case) -> tuple[Far, Far]:
    """Distance from the bruise's middle in bruise radii, and the direction."""
    y, x = np.mgrid[:SIDE, :SIDE]
    x, y = x - case.painted.middle[0], y - case.painted.middle[1]
    return np.hypot(x, y) / (case.bruise.radius_mm * PX_PER_MM), np.arctan2(y, x)


def _shine(size: float) -> Callable[[Case], Fault]:
    """Oily skin under a lamp: white light on top, broken up by the relief."""

    def of(case: Case) -> Fault:
        far, way = _from_middle(case)
        beside = np.hypot(far * np.cos(way) - 0.5, far * np.sin(way))
        lobe = np.exp(-((beside / size) ** 2))[..., None]

        def fault(linear: Linear, random: np.random.Generator) -> Linear:
            grain = random.normal(1, 0.15, (SIDE, SIDE, 1))
            return linear + 0.45 * lobe * grain

        return fault

    return of


def _cover(strength: float, reach: float, lighter: float) -> Callable[[Case], Fault]:
    """Make-up: an even colour, a little lighter and yellower, that hides colour and texture."""

    def of(case: Case) -> Fault:
        far, _ = _from_middle(case)
        over = strength / (1 + np.exp((far - reach) * 12))[..., None]

        def fault(linear: Linear, random: np.random.Generator) -> Linear:
            skin = np.median(linear.reshape(-1, 3), axis=0) * lighter * np.array([1, 1, 0.93])
            shade = linear.mean(axis=-1, keepdims=True)
            shade = np.clip(shade / np.median(shade), 0.9, 1.1) ** 0.2
            return (1 - over) * linear + over * skin * shade

        return fault

    return of


def _shadow(depth: float, soft_mm: float) -> Callable[[Case], Fault]:
    """The edge of a shadow across the bruise."""

    def of(case: Case) -> Fault:
        far, way = _from_middle(case)
        across = far * np.cos(way - 0.7) * case.bruise.radius_mm
        dark = depth + (1 - depth) / (1 + np.exp(across / soft_mm * 4))
        return lambda linear, random: linear * dark[..., None]

    return of


def _coloured(red: float, green: float, blue: float) -> Callable[[Case], Fault]:
    return lambda case: lambda linear, random: linear * np.array([red, green, blue])


def _smeared(length: int) -> Callable[[Case], Fault]:
    def fault(linear: Linear, random: np.random.Generator) -> Linear:
        total = np.cumsum(np.pad(linear, ((0, 0), (length, 0), (0, 0)), mode="edge"), axis=1)
        return (total[:, length:] - total[:, :-length]) / length

    return lambda case: fault


def _cloth(share: float) -> Callable[[Case], Fault]:
    """Hair or a striped scarf up to the ring, over a share of the way around."""

    def of(case: Case) -> Fault:
        far, way = _from_middle(case)
        there = (far > 1.4) & (np.abs(way) < math.pi * share)
        y, x = np.mgrid[:SIDE, :SIDE]
        stripes = 0.5 + 0.5 * np.sin(x / 5 + np.sin(y / 23))

        def fault(linear: Linear, random: np.random.Generator) -> Linear:
            cloth = np.stack([0.04 + 0.10 * stripes, 0.05 + 0.12 * stripes, 0.10 + 0.3 * stripes])
            return np.where(there[..., None], np.moveaxis(cloth, 0, -1), linear)

        return fault

    return of


def _over(times: float) -> Callable[[Light, Case], Light]:
    """Exposed until the skin's strongest channel would lie at `times` white."""

    def change(light: Light, case: Case) -> Light:
        skin = case.painted.skin
        brightest = brightest_of(skin) * exposure_of(skin)
        return replace(light, exposure=math.log2(times / brightest), exposure_error=0.0)

    return change


FAULTS: Final[dict[str, dict[str, Callable[[Case], Fault]]]] = {
    "glare": {"a shine over half the bruise": _shine(0.6), "over most of it": _shine(1.0)},
    "make-up": {
        "concealer, three quarters": _cover(0.75, 1.2, 1.12),
        "concealer, nine tenths": _cover(0.92, 1.2, 1.06),
        "foundation, nine tenths": _cover(0.9, 99, 1.0),
    },
    "bad light": {
        "shadow, sharp": _shadow(0.45, 1.0),
        "shadow, soft": _shadow(0.35, 3.0),
        "red lamp": _coloured(1.5, 0.55, 0.45),
        "blue screen": _coloured(0.55, 0.8, 1.9),
        "green lamp": _coloured(0.65, 1.35, 0.65),
    },
    "blurred": {"moved by 40 px": _smeared(40), "by 70 px": _smeared(70)},
    "no skin around": {"over six tenths": _cloth(0.6), "over eight tenths": _cloth(0.8)},
}
CAMERAS: Final[dict[str, dict[str, Callable[[Light, Case], Light]]]] = {
    "blurred": {
        "out of focus, 8 px": lambda light, case: replace(light, lens=8.0),
        "14 px": lambda light, case: replace(light, lens=14.0),
    },
    "clipped": {"1.3 times white": _over(1.3), "1.8 times": _over(1.8)},
    "bad light": {
        "four stops dark": lambda light, case: replace(light, exposure=-4.0),
        "night noise": lambda light, case: replace(light, noise=25.0),
    },
}


def _little_to_see(case: Case, light: Light) -> Iterator[Spoiled]:
    for dose in (0.0, 0.05):
        painted = paint(case.painted.skin, replace(case.bruise, dose=max(dose, 1e-6)), case.seed)
        photo = photograph(painted, light, case.seed + 8)
        yield Spoiled("too little contrast", f"dose {dose:g}", photo, case.ring)


def _wrong_rings(case: Case, light: Light) -> Iterator[Spoiled]:
    photo = _shot(case, light)
    x, y = (at + FRAME for at in case.painted.middle)
    for size in (4, 7):
        tiny = [(x + size * (px - x) / 100, y + size * (py - y) / 100) for px, py in case.ring]
        yield Spoiled("too small", f"{size} % of its size", photo, tiny)
    for share in (0.3, 0.7):
        width = max(px for px, _ in case.ring) - min(px for px, _ in case.ring)
        away = min(px for px, _ in case.ring) + share * width
        yield Spoiled(
            "ring outside", f"by {share:g}", photo, [(px - away, py) for px, py in case.ring]
        )
