"""Which point of the head each pixel shows: far lens, camera level with the face."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tracker.demo.faces.head import BOTTOM, COLUMNS, CROWN, REACH, TOP
from tracker.demo.faces.shapes import Field

HEIGHT, WIDTH = 960, 720
PIXEL = (TOP - BOTTOM) / HEIGHT
SEEN = 2.05  # the furthest angle from the camera that can show (an ear's edge)
EYE_LEVEL = np.linspace(TOP, BOTTOM, HEIGHT, dtype=np.float32)


@dataclass(frozen=True)
class Seen:
    """The pixels that show the head, in one row.

    pixel: its index in the picture; angle, x, y: the place on the head (x and y as from the
    front); normal: towards the viewer; cover: under 1 on the outline.
    """

    pixel: NDArray[np.int64]
    angle: Field
    x: Field
    y: Field
    normal: Field
    cover: Field

    def where(self, chosen: NDArray[np.bool_]) -> tuple[NDArray[np.int64], "Seen"]:
        """The places of some pixels in these fields, and those pixels alone."""
        place = np.flatnonzero(chosen)
        fields: tuple[Field, ...] = (self.angle, self.x, self.y, self.normal, self.cover)
        return place, Seen(self.pixel[place], *(field[place] for field in fields))


def see(fields: tuple[Field, Field, Field], turn: float) -> Seen:
    """The head as the camera sees it from the angle `turn`."""
    distance, by_angle, by_height = (_tall(field) for field in fields)
    across, cover = _angles(distance, turn)
    pixel = np.flatnonzero(cover > 0)
    relative = across.ravel()[pixel]
    angle = relative + np.float32(turn)
    row = pixel // WIDTH
    r, slope, rise = (_at(field, row, angle) for field in (distance, by_angle, by_height))
    sine, cosine = np.sin(relative), np.cos(relative)
    right, near = slope * sine + r * cosine, slope * cosine - r * sine
    normal = np.stack([-near, near * rise * sine - right * rise * cosine, right], axis=-1)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True) + np.float32(1e-6)
    return Seen(pixel, angle, r * np.sin(angle), EYE_LEVEL[row], normal, cover.ravel()[pixel])


def _tall(field: Field) -> Field:
    size = (COLUMNS, HEIGHT)
    return np.asarray(Image.fromarray(field).resize(size, Image.Resampling.BICUBIC))


def _angles(distance: Field, turn: float) -> tuple[Field, Field]:
    """The nearest point of a closed curve at each pixel: the first angle that reaches so far.

    Points further round are hidden by nearer ones, so the running maximum decides.
    """
    steps = np.linspace(0, SEEN, 480, dtype=np.float32)
    sight = (np.arange(WIDTH, dtype=np.float32) - WIDTH / 2 + 0.5) * np.float32(PIXEL)
    half = sight[WIDTH // 2 :]
    angle = np.zeros((HEIGHT, WIDTH), np.float32)
    cover = np.zeros((HEIGHT, WIDTH), np.float32)
    rows = np.flatnonzero(EYE_LEVEL < CROWN)
    for sign, side in ((1, slice(WIDTH // 2, None)), (-1, slice(WIDTH // 2 - 1, None, -1))):
        turned = np.broadcast_to(turn + sign * steps, (rows.size, steps.size))
        radius = _at(distance, rows[:, None], turned)
        reach = np.maximum.accumulate(radius * np.sin(steps), axis=1)
        for row, reached in zip(rows, reach, strict=True):
            angle[row, side] = sign * np.interp(half, reached, steps)
        edge = (reach[:, -1:] - half) / np.float32(PIXEL) + np.float32(0.5)
        cover[rows, side] = np.clip(edge, 0, 1)
    return angle, cover


def _at(field: Field, row: NDArray[np.int64], angle: Field) -> Field:
    place = np.clip((angle + REACH) * ((COLUMNS - 1) / (2 * REACH)), 0, COLUMNS - 1.001)
    before = place.astype(np.int32)
    part = (place - before).astype(np.float32)
    here = field[row, before]
    drawn: Field = here + part * (field[row, before + 1] - here)
    return drawn
