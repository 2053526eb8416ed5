"""A ringed bruise is measured with its error, or it is said by name why it cannot be."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageFilter

from tests.skin import DEEP, LIGHT, PLACE, circle, skin
from tracker.imaging.align import Alignment
from tracker.imaging.bruise import (
    REASONS,
    CannotMeasure,
    Measured,
    Measurement,
    change,
    measure,
    proposed_ring,
    scale_from_coin,
    yellow_may_be_named,
)

PALE = (238, 222, 208)
STRAIGHT = Alignment(scale=1.0, turn_degrees=0.0, shift=(0.0, 0.0), residual_px=0.0)


def photo(radius: float = 0.06, **painted: object) -> Image.Image:
    return Image.open(io.BytesIO(skin(radius, **painted))).convert("RGB")


def ring_in(picture: Image.Image, radius: float = 0.1) -> list[tuple[float, float]]:
    return [(x * picture.width, y * picture.height) for x, y in circle(radius, PLACE)]


def measured(picture: Image.Image, radius: float = 0.1, **more: object) -> Measurement:
    return measure(picture, ring_in(picture, radius), **more)


def refusal(picture: Image.Image, radius: float = 0.1, **more: object) -> str:
    with pytest.raises(CannotMeasure) as refused:
        measured(picture, radius, **more)
    assert refused.value.reason in REASONS
    return refused.value.reason


@pytest.mark.parametrize("tone", [LIGHT, DEEP])
def test_the_area_is_that_of_the_painted_bruise(tone: tuple[int, int, int]) -> None:
    picture = photo(tone=tone)
    true = np.pi * (0.06 * picture.width) ** 2

    found = measured(picture)

    assert found.area_px.value == pytest.approx(true, rel=0.1)
    assert 0 < found.area_px.error < 0.2 * true
    assert found.difference.lightness.value < 0 < found.difference.e00.value
    assert found.peak.value >= found.difference.e00.value


def test_millimetres_are_said_only_where_a_scale_is_known() -> None:
    picture = photo()
    coin = scale_from_coin(100.0, 25.0)

    assert measured(picture).area_mm2 is None
    found = measured(picture, scale=coin)
    assert found.area_mm2 is not None
    assert found.area_mm2.value == pytest.approx(found.area_px.value / 16)


def test_a_measurement_survives_being_written_down() -> None:
    found = measured(photo(), scale=scale_from_coin(100.0, 25.0))

    assert Measurement.from_data(found.to_data()) == found


def test_where_nothing_stands_out_of_the_skin_nothing_is_measured() -> None:
    assert refusal(photo(radius=0.0)) == "too_little_contrast"


def shining(picture: Image.Image, lobe: np.ndarray) -> Image.Image:
    """The lamp's own white light on top of what the skin sends back; the camera stops down."""
    light = 0.65 * ((np.asarray(picture) / 255.0) ** 2.2 + lobe[..., None])
    return Image.fromarray((255 * light.clip(0, 1) ** (1 / 2.2)).astype("uint8"))


def spot(picture: Image.Image, strength: float, wide: float, aside: float) -> np.ndarray:
    """Soft and round; how wide and how far from the bruise's middle in widths of the picture."""
    rows, columns = np.mgrid[: picture.height, : picture.width]
    x, y = PLACE[0] * picture.width, PLACE[1] * picture.height
    away = np.hypot(columns - x - aside * picture.width, rows - y) / (wide * picture.width)
    return strength * np.exp(-(away**2))


@pytest.mark.parametrize(("tone", "strength"), [(PALE, 0.45), (LIGHT, 0.45), (DEEP, 0.1)])
def test_a_shine_over_half_of_a_bruise_is_refused(
    tone: tuple[int, int, int], strength: float
) -> None:
    """Nothing clips, and on pale skin nothing gets much whiter: it is nearly white already."""
    picture = photo(tone=tone, strength=0.5)

    assert refusal(shining(picture, spot(picture, strength, 0.04, 0.03))) == "glare"


