"""What a drawn face is made of: the person, and how she is at one moment."""

from dataclasses import dataclass

Colour = tuple[float, float, float]  # sRGB, 0 to 1

SKIN: dict[str, Colour] = {
    "light": (0.905, 0.745, 0.650),
    "medium": (0.765, 0.560, 0.430),
    "deep": (0.470, 0.310, 0.230),
}
HAIR: dict[str, Colour] = {
    "black": (0.075, 0.065, 0.065),
    "brown": (0.200, 0.130, 0.095),
    "chestnut": (0.330, 0.185, 0.110),
    "fair": (0.600, 0.450, 0.270),
    "grey": (0.520, 0.510, 0.500),
}
EYES: dict[str, Colour] = {
    "brown": (0.230, 0.130, 0.075),
    "dark": (0.110, 0.070, 0.050),
    "green": (0.330, 0.380, 0.230),
    "blue": (0.330, 0.450, 0.540),
}


@dataclass(frozen=True)
class Looks:
    """A face that stays the same in every photo. Widths and fullness are factors around 1."""

    skin: str = "light"
    hair: str = "brown"
    style: str = "band"  # band (a clinic's hair band), back (tied back), short
    eyes: str = "brown"
    top: Colour = (0.45, 0.56, 0.62)
    width: float = 1.0
    jaw: float = 1.0
    nose: float = 1.0
    profile: float = 1.0  # how far the nose stands out
    lips: float = 1.0
    brows: float = 1.0
    beard: float = 0.0
    age: float = 0.3  # 0 smooth to 1 lined
    seed: int = 1


@dataclass(frozen=True)
class Bruise:
    """At (x, y) of the face from the front, in half head heights; x above 0 is her left.

    radius likewise; strength 0 to 1 on its worst day; day counts from the treatment.
    """

    x: float
    y: float
    radius: float
    strength: float
    day: float


@dataclass(frozen=True)
class Mark:
    """A patch that is not a bruise: kind is "redness" or "pale" (blanched, faintly net-like)."""

    kind: str
    x: float
    y: float
    radius: float
    strength: float


@dataclass(frozen=True)
class Moment:
    """How she is when the photo is taken. forehead_lines falls as the toxin takes effect."""

    bruises: tuple[Bruise, ...] = ()
    marks: tuple[Mark, ...] = ()
    forehead_lines: float = 1.0
    droop_left: float = 0.0  # 0 open to 1 half closed
    droop_right: float = 0.0
    swollen_lips: float = 0.0
    lift: float = 1.0  # how far the brows still rise
    seed: int = 1
