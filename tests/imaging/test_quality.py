"""Advice on a photo: soft, dark or washed out is said, and skin tone changes nothing about it."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from tests.imaging.pictures import saved
from tracker.imaging.intake import take_in

SKINS = {"light": (244, 208, 177), "brown": (168, 110, 78), "dark": (84, 54, 40)}


def face(skin: tuple[int, int, int], seed: int = 4) -> Image.Image:
    """An oval of grainy skin with dark eyes and lines before a pale wall."""
    picture = Image.new("RGB", (900, 1200), (205, 208, 210))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((150, 150, 750, 1050), fill=skin)
    for x in (330, 570):
        draw.ellipse((x - 45, 480, x + 45, 520), fill=(235, 232, 228))
        draw.ellipse((x - 18, 482, x + 18, 518), fill=(30, 22, 20))
    for line in range(12):
        draw.line((300, 300 + 9 * line, 600, 296 + 9 * line), fill=tuple(c * 9 // 10 for c in skin))
    pixels = np.asarray(picture, dtype=float)
    grain = np.random.default_rng(seed).normal(0, 0.02, (1200, 900, 1))
    return Image.fromarray((pixels * (1 + grain)).clip(0, 255).astype(np.uint8))


def advice(picture: Image.Image) -> str | None:
    return take_in(saved(picture, "JPEG", quality=92)).quality["advice"]


def lit(picture: Image.Image, strength: float) -> Image.Image:
    return picture.point(lambda level: min(255, round(level * strength)))


@pytest.mark.parametrize("skin", SKINS.values(), ids=SKINS)
def test_a_good_photo_gets_no_advice(skin):
    assert advice(face(skin)) is None


@pytest.mark.parametrize("skin", SKINS.values(), ids=SKINS)
@pytest.mark.parametrize("radius", [8, 16, 40])
def test_a_soft_photo_is_called_blurred(skin, radius):
    assert advice(face(skin).filter(ImageFilter.GaussianBlur(radius))) == "blurred"


@pytest.mark.parametrize("skin", SKINS.values(), ids=SKINS)
@pytest.mark.parametrize("strength", [0.1, 0.3, 0.45])
def test_a_photo_in_bad_light_is_called_dark(skin, strength):
    assert advice(lit(face(skin), strength)) == "dark"


@pytest.mark.parametrize("skin", SKINS.values(), ids=SKINS)
def test_a_washed_out_photo_is_called_bright(skin):
    washed_out = lit(face(skin), 5.0)

    assert advice(washed_out) == "bright"


def test_the_sharpness_of_skin_does_not_depend_on_its_tone():
    cheeks = [face(skin).crop((300, 560, 600, 900)) for skin in SKINS.values()]
    sharp = [take_in(saved(cheek, "PNG")).quality["sharp"] for cheek in cheeks]

    assert max(sharp) < 1.3 * min(sharp)


def test_a_sharp_face_before_a_soft_wall_is_sharp():
    picture = face(SKINS["brown"])
    soft = picture.filter(ImageFilter.GaussianBlur(20))
    soft.paste(picture.crop((200, 250, 700, 750)), (200, 250))

    assert advice(soft) is None


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_picture_of_nothing_has_figures_too(level):
    quality = take_in(saved(Image.new("RGB", (64, 64), (level,) * 3), "PNG")).quality

    assert quality["sharp"] == 0
    assert quality["bright"] == pytest.approx(level / 255, abs=0.01)
    assert quality["advice"] == {0: "dark", 128: "blurred", 255: "bright"}[level]
