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


def to_the_photo_step(page: Page) -> Taps:
    """From Today; three answers and the start are four taps."""
    taps = Taps(page)
    taps.tap("link", "Start check-in")
    taps.tap("button", "None of these")
    heading(page, "Anything new?")
    taps.tap("button", "No new symptoms")
    taps.tap("button", "Nothing to add")
    return taps
