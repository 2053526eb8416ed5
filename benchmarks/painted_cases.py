"""Which bruises are painted for the benchmark, and how somebody would ring them."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.painted_light import FRAME, LIGHTS, Light, exposure_of, photograph
from benchmarks.painted_skin import COURSE, PX_PER_MM, Bruise, Painted, paint, tones
from benchmarks.skin_figures import Spectrum

Ring = list[tuple[float, float]]
TONES: Final = tones()
_DAYS: Final = tuple(COURSE)


@dataclass(frozen=True)
class Case:
    """One bruise on one tone, painted once and photographed under several lights."""

    tone: str
    bruise: Bruise
    painted: Painted
    ring: Ring
    seed: int

    @property
    def area_px(self) -> float:
        """As if the head had not been turned."""
        return float(self.painted.truth.sum())

    @property
    def pigment_px(self) -> float:
        return float(self.painted.pigment.sum())

    def photo(self, light: Light, number: int, kind: str = "jpeg") -> bytes:
        return photograph(self.painted, light, self.seed * 100 + number, kind=kind)

    def colour(self) -> tuple[np.ndarray, ...]:
        """Mean step, skin and peak step at the exposure that this skin gets."""
        return self.painted.step(exposure_of(self.painted.skin))


def a_case(tone: str, number: int, seed: int, skin: Spectrum | None = None) -> Case:
    """The days come in turn; size, dose, depth, softness of the rim and the head's turn by lot."""
    random = np.random.default_rng([seed, number, sum(map(ord, tone))])
    bruise = Bruise(
        day=_DAYS[number % len(_DAYS)],
        dose=random.uniform(0.7, 1.2),
        radius_mm=random.uniform(4, 11),
        depth=random.uniform(120, 400),
        softness_mm=random.uniform(0.5, 1.2),
    )
    own_seed = int(random.integers(2**31))
    painted = paint(
        TONES[tone] if skin is None else skin, bruise, own_seed, random.uniform(-10, 10)
    )
    return Case(tone, bruise, painted, a_ring(painted, bruise, random), own_seed)


def a_ring(painted: Painted, bruise: Bruise, random: np.random.Generator) -> Ring:
    """Ten to sixteen points, a fifth to a half too wide, not quite in the middle."""
    wide = bruise.radius_mm * PX_PER_MM * random.uniform(1.3, 1.6)
    x, y = (at + FRAME + random.normal(0, 0.05) * wide for at in painted.middle)
    count = int(random.integers(10, 17))
    reach = [wide * random.normal(1, 0.05) for _ in range(count)]
    return [
        (x + r * math.cos(2 * math.pi * n / count), y + r * math.sin(2 * math.pi * n / count))
        for n, r in enumerate(reach)
    ]


def lights() -> dict[str, Light]:
    return LIGHTS
