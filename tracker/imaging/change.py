"""How a bruise has changed between two photos: said only beyond what both may be wrong by."""

import math
from dataclasses import dataclass
from typing import Final

from tracker.imaging.measurement import Measured, Measurement

_BEYOND: Final = 2.0  # standard deviations of the difference
_TELLING: Final = 0.5  # where a change by half would not show, nothing can be said


@dataclass(frozen=True)
class Change:
    """size: smaller, larger, same or unknown; contrast: fainter, darker, same or unknown."""

    size: str
    contrast: str


def change(before: Measurement, after: Measurement) -> Change:
    """Sizes are compared in mm2 where both have a scale, else where the photos are aligned."""
    sizes = _sizes(before, after)
    return Change(
        size=_compared(*sizes, "smaller", "larger") if sizes else "unknown",
        contrast=_compared(before.difference.e00, after.difference.e00, "fainter", "darker"),
    )


def _sizes(before: Measurement, after: Measurement) -> tuple[Measured, Measured] | None:
    if before.scale and after.scale:
        return _in_mm2(before), _in_mm2(after)
    if after.pixel_scale is None:
        return None
    return _in_reference(before), _in_reference(after)


def _in_mm2(one: Measurement) -> Measured:
    """Without the person's own part of the scale's error: it is the same in both."""
    assert one.scale is not None  # noqa: S101
    value = one.area_px.value * one.scale.mm_per_px**2
    relative = math.hypot(one.area_px.error / one.area_px.value, 2 * one.scale.own_error)
    return Measured(value, value * relative)


def _in_reference(one: Measurement) -> Measured:
    """In pixels of the photo both are aligned to; one measured by itself is that photo."""
    factor = (one.pixel_scale or 1.0) ** -2
    return Measured(one.area_px.value * factor, one.area_px.error * factor)


def _compared(before: Measured, after: Measured, less: str, more: str) -> str:
    error = math.hypot(before.error, after.error)
    step = after.value - before.value
    if abs(step) > _BEYOND * error:
        return less if step < 0 else more
    return "same" if _BEYOND * error < _TELLING * before.value else "unknown"
