"""Opening a picture that we encoded ourselves, for measuring: no other kind is ever opened here.

The bytes come out of the photo store, sealed and authenticated: they are what our own encoder
wrote, not what somebody sent (docs/adr/031).
"""

import io
from typing import Final

from PIL import Image

from tracker.imaging.decode import fit
from tracker.imaging.variants import LONGEST_SIDE

MOST_PIXELS: Final = LONGEST_SIDE["display"] ** 2


def open_stored(jpeg: bytes) -> Image.Image:
    """The display variant as RGB pixels. Raises ValueError for what is none, or larger."""
    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError("larger than a display variant")
            return picture.convert("RGB")
    except OSError as error:
        raise ValueError("not a JPEG") from error


def display_size(width: int, height: int) -> tuple[int, int]:
    """Pixels of the display variant of an original of this size."""
    return fit((width, height), LONGEST_SIDE["display"])
