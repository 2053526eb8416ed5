"""Skin with one bruise of known size and colour, painted from spectra (benchmarks/skin_figures.py).

Light goes through melanin and blood as through filters (Beer and Lambert), a wavelength at a time:
the skin of a tone, its blotches, pores, relief, freckles, hairs and now and then a mole; the
bruise's blood and bilirubin are reached only by the part of the light that gets so deep, so that a
deep bruise looks blue. Blood loses oxygen in a day or two and turns into bilirubin, which spreads
further than the blood (Stam et al. 2010, "3D finite compartment modeling of formation and healing
of bruises", and 2011, J Biophotonics 4:759-767; order of colours: Langlois and Gresham 1991).

What it leaves out: sideways scattering of light in the skin, swelling and its shadow, wrinkles and
beards, injection marks, a bruise that crosses lid, lip or hairline, depth that varies within a
bruise, biliverdin and haemosiderin, a face's true relief, and how bruises of real people are
spread in size, depth and dose. Amounts of pigment are chosen, not measured: a fresh bruise differs
from light skin by 6 to 16 CIEDE2000.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks.painted_marks import PX_PER_MM, SIDE, Map, add_spot, cloud, hairs, spots
from benchmarks.skin_figures import (
    BILIRUBIN,
    D65,
    DEOXY,
    DEPTH,
    MEASURED_SKIN,
    MONK,
    OBSERVER,
    OXY,
    WAVELENGTHS,
    Spectrum,
)
from tracker.imaging.colour import delta_e_2000, srgb_to_lab, xyz_to_lab

# Day: blood, its oxygen, bilirubin, and the blood's radius beside the bilirubin's.
COURSE: Final = {
    0.5: (1.00, 0.75, 0.00, 1.00),
    2: (0.95, 0.35, 0.05, 1.00),
    4: (0.70, 0.25, 0.45, 0.85),
    7: (0.38, 0.25, 0.75, 0.75),
    10: (0.15, 0.25, 0.55, 0.65),
}
_BLOOD: Final = 2.2e-5  # mol/l times cm, both ways: of a dose of 1
_YELLOW: Final = 1.1e-5
_FLUSH_DEPTH: Final = 200.0  # micrometres: where skin's own blood lies


@dataclass(frozen=True)
class Bruise:
    """radius_mm of a disc of the same area; depth in micrometres; softness_mm of its rim."""

    day: float
    dose: float
    radius_mm: float
    depth: float = 250.0
    softness_mm: float = 0.6


@dataclass(frozen=True)
class Painted:
    """scene: reflectance (bands x side x side).

    truth: where the bruise, on skin without texture and in daylight, differs from the skin at least
    half as much (CIEDE2000) as in its strongest tenth: full width at half maximum. pigment: where
    its outermost pigment is at half its amount or more, however faint. bruise: reflectance over the
    truth (bands x pixels) on skin without texture; skin: of that skin.
    """

    scene: Map
    truth: npt.NDArray[np.bool_]
    pigment: npt.NDArray[np.bool_]
    bruise: Map
    skin: Spectrum
    middle: tuple[float, float]

    def step(self, exposure: float = 1.0) -> tuple[npt.NDArray[np.float64], ...]:
        """Mean L*, a*, b* of the bruise minus the skin's, the skin's, and the peak's step."""
        skin, all_of = lab_of(self.skin * exposure), lab_of(self.bruise * exposure)
        steps = all_of - skin
        mean = steps.mean(axis=0)
        along = steps @ mean
        return mean, skin, steps[along >= np.quantile(along, 0.9)].mean(axis=0)


def tones() -> dict[str, Spectrum]:
    """Reflectance of six Fitzpatrick types and ten Monk tones."""
    named = {f"Fitzpatrick {name}": spectrum for name, spectrum in MEASURED_SKIN.items()}
    return named | {f"Monk {n + 1}": _of_swatch(MONK[n]) for n in range(10)}


