"""Wide colour comes out as sRGB, as near as a careful conversion in floating point (dE00 < 2).

The reference below is written from the published primaries, not from the profile that is tested.
"""

import io

import numpy as np
import pytest
from PIL import Image

from tests.imaging.pictures import chunk, fixture, looks_like, quarters, saved, shown, srgb_profile
from tracker.imaging.colour import delta_e_2000, srgb_to_lab, xyz_to_lab
from tracker.imaging.intake import take_in
from tracker.imaging.primaries import (
    ADOBE_RGB,
    DISPLAY_P3,
    adobe_rgb_profile,
    display_p3_profile,
)

D65 = np.array([0.3127, 0.3290])
PRIMARIES = {  # SMPTE EG 432-1 and Adobe RGB (1998), chromaticities of red, green and blue
    "p3": np.array([[0.680, 0.320], [0.265, 0.690], [0.150, 0.060]]),
    "adobe": np.array([[0.640, 0.330], [0.210, 0.710], [0.150, 0.060]]),
    "srgb": np.array([[0.640, 0.330], [0.300, 0.600], [0.150, 0.060]]),
}
PROFILES = {"p3": display_p3_profile(), "adobe": adobe_rgb_profile(), "srgb": srgb_profile()}
LIGHT, BROWN = [(244, 208, 177), (224, 172, 138)], [(198, 134, 98), (141, 85, 54)]
DARK = [(92, 56, 40), (60, 38, 30)]
RED, BRUISED = [(214, 120, 110), (190, 84, 78)], [(120, 60, 90), (168, 150, 80), (96, 40, 44)]
SKIN, ERYTHEMA = [*LIGHT, *BROWN, *DARK], [*RED, *BRUISED, (150, 90, 120)]
GREYS = [(level,) * 3 for level in (16, 64, 118, 180, 235, 250)]
PATCHES = [*SKIN, *ERYTHEMA, *GREYS]


def rgb_to_xyz(space: str) -> np.ndarray:
    def whole(xy: np.ndarray) -> np.ndarray:
        return np.array([xy[0] / xy[1], 1, (1 - xy[0] - xy[1]) / xy[1]])

    columns = np.array([whole(xy) for xy in PRIMARIES[space]]).T
    return columns * np.linalg.solve(columns, whole(D65))


def linear(space: str, rgb: np.ndarray) -> np.ndarray:
    level = rgb / 255
    if space == "adobe":
        return level ** (563 / 256)
    return np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)


def careful_lab(space: str, rgb: np.ndarray) -> np.ndarray:
    """CIELAB of what sRGB can show of it."""
    xyz = linear(space, rgb.astype(float)) @ rgb_to_xyz(space).T
    shown_in_srgb = np.clip(xyz @ np.linalg.inv(rgb_to_xyz("srgb")).T, 0, 1)
    return xyz_to_lab(shown_in_srgb @ rgb_to_xyz("srgb").T)


def chart() -> Image.Image:
    tiles = np.array(PATCHES, dtype=np.uint8).reshape(3, 6, 3)
    return Image.fromarray(tiles).resize((384, 192), Image.Resampling.NEAREST)


def middles(picture: Image.Image) -> np.ndarray:
    pixels = np.asarray(picture, dtype=float)
    spots = [(y, x) for y in (32, 96, 160) for x in range(32, 384, 64)]
    return np.array([pixels[y - 4 : y + 4, x - 4 : x + 4].mean(axis=(0, 1)) for y, x in spots])


HOW = {
    "JPEG": {"quality": 98, "subsampling": 0},
    "PNG": {},
    "WEBP": {"lossless": True},
    "AVIF": {"quality": 100, "subsampling": "4:4:4"},
}


@pytest.mark.parametrize("kind", HOW)
@pytest.mark.parametrize("space", PRIMARIES)
@pytest.mark.parametrize("fmt", ["jpeg", "webp"])
def test_a_colour_space_is_converted_as_a_careful_hand_would(space, kind, fmt):
    sent = saved(chart(), kind, icc_profile=PROFILES[space], **HOW[kind])

    served = srgb_to_lab(middles(shown(take_in(sent), fmt=fmt)))

    differences = delta_e_2000(served, careful_lab(space, np.array(PATCHES)))
    assert differences.max() < 2, dict(zip(PATCHES, differences.round(2), strict=True))


