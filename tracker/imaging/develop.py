"""The whole way of one picture, inside the isolated child: bytes in, clean variants out."""

import struct
import zlib
from collections.abc import Callable
from typing import Final

import pi_heif
from PIL import Image, ImageCms, UnidentifiedImageError

from tracker.imaging.containers.boxes import strip_boxes
from tracker.imaging.containers.jpeg import strip_jpeg
from tracker.imaging.containers.parts import Parts
from tracker.imaging.containers.png import strip_png
from tracker.imaging.containers.webp import strip_webp
from tracker.imaging.decode import decode
from tracker.imaging.jpeg_scan import refuse_rotten_scan
from tracker.imaging.kinds import kind_of
from tracker.imaging.limits import LIMITS, Limits, Refused
from tracker.imaging.picture import CleanPicture
from tracker.imaging.quality import judge_quality
from tracker.imaging.variants import LONGEST_SIDE, make_variants

_STRIP: Final[dict[str, Callable[[bytes, Limits], Parts]]] = {
    "jpeg": strip_jpeg,
    "png": strip_png,
    "webp": strip_webp,
    "heic": strip_boxes,
    "avif": strip_boxes,
}
_BROKEN: Final = (
    OSError,
    ValueError,
    SyntaxError,
    RuntimeError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    UnidentifiedImageError,
    ImageCms.PyCMSError,
    struct.error,
    zlib.error,
)
_BOMB: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)

pi_heif.register_heif_opener(
    thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
)


def develop(data: bytes, limits: Limits = LIMITS) -> CleanPicture:
    """Raises Refused and nothing else, whatever the bytes are. Call it only in the child."""
    try:
        return _develop(data, limits)
    except _BOMB as error:
        raise Refused("too-complex", repr(error)) from error
    except _BROKEN as error:
        raise Refused("broken", repr(error)) from error
    except Warning as error:
        raise Refused("broken", repr(error)) from error


def _develop(data: bytes, limits: Limits) -> CleanPicture:
    if len(data) > limits.bytes_:
        raise Refused("too-many-bytes")
    kind = kind_of(data)
    parts = _STRIP[kind](data, limits)
    display, (width, height) = decode(parts, kind, LONGEST_SIDE["display"], limits)
    if kind == "jpeg":
        refuse_rotten_scan(parts.data)
    return CleanPicture(width, height, kind, make_variants(display), judge_quality(display))