@pytest.mark.parametrize("tone", [PALE, LIGHT, DEEP])
def test_skin_that_shines_evenly_is_measured(tone: tuple[int, int, int]) -> None:
    """Wet or oily all over: white on top, which the skin around the bruise has as well."""
    picture = photo(tone=tone)
    wet = shining(picture, np.full((picture.height, picture.width), 0.03))
    true = np.pi * (0.06 * picture.width) ** 2

    assert measured(wet).area_px.value == pytest.approx(true, rel=0.1)


@pytest.mark.parametrize("tone", [LIGHT, DEEP])
def test_a_shine_well_beside_the_bruise_leaves_it_measured(tone: tuple[int, int, int]) -> None:
    picture = photo(tone=tone)
    true = np.pi * (0.06 * picture.width) ** 2

    found = measured(shining(picture, spot(picture, 0.06, 0.02, -0.15)))

    assert found.area_px.value == pytest.approx(true, rel=0.1)


def test_noise_in_the_blue_of_dark_skin_is_no_shine() -> None:
    """Compression leaves blotches of blue, where dark skin has hardly any light."""
    levels = np.asarray(photo(tone=DEEP)).astype(float)
    random = np.random.default_rng(3)
    coarse = random.normal(0, 1, (levels.shape[0] // 20, levels.shape[1] // 20))
    blotches = np.kron(coarse, np.ones((20, 20)))
    levels[..., 2] += 7 * blotches

    found = measured(Image.fromarray(levels.clip(0, 255).astype("uint8")))

    assert found.difference.lightness.value < 0


def test_a_blurred_photo_is_refused() -> None:
    assert refusal(photo().filter(ImageFilter.GaussianBlur(9))) == "blurred"


def test_a_photo_in_the_dark_is_refused() -> None:
    assert refusal(photo().point(lambda level: level // 6)) == "bad_light"


def test_a_head_that_has_turned_is_refused() -> None:
    within, beyond = (replace(STRAIGHT, residual_px=share) for share in (0.5, 40.0))

    assert measured(photo(), alignment=within).area_px.value > 0
    assert refusal(photo(), alignment=beyond) == "moved_head"


def test_a_ring_outside_of_the_picture_is_refused() -> None:
    picture = photo()
    far = [(x + picture.width, y) for x, y in ring_in(picture)]

    with pytest.raises(CannotMeasure) as refused:
        measure(picture, far)
    assert refused.value.reason == "ring_outside"


def test_the_same_place_is_proposed_as_the_landmarks_carry_it() -> None:
    moved = Alignment(scale=2.0, turn_degrees=90.0, shift=(10.0, 5.0), residual_px=0.0)

    ((x, y),) = proposed_ring([(3.0, 4.0)], moved)

    assert (x, y) == pytest.approx((2.0, 11.0))


@pytest.mark.parametrize(("tone", "may_be"), [(LIGHT, True), (DEEP, False)])
def test_yellow_is_never_named_in_dark_skin(tone: tuple[int, int, int], may_be: bool) -> None:
    """The same yellowing, far beyond its error, on a light skin and on a deep one."""
    found = measured(photo(tone=tone))
    yellower = replace(found, difference=replace(found.difference, b=Measured(8.0, 0.5)))
    unsure = replace(found, difference=replace(found.difference, b=Measured(8.0, 5.0)))

    assert yellow_may_be_named(yellower) is may_be
    assert not yellow_may_be_named(unsure)


def test_a_change_is_said_only_beyond_what_both_may_be_wrong_by() -> None:
    coin = scale_from_coin(100.0, 25.0)
    small, large = (measured(photo(radius), 0.13, scale=coin) for radius in (0.05, 0.08))
    nearly = replace(small, area_px=replace(small.area_px, value=small.area_px.value * 1.01))

    assert change(small, large).size == "larger"
    assert change(large, small).size == "smaller"
    assert change(small, nearly).size == "same"