@pytest.mark.parametrize("space", ["p3", "adobe"])
def test_dropping_the_profile_would_have_been_seen_by_the_test_above(space):
    dropped = srgb_to_lab(np.array(PATCHES, dtype=float))

    assert delta_e_2000(dropped, careful_lab(space, np.array(PATCHES))).max() > 3


def test_a_heic_in_display_p3_is_converted():
    p3, plain = shown(take_in(fixture("p3.heic"))), shown(take_in(fixture("plain.heic")))

    red = np.asarray(plain.getpixel((40, 24)))
    expected = careful_lab("p3", red)
    assert delta_e_2000(srgb_to_lab(np.asarray(p3.getpixel((40, 24)))), expected) < 2


def test_an_avif_that_only_names_its_primaries_is_converted():
    sent = bytearray(saved(chart(), "AVIF", **HOW["AVIF"]))
    at = sent.find(b"colrnclx")
    sent[at + 8 : at + 10] = (12).to_bytes(2, "big")

    served = srgb_to_lab(middles(shown(take_in(bytes(sent)))))

    assert delta_e_2000(served, careful_lab("p3", np.array(PATCHES))).max() < 2


def test_a_png_that_only_names_its_primaries_is_converted():
    plain = saved(chart(), "PNG")
    from_code = plain[:33] + cicp(12) + plain[33:]

    served = srgb_to_lab(middles(shown(take_in(from_code))))

    assert delta_e_2000(served, careful_lab("p3", np.array(PATCHES))).max() < 2


def cicp(primaries: int) -> bytes:
    return chunk(b"cICP", bytes([primaries, 13, 0, 1]))


def test_a_jpeg_that_says_adobe_rgb_by_a_letter_only_is_converted():
    sent = saved(chart(), "JPEG", exif=adobe_by_letter(), **HOW["JPEG"])

    served = srgb_to_lab(middles(shown(take_in(sent))))

    assert delta_e_2000(served, careful_lab("adobe", np.array(PATCHES))).max() < 2


def adobe_by_letter() -> Image.Exif:
    """DCF 2.0: colour space "uncalibrated" and interoperability index R03."""
    exif = Image.Exif()
    details = exif.get_ifd(0x8769)
    details[0xA001] = 0xFFFF
    details[0xA005] = {1: "R03"}
    return exif


@pytest.mark.parametrize("profile", [b"", b"rubbish", srgb_profile()[:200], b"\0" * 500], ids=len)
def test_a_profile_that_is_none_is_passed_over(profile):
    clean = take_in(saved(quarters(), "PNG", icc_profile=profile))

    assert looks_like(shown(clean), [quarters().getpixel(at) for at in CENTRES], 8)


CENTRES = [(40, 24), (120, 24), (40, 72), (120, 72)]


def test_a_grey_picture_under_a_colour_profile_stays_grey():
    grey = Image.new("L", (64, 64), 118)

    served = shown(take_in(saved(grey, "PNG", icc_profile=PROFILES["p3"])))

    assert served.getpixel((32, 32)) == (118, 118, 118)


def test_a_cmyk_picture_with_inverted_numbers_is_not_shown_as_its_negative():
    sent = saved(quarters().convert("CMYK"), "JPEG", quality=95)
    assert b"Adobe" in sent

    assert looks_like(shown(take_in(sent)), [quarters().getpixel(at) for at in CENTRES], 10)


def test_the_published_colorants_are_those_of_the_published_primaries():
    """Bradford from D65 to D50, as ICC asks: guards the constants in primaries.py."""
    bradford = np.array(
        [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
    )
    white = rgb_to_xyz("srgb").sum(axis=1)
    scale = np.diag((bradford @ [0.9642, 1.0, 0.8249]) / (bradford @ white))
    adapt = np.linalg.inv(bradford) @ scale @ bradford
    for space, colorants in (("p3", DISPLAY_P3), ("adobe", ADOBE_RGB)):
        assert np.allclose((adapt @ rgb_to_xyz(space)).T, colorants, atol=2e-3)


def test_the_chart_is_what_it_claims_to_be():
    assert np.allclose(middles(Image.open(io.BytesIO(saved(chart(), "PNG")))), PATCHES)
