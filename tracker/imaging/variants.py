"""The three sizes that are kept of a photo, each as WebP and, for who cannot, as JPEG."""

import io
from typing import Final

from PIL import Image

from tracker.imaging.decode import fit

LONGEST_SIDE: Final = {"display": 1600, "thumb": 320, "blurred": 160}
_BLURRED_FROM: Final = 20  # pixels on the longer side: all that a blurred picture still knows

WEBP: Final = {"quality": 82, "method": 2}  # half the time of 4, four per cent larger
JPEG: Final = {"quality": 84}


def make_variants(display: Image.Image) -> dict[str, dict[str, bytes]]:
    """From the upright sRGB picture at its largest; smaller originals are never blown up."""
    thumb = shrunk(display, LONGEST_SIDE["thumb"])
    pictures = {"blurred": blurred(thumb), "thumb": thumb, "display": display}
    return {name: encoded(picture) for name, picture in pictures.items()}


def shrunk(picture: Image.Image, longest_side: int) -> Image.Image:
    size = fit(picture.size, longest_side)
    return picture.resize(size, Image.Resampling.HAMMING, reducing_gap=2.0)


def blurred(picture: Image.Image) -> Image.Image:
    """Twenty pixels drawn softly across 160: colour and place stay, no feature can be made out."""
    few = picture.resize(fit(picture.size, _BLURRED_FROM), Image.Resampling.BOX)
    return few.resize(fit(picture.size, LONGEST_SIDE["blurred"]), Image.Resampling.BICUBIC)


def encoded(picture: Image.Image) -> dict[str, bytes]:
    """Both formats, from pixels alone: no profile, no EXIF, no comment."""
    bare = picture.copy()
    bare.info = {}
    return {"webp": _saved(bare, "WEBP", WEBP), "jpeg": _saved(bare, "JPEG", JPEG)}


def _saved(picture: Image.Image, kind: str, how: dict[str, int]) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()
