"""A small drawing of figures by day, each with its error: geometry only, words stand beside it."""

from collections.abc import Sequence
from typing import Any

from frontend.photos import wording
from tracker.imaging.bruise import Measured

WIDTH, HEIGHT = 320, 150
LEFT, RIGHT, TOP, BOTTOM = 24, 16, 26, 28  # room for the axes' words
CAP = 5  # half the width of an error bar's end
SIGMAS = 2  # bars reach two standard deviations: what is surely no change overlaps


def chart(values: Sequence[tuple[int, Measured]], unit: str) -> dict[str, Any] | None:
    """Day and figure, oldest first; None where there is nothing to draw."""
    if not values:
        return None
    top = max(each.value + SIGMAS * each.error for _, each in values) or 1.0
    days = [day for day, _ in values]
    points = [_point(day, each, (days[0], days[-1]), top) for day, each in values]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "base": HEIGHT - BOTTOM,
        "top": TOP,
        "points": points,
        "course": " ".join(f"{point['x']},{point['y']}" for point in points),
        "most": f"{top:.0f} {unit}".strip(),
        "words": [
            f"{point['day']}: {wording.figure(m.value, m.error, unit)}"
            for point, (_, m) in zip(points, values, strict=True)
        ],
    }


def _point(day: int, each: Measured, days: tuple[int, int], top: float) -> dict[str, Any]:
    span = max(days[1] - days[0], 1)
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    x = LEFT + 12 + (wide - 24) * (day - days[0]) / span
    base = HEIGHT - BOTTOM

    def at(value: float) -> float:
        return round(base - tall * min(max(value / top, 0), 1), 1)

    error = SIGMAS * each.error
    return {
        "day": wording.day(day),
        "number": day,
        "x": round(x, 1),
        "y": at(each.value),
        "low": at(each.value - error),
        "high": at(each.value + error),
        "from": round(x - CAP, 1),
        "to": round(x + CAP, 1),
    }
