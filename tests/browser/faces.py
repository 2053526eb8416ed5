"""Pictures before the camera and files to pick, drawn by code; and the way to the photo step."""

import io
from functools import lru_cache

from PIL import Image, ImageFilter
from playwright.sync_api import Page

from tests.browser.taps import Taps, heading
from tests.imaging.pictures import quarters, saved
from tracker.demo.faces import Looks, Moment, portrait


@lru_cache(maxsize=1)
def a_face() -> bytes:
    """Upright, in good light."""
    return portrait(Looks(seed=5), "front_rest", Moment())


@lru_cache(maxsize=1)
def a_blurred_face() -> bytes:
    sharp = Image.open(io.BytesIO(a_face()))
    return saved(sharp.filter(ImageFilter.GaussianBlur(14)), "JPEG", quality=92)


@lru_cache(maxsize=1)
def four_quarters() -> bytes:
    """Red, green / blue, yellow: a mirror image would be told at once."""
    return saved(quarters(900, 1200), "JPEG", quality=92)


def film_of(picture: bytes) -> bytes:
    """A film (YUV4MPEG2, 4:2:0) of one frame, five a second: drawing thirty keeps a core busy."""
    image = Image.open(io.BytesIO(picture)).convert("YCbCr")
    bright, blue, red = image.split()
    half = (image.width // 2, image.height // 2)
    planes = (bright, blue.resize(half), red.resize(half))
    head = f"YUV4MPEG2 W{image.width} H{image.height} F5:1 Ip A1:1 C420jpeg\nFRAME\n"
    return head.encode() + b"".join(plane.tobytes() for plane in planes)


def to_the_photo_step(page: Page) -> Taps:
    """From Today; three answers and the start are four taps."""
    taps = Taps(page)
    taps.tap("link", "Start check-in")
    taps.tap("button", "None of these")
    heading(page, "Anything new?")
    taps.tap("button", "No new symptoms")
    taps.tap("button", "Nothing to add")
    return taps
