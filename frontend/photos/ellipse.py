"""An ellipse on a photo, as five numbers that a person can turn, and as the ring that is kept."""

import math
from dataclasses import dataclass
from itertools import pairwise

Ring = list[list[float]]
CORNERS = 64  # points of the ring that is kept


@dataclass(frozen=True)
class Ellipse:
    """x, y: the middle, per cent of the photo's width and height. wide, high: per cent of the
    photo's width, both. turn: degrees, clockwise as it is seen.
    """

    x: float
    y: float
    wide: float
    high: float
    turn: float = 0.0

    def ring(self, width: int, height: int) -> Ring:
        """Fractions of a photo of this many pixels."""
        turn = math.radians(self.turn)
        corners = [2 * math.pi * step / CORNERS for step in range(CORNERS)]
        return [self._corner(angle, turn, width / height) for angle in corners]

    def _corner(self, angle: float, turn: float, shape: float) -> list[float]:
        along = self.wide / 200 * math.cos(angle)
        across = self.high / 200 * math.sin(angle)
        x = along * math.cos(turn) - across * math.sin(turn)
        y = along * math.sin(turn) + across * math.cos(turn)
        return [self.x / 100 + x, self.y / 100 + y * shape]


def ellipse_of(ring: Ring, width: int, height: int) -> Ellipse:
    """The ellipse nearest to any ring: exact for what Ellipse.ring has made, turned or scaled.

    By the second moments of the enclosed area; a quarter of a half-axis squared is the variance
    along it.
    """
    shape = height / width
    points = [(x, y * shape) for x, y in ring]
    area, mx, my, xx, yy, xy = _moments(points)
    if abs(area) < 1e-9:
        return Ellipse(50, 50, 20, 20)
    half = math.hypot((xx - yy) / 2, xy)
    longer, shorter = (xx + yy) / 2 + half, max((xx + yy) / 2 - half, 0)
    turn = math.degrees(math.atan2(2 * xy, xx - yy) / 2)
    return Ellipse(
        x=round(mx * 100, 2),
        y=round(my / shape * 100, 2),
        wide=round(400 * math.sqrt(longer), 2),
        high=round(400 * math.sqrt(shorter), 2),
        turn=round(turn, 1),
    )


def _moments(points: list[tuple[float, float]]) -> tuple[float, ...]:
    """Area, middle and variances of a polygon (Green's theorem)."""
    area = mx = my = xx = yy = xy = 0.0
    for (ax, ay), (bx, by) in pairwise([*points, points[0]]):
        cross = ax * by - bx * ay
        area += cross / 2
        mx += (ax + bx) * cross / 6
        my += (ay + by) * cross / 6
        xx += (ax * ax + ax * bx + bx * bx) * cross / 12
        yy += (ay * ay + ay * by + by * by) * cross / 12
        xy += (2 * ax * ay + ax * by + bx * ay + 2 * bx * by) * cross / 24
    if abs(area) < 1e-9:
        return (0.0,) * 6
    mx, my = mx / area, my / area
    return area, mx, my, xx / area - mx * mx, yy / area - my * my, xy / area - mx * my
