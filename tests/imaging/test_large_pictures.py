"""Sixty-four megapixels of every kind, and large WebP, which is read small by libwebp itself."""

import struct

import numpy as np
import pytest
from PIL import Image

from tests.imaging import hostile_other
from tests.imaging.phone_heic import PhoneHeic
from tests.imaging.pictures import (
    QUARTERS,
    assert_bare,
    corners,
    looks_like,
    quarters,
    saved,
    shown,
)
from tests.imaging.test_colour_spaces import PATCHES, PROFILES, careful_lab, chart
from tracker.imaging import webp_small
from tracker.imaging.colour import delta_e_2000, srgb_to_lab
from tracker.imaging.develop import develop
from tracker.imaging.intake import Refused, take_in

COLOURS = list(QUARTERS.values())
SIDE = 8000


def see_through(size: int) -> Image.Image:
    picture = quarters(size, size).convert("RGBA")
    picture.putalpha(128)
    return picture


LARGE = {  # as large as may be; drawn when its turn comes. benchmarks/hostile.py tries them all
    "jpeg": lambda: saved(quarters(SIDE, SIDE), "JPEG", quality=75),
    "jpeg-progressive": lambda: saved(
        quarters(SIDE, SIDE), "JPEG", quality=75, progressive=True, subsampling=0
    ),
    "png": lambda: saved(quarters(SIDE, SIDE), "PNG", compress_level=1),
    "png-alpha": lambda: saved(see_through(SIDE), "PNG", compress_level=1),
    "webp": lambda: saved(quarters(SIDE, SIDE), "WEBP", method=0),
    "webp-lossless": lambda: saved(
        quarters(SIDE, SIDE), "WEBP", lossless=True, method=0, quality=0
    ),
    "webp-alpha": lambda: saved(see_through(SIDE), "WEBP", method=0),
    "avif": lambda: saved(quarters(SIDE, SIDE), "AVIF", speed=10),
    "heic-grid": lambda: bytes(PhoneHeic(16, 16, SIDE, SIDE)),
}


@pytest.mark.full
@pytest.mark.parametrize("kind", ["webp", "webp-lossless", "heic-grid"])
def test_sixty_four_megapixels_are_taken_in(kind):
    clean = take_in(LARGE[kind]())

    assert (clean.width, clean.height) == (SIDE, SIDE)
    assert shown(clean).size == (1600, 1600)
    assert looks_like(shown(clean), COLOURS, 8), corners(shown(clean))
    assert_bare(clean)


def turned(orientation: int, **how: object) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(quarters(3600, 2100), "WEBP", exif=exif, method=0, **how)


@pytest.mark.parametrize("lossless", [True, False])
def test_a_large_webp_is_turned_upright(lossless):
    clean = take_in(turned(6, lossless=lossless))

    red, green, blue, yellow = COLOURS
    assert (clean.width, clean.height) == (2100, 3600)
    assert shown(clean).size == (933, 1600)
    assert looks_like(shown(clean), [blue, red, yellow, green], 8)


def test_a_large_webp_in_display_p3_is_converted():
    large = chart().resize((3840, 1920), Image.Resampling.NEAREST)
    sent = saved(large, "WEBP", lossless=True, method=0, icc_profile=PROFILES["p3"])

    display = shown(take_in(sent)).resize((384, 192), Image.Resampling.BOX)

    spots = [(x, y) for y in (32, 96, 160) for x in range(32, 384, 64)]
    served = srgb_to_lab([display.getpixel(spot) for spot in spots])
    assert delta_e_2000(served, careful_lab("p3", np.array(PATCHES))).max() < 2


def test_libwebp_is_found_here_and_draws_what_pillow_draws(monkeypatch):
    assert webp_small.available()
    sent = saved(quarters(3300, 1700), "WEBP", quality=90)
    small = develop(sent)

    monkeypatch.setattr(webp_small, "_LIB", None)
    whole = develop(sent)

    assert (small.width, small.height) == (whole.width, whole.height) == (3300, 1700)
    ours, theirs = (np.asarray(shown(clean), dtype=float) for clean in (small, whole))
    assert np.abs(ours - theirs).mean() < 1


LOSSY = saved(quarters(3600, 2100), "WEBP", quality=90)
LOSSLESS = saved(quarters(3600, 2100), "WEBP", lossless=True, method=0)
BROKEN = {
    "cut": LOSSY[: len(LOSSY) // 2],
    "cut-and-closed": LOSSY[:4]
    + struct.pack("<L", len(LOSSY) // 2 - 8)
    + LOSSY[8 : len(LOSSY) // 2],
    "lossless-of-noise": LOSSLESS[:25]
    + hostile_other.NOISE[: len(LOSSLESS) - 25].ljust(len(LOSSLESS) - 25, b"\x55"),
    "claims-more": hostile_other.vp8_sized(6000, 4000),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_large_webp_that_is_broken_is_refused(how):
    with pytest.raises(Refused) as refused:
        take_in(BROKEN[how])

    assert refused.value.reason == "broken"
