"""One photo: the head seen from an angle, painted, lit as in a bright clinic room, and encoded."""

import io
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from tracker.demo.faces.camera import HEIGHT, WIDTH, Seen, see
from tracker.demo.faces.dress import dress
from tracker.demo.faces.features import paint_features
from tracker.demo.faces.head import head, jaw_line
from tracker.demo.faces.looks import Looks, Moment
from tracker.demo.faces.shapes import Field, bump, smooth
from tracker.demo.faces.skin import skin

TURNS = {"left_45": 0.785, "right_45": -0.785}  # her left cheek turned to the camera, her right
WINDOW = np.asarray((-0.42, 0.40, 0.81), np.float32)
LAMP = np.asarray((0.66, 0.10, 0.74), np.float32)
BETWEEN = np.asarray((-0.221, 0.211, 0.952), np.float32)  # half-way from window to viewer
WRAP = np.asarray((0.34, 0.25, 0.20), np.float32)  # light scatters redder under skin


def portrait(looks: Looks, view: str, moment: Moment) -> bytes:
    """A JPEG of one view: front_rest, front_brows_up, left_45 or right_45."""
    seen = see(head(looks), TURNS.get(view, 0.0))
    raised = 1.0 if view == "front_brows_up" else 0.0
    colour = paint_features(skin(seen, looks, moment), seen, looks, moment, raised)
    lit = np.clip(_lit(*dress(colour, seen, looks), seen), 0, 1) ** np.float32(1 / 2.2)
    picture = wall().copy().reshape(-1, 3)
    behind = picture[seen.pixel]
    picture[seen.pixel] = behind + (lit - behind) * seen.cover[..., None]
    return _encoded(picture.reshape(HEIGHT, WIDTH, 3), moment.seed)


def _lit(colour: Field, shine: Field, seen: Seen) -> Field:
    """A large soft window from the upper left, a weaker lamp from the right, and the room."""
    normal = seen.normal
    window = np.clip(((normal @ WINDOW)[..., None] + WRAP) / (1 + WRAP), 0, None)
    lamp = np.clip(((normal @ LAMP)[..., None] + WRAP) / (1 + WRAP), 0, None)
    room = 0.25 + 0.10 * normal[..., 1:2]
    light = (0.66 * window + 0.23 * lamp + room) * _open(seen)[..., None]
    sheen = 0.5 * shine * np.clip(normal @ BETWEEN, 0, 1) ** 20
    drawn: Field = colour * light + sheen[..., None]
    return drawn


def _open(seen: Seen) -> Field:
    """How much of the room's light reaches: less under the chin, beside the nose, in sockets."""
    x, y, side = seen.x, seen.y, np.abs(seen.x)
    jaw = jaw_line(seen.angle)
    under = 0.48 * smooth(y, jaw + 0.02, jaw - 0.10) * smooth(y, jaw - 0.50, jaw - 0.08)
    nose = 0.14 * bump(side, y, 0.165, -0.31, 0.05, 0.06) + 0.28 * bump(
        x, y, 0, -0.385, 0.10, 0.032
    )
    socket = 0.16 * bump(side, y, 0.20, 0.240, 0.10, 0.05)
    edge = 0.32 * (1 - smooth(seen.normal[..., 2], 0.0, 0.42))
    return (1 - under) * (1 - nose) * (1 - socket) * (1 - edge)


@lru_cache(maxsize=1)
def wall() -> Field:
    down = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None, None]
    across = np.linspace(-1, 1, WIDTH, dtype=np.float32)[None, :, None]
    top = np.asarray((0.845, 0.868, 0.876), np.float32)
    bottom = np.asarray((0.755, 0.787, 0.800), np.float32)
    drawn: Field = ((top + (bottom - top) * down) * (1 - 0.05 * (across - 0.25) ** 2)).astype(
        np.float32
    )
    return drawn


@lru_cache(maxsize=1)
def _grain() -> NDArray[np.int16]:
    dice = np.random.default_rng(20)
    return np.rint(dice.normal(0, 2.2, (HEIGHT + 64, WIDTH + 64))).astype(np.int16)


def _encoded(picture: Field, seed: int) -> bytes:
    soft = Image.fromarray((picture * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.6))
    down, across = seed % 61, (seed * 7) % 59
    grain = _grain()[down : down + HEIGHT, across : across + WIDTH, None]
    grained = np.clip(np.asarray(soft, np.int16) + grain, 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(grained).save(out, "JPEG", quality=88)
    return out.getvalue()