def lab_of(reflectance: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """CIELAB in daylight; the first axis holds the wavelengths."""
    weight = (OBSERVER * D65[:, None]) / (OBSERVER[:, 1] @ D65)
    white = xyz_of_white()
    xyz = np.moveaxis(reflectance, 0, -1) @ weight
    return xyz_to_lab(xyz / weight.sum(axis=0) * white)


def xyz_of_white() -> npt.NDArray[np.float64]:
    return np.array([0.95045593, 1.0, 1.08905775])


def _of_swatch(code: str) -> Spectrum:
    """The measured skin next in lightness, bent smoothly until its colour is the swatch's."""
    wanted = srgb_to_lab([int(code[n : n + 2], 16) for n in (0, 2, 4)])
    spectra = list(MEASURED_SKIN.values())
    skin = min(spectra, key=lambda one: abs(float(lab_of(one)[0] - wanted[0])))
    bends = np.stack([np.exp(-(((WAVELENGTHS - at) / 60) ** 2)) for at in (440, 540, 630)])
    by = np.zeros(3)
    for _ in range(40):
        now = lab_of(skin * np.exp(by @ bends))
        slope = [(lab_of(skin * np.exp((by + d) @ bends)) - now) / 1e-4 for d in 1e-4 * np.eye(3)]
        by = by + np.clip(np.linalg.solve(np.array(slope).T, wanted - now), -0.5, 0.5)
    return skin * np.exp(by @ bends)


def darkening(bruise: Bruise, blood: Map, yellow: Map) -> Map:
    """What of each wavelength is left over the bruise: bands x h x w, from maps of 0 to 1."""
    amount, oxygen, bilirubin, _ = COURSE[bruise.day]
    red = _BLOOD * bruise.dose * amount * (oxygen * OXY + (1 - oxygen) * DEOXY)
    gold = _YELLOW * bruise.dose * bilirubin * BILIRUBIN
    reached = np.exp(-bruise.depth / 2 / DEPTH)
    left = np.exp(-_spread(red, blood) * blood - _spread(gold, yellow) * yellow)
    part = _spread(reached, blood)
    return np.asarray(1 - part + part * left, dtype=np.float32)


def _spread(spectrum: Spectrum, over: Map) -> Map:
    """Ready to be multiplied with a map: bands first."""
    return spectrum.astype(np.float32).reshape((-1,) + (1,) * over.ndim)


def paint(skin: Spectrum, bruise: Bruise, seed: int, turn_degrees: float = 0.0) -> Painted:
    """One patch of skin; the same seed paints the same. The truth is that of a head not turned."""
    random = np.random.default_rng(seed)
    middle = (SIDE / 2 + random.uniform(-25, 25), SIDE / 2 + random.uniform(-25, 25))
    wobble = _wobble(random)
    plain = _bruise_maps(bruise, middle, wobble, 0.0)
    seen = _bruise_maps(bruise, middle, wobble, turn_degrees)
    patchy = 1 + 0.12 * cloud(random, 3 * PX_PER_MM)
    left = darkening(bruise, seen[1] * patchy, seen[2])
    scene = _spread(skin, left[0]) * left * _texture(random, middle, bruise)
    truth, over = _half_way(skin, bruise, plain)
    return Painted(scene, truth, plain[2] >= 0.5, over, skin, middle)


def _half_way(
    skin: Spectrum, bruise: Bruise, maps: tuple[Map, Map, Map]
) -> tuple[npt.NDArray[np.bool_], Map]:
    """The truth, and the reflectance over it without texture."""
    somewhere = maps[2] > 0.02
    flat = skin[:, None] * darkening(bruise, maps[1][somewhere], maps[2][somewhere])
    far = delta_e_2000(lab_of(flat), lab_of(skin))
    inside = far >= np.quantile(far[far > far.max() / 2], 0.9) / 2
    truth = np.zeros_like(somewhere)
    truth[somewhere] = inside
    return truth, np.asarray(flat[:, inside], dtype=np.float32)


def _wobble(random: np.random.Generator) -> list[tuple[int, float, float]]:
    """A rim that is no circle: waves around it, with strength and phase."""
    return [(n, random.normal(0, 0.16 / n), random.uniform(0, 2 * math.pi)) for n in range(2, 7)]


def _bruise_maps(
    bruise: Bruise,
    middle: tuple[float, float],
    wobble: list[tuple[int, float, float]],
    turn_degrees: float,
) -> tuple[Map, Map, Map]:
    """Distance from the middle, blood, bilirubin. A turned head shows it narrower."""
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32)
    x = (x + 0.5 - middle[0]) / np.float32(math.cos(math.radians(turn_degrees)))
    y = y + 0.5 - middle[1]
    angle, far = np.arctan2(y, x), np.hypot(x, y) / PX_PER_MM
    shape = 1 + sum(size * np.cos(n * angle + phase) for n, size, phase in wobble)
    shape = shape / math.sqrt(1 + sum(size**2 for _, size, _ in wobble) / 2)
    core = COURSE[bruise.day][3]

    def disc(radius: float) -> Map:
        steep = 4 / bruise.softness_mm / 2
        out = np.clip((far - radius * shape) * steep, -30, 30)
        return np.asarray(1 / (1 + np.exp(out)), dtype=np.float32)

    return far, disc(bruise.radius_mm * core), disc(bruise.radius_mm)


def _texture(random: np.random.Generator, middle: tuple[float, float], bruise: Bruise) -> Map:
    """Factors (bands x side x side): melanin and blood in blotches, relief, pores, spots, hairs.

    Their strength is chosen so that plain skin varies by about 1 in each of L*, a* and b*.
    """
    melanin = (WAVELENGTHS / 550) ** -3.33  # Jacques 2013, omlc.org/spectra/melanin
    blood = OXY / OXY[WAVELENGTHS == 550] * np.exp(-_FLUSH_DEPTH / DEPTH)
    brown = 0.018 * cloud(random, 2 * PX_PER_MM) + 0.014 * cloud(random, 8 * PX_PER_MM)
    brown = brown + spots(random, random.poisson(9), (0.4, 0.9), (0.05, 0.25))
    brown = brown + _mole(random, middle, bruise)
    flush = 0.08 * cloud(random, 3 * PX_PER_MM) + 0.07 * cloud(random, 12 * PX_PER_MM)
    relief = 0.030 * cloud(random, 0.25 * PX_PER_MM) + 0.020 * cloud(random, 0.7 * PX_PER_MM)
    relief = relief - spots(random, random.poisson(260), (0.08, 0.16), (0.05, 0.2))
    relief = relief - hairs(random)
    stained = _spread(melanin, brown) * brown + _spread(blood, flush) * flush
    return np.asarray(np.exp(relief - stained), dtype=np.float32)


def _mole(random: np.random.Generator, middle: tuple[float, float], bruise: Bruise) -> Map:
    """In one of three, a mole just outside the bruise."""
    drawn = np.zeros((SIDE, SIDE), np.float32)
    if random.random() < 1 / 3:
        angle = random.uniform(0, 2 * math.pi)
        far = (bruise.radius_mm * random.uniform(1.2, 1.7) + 1) * PX_PER_MM
        at = np.array([middle[0] + far * math.cos(angle), middle[1] + far * math.sin(angle)])
        add_spot(drawn, at, random.uniform(0.7, 1.3), random.uniform(0.4, 0.9))
    return drawn
