"""The form that marks fixed places of a face on a photo: a name, and two numbers each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from math import isfinite

from django.utils.translation import gettext

from frontend.photos import wording
from tracker.models import COIN_EDGES, Landmarks

FRONT = ("eye_outer_right", "eye_outer_left", "mouth_right")
ASKED: Mapping[str, tuple[str, ...]] = {
    "front_smile": ("eye_outer_right", "eye_outer_left", "eye_inner_right"),  # a mouth moves
    "left_45": ("eye_outer_left", "mouth_left", "eye_inner_left"),
    "left_90": ("eye_outer_left", "mouth_left"),
    "right_45": ("eye_outer_right", "mouth_right", "eye_inner_right"),
    "right_90": ("eye_outer_right", "mouth_right"),
}


@dataclass
class Mark:
    """One place: x and y in per cent of the picture, as text, "" while it is not marked."""

    name: str
    number: int
    label: str
    x: str = ""
    y: str = ""


@dataclass
class Marking:
    marks: list[Mark]
    coin: list[Mark]
    coin_mm: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, view: str, known: Landmarks | None, to_patient: bool) -> "Marking":
        """Empty, or as it was marked last."""
        names = ASKED.get(view, FRONT)
        points = known.points if known else {}
        rows = [
            Mark(name, number, wording.landmark(name, to_patient), *_texts(points.get(name)))
            for number, name in enumerate((*names, *COIN_EDGES), start=1)
        ]
        coin = f"{known.coin_mm:.2f}" if known and known.coin_mm else ""
        return cls(rows[: len(names)], rows[len(names) :], coin)

    def take(self, sent: Mapping[str, str]) -> dict[str, tuple[float, float]]:
        """The points as fractions; what cannot be read is told in errors, by field."""
        self.coin_mm = sent.get("coin_mm", "")
        found = {}
        for mark in (*self.marks, *self.coin):
            mark.x = sent.get(f"x-{mark.name}", "").strip()[:12]
            mark.y = sent.get(f"y-{mark.name}", "").strip()[:12]
            if mark.x or mark.y:
                point = _fraction(mark.x), _fraction(mark.y)
                if None in point:
                    self.errors[f"x-{mark.name}"] = _half(mark)
                found[mark.name] = point
        return found if not self.errors else {}  # type: ignore[return-value]

    @property
    def coin_size(self) -> Decimal | None:
        try:
            return Decimal(self.coin_mm) if self.coin_mm in wording.COINS else None
        except InvalidOperation:
            return None


def _texts(point: list[float] | None) -> tuple[str, str]:
    return (f"{point[0] * 100:.2f}", f"{point[1] * 100:.2f}") if point else ("", "")


def _fraction(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value / 100 if isfinite(value) and 0 <= value <= 100 else None


def _half(mark: Mark) -> str:
    return gettext("%(place)s: give both numbers, from 0 to 100.") % {"place": mark.label}
