"""Every kind that a phone or a clinic sends comes out upright and in its own colours."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from tests.imaging.pictures import (
    BLUE,
    GREEN,
    QUARTERS,
    RED,
    YELLOW,
    assert_bare,
    corners,
    fixture,
    looks_like,
    png,
    quarters,
    saved,
    shown,
    textured,
)
from tracker.imaging.intake import take_in

COLOURS = list(QUARTERS.values())


def grey_of(colours):
    return [(round(0.299 * r + 0.587 * g + 0.114 * b),) * 3 for r, g, b in colours]


def sixteen_bit(channels: int) -> bytes:
    levels = np.asarray(quarters() if channels == 3 else quarters().convert("L"), dtype=">u2") * 257
    rows = levels.reshape(96, -1)
    raw = b"".join(b"\0" + row.tobytes() for row in rows)
    return png(160, 96, 16, 2 if channels == 3 else 0, raw)


def interlaced() -> bytes:
    """Adam7, which Pillow reads but does not write."""
    pixels = np.asarray(quarters())
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2)]
    raw = b""
    for x, y, step_x, step_y in [*passes, (0, 1, 1, 2)]:
        raw += b"".join(b"\0" + row.tobytes() for row in pixels[y::step_y, x::step_x])
    plain = png(160, 96, 8, 2, raw)
    header = struct.pack(">LLBBBBB", 160, 96, 8, 2, 0, 0, 1)
    return plain.replace(plain[12:33], (whole := b"IHDR" + header) + crc(whole))


def crc(data: bytes) -> bytes:
    return struct.pack(">L", zlib.crc32(data))


def see_through(kind: str, **how) -> bytes:
    picture = quarters().convert("RGBA")
    picture.putalpha(128)
    return saved(picture, kind, **how)


def palette(**how) -> bytes:
    return saved(quarters().quantize(16), "PNG", **how)


def animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (160, 96), (0, 0, 0))] * 2
    return saved(quarters(), kind, save_all=True, append_images=frames, duration=100)


ON_WHITE = [tuple((level + 255) // 2 for level in colour) for colour in COLOURS]

GOOD = {
    "jpeg": (saved(quarters(), "JPEG", quality=95, subsampling=0), COLOURS),
    "jpeg-progressive": (saved(quarters(), "JPEG", quality=95, progressive=True), COLOURS),
    "jpeg-restarts": (saved(quarters(), "JPEG", quality=95, restart_marker_rows=1), COLOURS),
    "jpeg-optimised-420": (saved(quarters(), "JPEG", quality=90, optimize=True), COLOURS),
    "jpeg-grey": (saved(quarters().convert("L"), "JPEG", quality=95), grey_of(COLOURS)),
    "jpeg-cmyk": (saved(quarters().convert("CMYK"), "JPEG", quality=95), COLOURS),
    "jpeg-rgb": (saved(quarters(), "JPEG", quality=95, keep_rgb=True), COLOURS),
    "mpo": (
        saved(quarters(), "MPO", save_all=True, append_images=[Image.new("RGB", (160, 96))]),
        COLOURS,
    ),
    "png": (saved(quarters(), "PNG"), COLOURS),
    "png-16-bit-grey": (sixteen_bit(1), grey_of(COLOURS)),
    "png-16-bit-colour": (sixteen_bit(3), COLOURS),
    "png-interlaced": (interlaced(), COLOURS),
    "png-palette": (palette(), COLOURS),
    "png-palette-see-through": (palette(transparency=255), COLOURS),
    "png-alpha": (see_through("PNG"), ON_WHITE),
    "png-grey-alpha": (saved(quarters().convert("LA"), "PNG"), grey_of(COLOURS)),
    "png-black-and-white": (
        saved(quarters().convert("L").point(lambda level: (level > 100) * 255).convert("1"), "PNG"),
        [(0,) * 3, (255,) * 3, (0,) * 3, (255,) * 3],
    ),
    "png-animated": (animated("PNG"), COLOURS),
    "webp": (saved(quarters(), "WEBP", quality=95), COLOURS),
    "webp-lossless": (saved(quarters(), "WEBP", lossless=True), COLOURS),
    "webp-alpha": (see_through("WEBP", quality=95), ON_WHITE),
    "webp-lossless-alpha": (see_through("WEBP", lossless=True), ON_WHITE),
    "webp-animated": (animated("WEBP"), COLOURS),
    "avif": (saved(quarters(), "AVIF", quality=90), COLOURS),
    "avif-alpha": (see_through("AVIF", quality=90), ON_WHITE),
    "avif-animated": (animated("AVIF"), COLOURS),
    "heic": (fixture("plain.heic"), COLOURS),
    "heic-ten-bits": (fixture("deep.heic"), COLOURS),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_picture_keeps_its_colours_and_its_shape(name):
    data, colours = GOOD[name]

    clean = take_in(data)

    assert (clean.width, clean.height) == (160, 96)
    assert clean.kind == ("jpeg" if name == "mpo" else name.split("-")[0])
    within = 14 if "progressive" in name or "animated" in name or "420" in name else 8
    assert looks_like(shown(clean), colours, within), corners(shown(clean))
    assert looks_like(shown(clean, fmt="webp"), colours, 16), corners(shown(clean, fmt="webp"))
    assert_bare(clean)


def test_a_large_picture_comes_in_three_sizes_true_to_shape():
    clean = take_in(saved(textured(2400, 1800), "JPEG", quality=85))

    assert (clean.width, clean.height) == (2400, 1800)
    for fmt in ("webp", "jpeg"):
        assert shown(clean, "display", fmt).size == (1600, 1200)
        assert shown(clean, "thumb", fmt).size == (320, 240)
        assert shown(clean, "blurred", fmt).size == (160, 120)


def test_a_small_picture_is_never_blown_up():
    clean = take_in(saved(quarters(200, 150), "PNG"))

    assert shown(clean, "display").size == shown(clean, "thumb").size == (200, 150)


def test_a_very_long_picture_keeps_at_least_one_pixel_of_its_short_side():
    clean = take_in(saved(quarters(6000, 32), "JPEG"))

    assert shown(clean, "blurred").size == (160, 1)


def test_the_blurred_variant_knows_nothing_finer_than_twenty_pixels():
    stripes = Image.new("L", (1600, 1200))
    stripes.putdata([255 * (x // 10 % 2) for _ in range(1200) for x in range(1600)])

    blurred = shown(take_in(saved(stripes, "PNG")), "blurred").convert("L")

    darkest, brightest = blurred.getextrema()
    assert brightest - darkest < 20


@pytest.mark.parametrize("fmt", ["jpeg", "webp"])
def test_the_small_variants_weigh_little(fmt):
    clean = take_in(saved(textured(2400, 1800), "JPEG", quality=85))

    assert len(clean.variants["thumb"][fmt]) < 40_000
    assert len(clean.variants["blurred"][fmt]) < 6_000


def turned(orientation: int, kind: str) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(quarters(), kind, exif=exif, quality=95)


AS_STORED = {
    1: [RED, GREEN, BLUE, YELLOW],
    2: [GREEN, RED, YELLOW, BLUE],
    3: [YELLOW, BLUE, GREEN, RED],
    4: [BLUE, YELLOW, RED, GREEN],
    5: [RED, BLUE, GREEN, YELLOW],
    6: [BLUE, RED, YELLOW, GREEN],
    7: [YELLOW, GREEN, BLUE, RED],
    8: [GREEN, YELLOW, RED, BLUE],
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", AS_STORED)
def test_a_picture_is_turned_upright(orientation, kind):
    clean = take_in(turned(orientation, kind))

    upright = (160, 96) if orientation < 5 else (96, 160)
    assert (clean.width, clean.height) == shown(clean).size == upright
    assert looks_like(shown(clean), AS_STORED[orientation], 14), corners(shown(clean))


def test_a_heic_is_turned_by_its_boxes():
    clean = take_in(fixture("turned.heic"))

    assert (clean.width, clean.height) == shown(clean).size == (96, 160)
    assert looks_like(shown(clean), AS_STORED[8], 10), corners(shown(clean))


def test_a_heic_is_not_turned_a_second_time_by_its_exif():
    clean = take_in(fixture("phone.heic"))

    assert (clean.width, clean.height) == (160, 96)
    assert looks_like(shown(clean), COLOURS, 10)


def test_a_clear_heic_lies_on_white_not_on_black():
    top_left, _, bottom_left, _ = corners(shown(take_in(fixture("alpha.heic"))))

    assert min(top_left) > 150
    assert bottom_left[0] < 130


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_a_senseless_orientation_is_passed_over(orientation):
    assert looks_like(shown(take_in(turned(orientation, "JPEG"))), COLOURS, 14)


def test_bigger_exif_byte_order_is_read_as_well():
    exif = b"Exif\0\0MM\0*" + struct.pack(">LHHHLHHL", 8, 1, 0x0112, 3, 1, 6, 0, 0)
    clean = take_in(saved(quarters(), "JPEG", exif=exif, quality=95))

    assert looks_like(shown(clean), AS_STORED[6], 14)


def test_the_pictures_here_can_be_read_by_anybody():
    """Guards the tests themselves: a hand-made PNG must be a PNG for Pillow too."""
    for made in (interlaced(), sixteen_bit(3)):
        assert Image.open(io.BytesIO(made)).convert("RGB").size == (160, 96)
