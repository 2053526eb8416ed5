"""What was measured of one bruise in one photo, each figure with its error."""

import math
from dataclasses import dataclass
from typing import Any, Self

from tracker.imaging.align import Point
from tracker.imaging.scale import Scale

Data = dict[str, Any]  # JSON: read back by from_data, which checks every figure


@dataclass(frozen=True)
class Measured:
    """error is one standard deviation, in the unit of value."""

    value: float
    error: float

    def to_data(self) -> Data:
        return {"value": self.value, "error": self.error}

    @classmethod
    def from_data(cls, data: Data) -> Self:
        """Raises ValueError, KeyError or TypeError where the figures are none."""
        value, error = float(data["value"]), float(data["error"])
        if not (math.isfinite(value) and math.isfinite(error) and error >= 0):
            raise ValueError("a figure and its error are finite")
        return cls(value, error)


@dataclass(frozen=True)
class Difference:
    """Mean colour of the bruise minus that of the skin around it, CIELAB under D65.

    lightness below 0 is darker, a above 0 redder, b above 0 yellower; e00 is CIEDE2000.
    """

    lightness: Measured
    a: Measured
    b: Measured
    e00: Measured


@dataclass(frozen=True)
class Measurement:
    """A bruise in one photo. Pixels are those of the picture that was measured.

    pixel_scale: how many of those one pixel of the photo that it is aligned to became; None where
    it was measured by itself. skin is the L*, a*, b* of the skin around, as photographed.
    """

    area_px: Measured
    area_mm2: Measured | None
    difference: Difference
    peak: Measured
    outline: list[Point]
    skin: tuple[float, float, float]
    scale: Scale | None = None
    pixel_scale: float | None = None

    def to_data(self) -> Data:
        """Plain values for JSON."""
        colours = ("lightness", "a", "b", "e00")
        return {
            "area_px": self.area_px.to_data(),
            "area_mm2": self.area_mm2.to_data() if self.area_mm2 else None,
            "difference": {name: getattr(self.difference, name).to_data() for name in colours},
            "peak": self.peak.to_data(),
            "outline": [[x, y] for x, y in self.outline],
            "skin": list(self.skin),
            "scale": vars(self.scale) if self.scale else None,
            "pixel_scale": self.pixel_scale,
        }

    @classmethod
    def from_data(cls, data: Data) -> Self:
        """Raises ValueError, KeyError or TypeError where this is not what to_data wrote."""
        area, scale, pixel_scale = data["area_mm2"], data["scale"], data["pixel_scale"]
        lightness, a, b = map(float, data["skin"])
        return cls(
            area_px=Measured.from_data(data["area_px"]),
            area_mm2=None if area is None else Measured.from_data(area),
            difference=Difference(
                **{name: Measured.from_data(part) for name, part in data["difference"].items()}
            ),
            peak=Measured.from_data(data["peak"]),
            outline=[(float(x), float(y)) for x, y in data["outline"]],
            skin=(lightness, a, b),
            scale=None if scale is None else Scale(**scale),
            pixel_scale=None if pixel_scale is None else float(pixel_scale),
        )
