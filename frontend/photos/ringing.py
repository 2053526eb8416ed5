"""The form that rings a bruise: an ellipse of five numbers, and where sizes come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend.photos import wording
from frontend.photos.ellipse import Ellipse, ellipse_of
from tracker.models import COIN_EDGES, Landmarks, Photo

PARTS = {  # name -> label, lowest, highest, where a ring begins that nobody has drawn
    "x": (_("Left to right"), 0.0, 100.0, 50.0),
    "y": (_("Top to bottom"), 0.0, 100.0, 50.0),
    "wide": (_("Width"), 1.0, 80.0, 16.0),
    "high": (_("Height"), 1.0, 80.0, 16.0),
    "turn": (_("Turn"), -90.0, 90.0, 0.0),
}


@dataclass(frozen=True)
class Part:
    name: str
    label: str
    lowest: float
    highest: float
    usual: float
    value: str = ""


@dataclass
class Ringing:
    """parts: empty values where nothing is drawn or proposed yet."""

    parts: list[Part]
    scales: list[tuple[str, str]]
    scale: str
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, photo: Photo, marked: Landmarks | None, ring: list[list[float]] | None
    ) -> "Ringing":
        """As it was drawn or is proposed, else empty."""
        drawn = ellipse_of(ring, photo.width, photo.height) if ring else None
        parts = [
            Part(name, str(label), low, high, usual, _text(drawn, name))
            for name, (label, low, high, usual) in PARTS.items()
        ]
        scales = scales_of(marked)
        return cls(parts, [(kind, str(wording.SCALES[kind])) for kind in scales], scales[0])

    def take(self, sent: Mapping[str, str], photo: Photo) -> list[list[float]]:
        """The ring; empty, with the reason in errors, where a number is missing or cannot be."""
        self.scale = sent.get("scale", "")
        self.parts = [replace(part, value=sent.get(part.name, "")[:12]) for part in self.parts]
        numbers = {part.name: _number(part) for part in self.parts}
        wrong = {name for name, value in numbers.items() if value is None}
        if any(not part.value for part in self.parts if part.name != "turn"):
            self.errors["x"] = gettext("Draw a ring around the bruise first.")
        elif wrong:
            self.errors[min(wrong)] = gettext("Give a number that lies on the photo.")
        if self.errors:
            return []
        drawn = Ellipse(**{name: value or 0.0 for name, value in numbers.items()})
        return drawn.ring(photo.width, photo.height)


def scales_of(marked: Landmarks | None) -> list[str]:
    """What sizes can be taken from on this photo, the surest first."""
    points = marked.points if marked else {}
    kinds = ["coin"] if all(edge in points for edge in COIN_EDGES) else []
    if "eye_outer_right" in points and "eye_outer_left" in points:
        kinds.append("eyes")
    return [*kinds, "none"]


def _text(drawn: Ellipse | None, name: str) -> str:
    return f"{getattr(drawn, name):.2f}" if drawn else ""


def _number(part: Part) -> float | None:
    try:
        value = float(part.value.replace(",", ".") or part.usual)
    except ValueError:
        return None
    return value if isfinite(value) and part.lowest <= value <= part.highest else None
