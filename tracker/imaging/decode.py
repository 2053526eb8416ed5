"""Clean parts -> an upright sRGB picture no larger than asked for."""

import io
import warnings
from typing import Final

from PIL import AvifImagePlugin, Image, ImageCms, ImageFile

from tracker.imaging import webp_small
from tracker.imaging.containers.parts import Parts, check_size
from tracker.imaging.exif import orientation_of
from tracker.imaging.limits import Limits, Refused

_PILLOW_NAMES: Final = {
    "jpeg": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
    "avif": "AVIF",
    "heic": "HEIF",
}
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_PROFILE_MODES: Final = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}
_SRGB: Final = ImageCms.createProfile("sRGB")
_WHITE: Final = (255, 255, 255)
_SMALLER: Final = Image.Resampling.BICUBIC  # LANCZOS takes half as long again for 0.5 dB

AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # one decoder, one core


def decode(
    parts: Parts, kind: str, longest_side: int, limits: Limits
) -> tuple[Image.Image, tuple[int, int]]:
    """An RGB picture in sRGB, turned upright, at most `longest_side`, with nothing attached.

    Beside it the width and height of the original, upright. Raises Refused, or whatever Pillow
    raises on a broken picture.
    """
    Image.MAX_IMAGE_PIXELS = limits.pixels
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        image, size = _opened(parts, kind, longest_side)
        check_size(*size, limits)
        profile = _profile_inside(image, limits) or parts.profile
        turned = _turned(parts, kind, image)
        small = to_srgb(_loaded_small(image, fit(size, longest_side)), profile)
    upright = small.transpose(_UPRIGHT[turned]) if turned in _UPRIGHT else small
    upright.info = {}  # pixels, and nothing that a saver could write beside them
    return upright, (size if turned < 5 else (size[1], size[0]))


def _opened(parts: Parts, kind: str, longest_side: int) -> tuple[Image.Image, tuple[int, int]]:
    """And the size of the original: a large WebP comes out at twice what is asked for."""
    size = parts.width, parts.height
    if kind == "webp" and max(size) > 2 * longest_side and webp_small.available():
        return webp_small.read_small(parts.data, fit(size, 2 * longest_side)), size
    image = Image.open(io.BytesIO(parts.data), formats=[_PILLOW_NAMES[kind]])
    return image, image.size


def fit(size: tuple[int, int], longest_side: int) -> tuple[int, int]:
    """The size within a square of `longest_side`, true to shape; never larger than `size`."""
    scale = min(1.0, longest_side / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """sRGB by the profile, relative to white; a profile that fits nothing is passed over."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else None
    except (ImageCms.PyCMSError, OSError):
        source = None
    if source is None or source.profile.xcolor_space.strip() != _PROFILE_MODES.get(image.mode):
        return image.convert("RGB")
    try:
        return _through(image, source)
    except ImageCms.PyCMSError:
        return image.convert("RGB")


def _through(image: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    converted = ImageCms.profileToProfile(
        image,
        source,
        _SRGB,
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if converted is None:
        raise ImageCms.PyCMSError("no picture came back")
    return converted


def _loaded_small(image: Image.Image, target: tuple[int, int]) -> Image.Image:
    image.draft(None, target)  # a JPEG comes out at 1/2, 1/4 or 1/8; the box must be true to shape
    image.load()
    plain = _eight_bit(image)
    return plain if plain.size == target else plain.resize(target, _SMALLER)


def _eight_bit(image: Image.Image) -> Image.Image:
    """L, RGB or CMYK. Anything see-through is laid on white."""
    if image.mode in ("L", "RGB", "CMYK") and "transparency" not in image.info:
        return image
    if image.mode.startswith("I"):
        return image.point(lambda level: level * (1 / 257)).convert("L")
    if image.mode == "1":
        return image.convert("L")
    if "transparency" in image.info or image.mode in ("PA", "LA", "RGBA", "La", "RGBa"):
        see_through = image.convert("RGBA")
        on_white = Image.new("RGB", image.size, _WHITE)
        on_white.paste(see_through, mask=see_through.getchannel("A"))
        return on_white
    return image.convert("RGB")


def _profile_inside(image: Image.Image, limits: Limits) -> bytes | None:
    """The profile of a HEIC or AVIF file, which the decoder has read from its boxes."""
    profile: bytes | None = image.info.get("icc_profile")
    if profile and len(profile) > limits.profile:
        raise Refused("too-complex", "colour profile")
    return profile


def _turned(parts: Parts, kind: str, image: Image.Image) -> int:
    """libheif turns the picture itself; Pillow reports what the boxes of an AVIF say as EXIF."""
    if kind == "avif":
        return orientation_of(image.info.get("exif", b""))
    return parts.orientation
