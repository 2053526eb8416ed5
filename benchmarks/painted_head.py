"""Eye and mouth corners of a simple head in three dimensions, seen by a camera, tapped by a finger.

Widths in millimetres: outer eye corners 91, inner 33, mouth 52 (Farkas et al. 2005, J Craniofac
Surg 16:615-646; Maxillofac Plast Reconstr Surg 2019, doi 10.1186/s40902-019-0191-7, table 9).
Depths behind the mouth corners and heights are rounded from the same tables (eye fissure to lips,
curve of the face); they are the weak point: people differ by several millimetres. The camera is
pinhole at 450 mm, as a phone is held.
"""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from tracker.imaging.align import Alignment, Point, align

# x to the right of the picture, y down, z away from the camera; mm from between the eyes.
LANDMARKS: Final = {
    "right outer eye": (-45.5, 0.0, 9.0),
    "left outer eye": (45.5, 0.0, 9.0),
    "right mouth": (-26.0, 66.0, -2.0),
    "left mouth": (26.0, 66.0, -2.0),
}
_CENTRE: Final = np.array([0.0, 20.0, 95.0])  # the neck's axis, about which a head turns
_CAMERA_MM: Final = 450.0
_FACE_PX: Final = 420.0 / 140  # pixels a millimetre in a picture 800 wide


def seen(
    yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0, size: float = 1.0
) -> npt.NDArray[np.float64]:
    """Landmarks in pixels of a picture 800 wide (n x 2); angles in degrees."""
    points = np.array(list(LANDMARKS.values())) - _CENTRE
    points = points @ (_about(1, yaw) @ _about(0, pitch) @ _about(2, roll)).T + _CENTRE
    focal = _CAMERA_MM * _FACE_PX * size
    return np.asarray(focal * points[:, :2] / (_CAMERA_MM + points[:, 2:]) + (400.0, 480.0))


def _about(axis: int, degrees: float) -> npt.NDArray[np.float64]:
    angle = math.radians(degrees)
    c, s = math.cos(angle), math.sin(angle)
    turn = np.eye(3)
    one, other = [n for n in range(3) if n != axis]
    turn[one, one] = turn[other, other] = c
    turn[one, other], turn[other, one] = -s, s
    return turn


def tapped(
    points: npt.NDArray[np.float64], jitter: float, random: np.random.Generator
) -> list[Point]:
    return [(float(x), float(y)) for x, y in points + random.normal(0, jitter, points.shape)]


def alignment_after_turn(degrees: float, seed: int) -> Alignment:
    """Of a photo with the head turned to one on another day without, taps a pixel off.

    Scaled to the width of the painted pictures, so that the same rule applies.
    """
    random = np.random.default_rng(seed)
    wide = 600 / 800
    here, there = seen(yaw=degrees) * wide, seen() * wide
    return align(tapped(here, wide, random), tapped(there, wide, random))
