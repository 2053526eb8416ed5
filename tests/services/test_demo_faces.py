"""The drawn faces: the same each time, sides as in life, bruises that turn and fade."""

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tracker.demo.faces import Bruise, Looks, Moment, portrait
from tracker.demo.faces.looks import SKIN

Pixels = NDArray[np.float64]


def drawn(looks: Looks, day: float | None = None, view: str = "front_rest") -> Pixels:
    bruises = () if day is None else (Bruise(0.42, -0.1, 0.12, 0.9, day),)
    data = portrait(looks, view, Moment(bruises=bruises))
    return np.asarray(Image.open(io.BytesIO(data)), np.float64)


def change(looks: Looks, day: float) -> Pixels:
    """Share of red, green and blue that the bruise takes from the same skin without it."""
    where = (slice(475, 535), slice(465, 525))
    bare, bruised = drawn(looks)[where], drawn(looks, day)[where]
    return np.asarray(1 - bruised.mean(axis=(0, 1)) / bare.mean(axis=(0, 1)))


def test_the_same_face_is_drawn_each_time() -> None:
    assert (drawn(Looks(seed=5), 2) == drawn(Looks(seed=5), 2)).all()


def test_her_left_is_at_the_right_of_a_photo_from_the_front() -> None:
    difference = np.abs(drawn(Looks(), 2) - drawn(Looks())).sum(axis=(0, 2))
    middle = difference.size // 2

    assert difference[middle:].sum() > 50 * difference[:middle].sum()


def test_a_bruise_is_in_the_photo_of_its_own_side_alone() -> None:
    def shown(view: str) -> float:
        return float(np.abs(drawn(Looks(), 2, view) - drawn(Looks(), None, view)).sum())

    assert shown("left_45") > 4 * shown("right_45")


def test_a_bruise_goes_from_red_by_blue_and_yellow_to_nothing() -> None:
    red, purple, yellow, gone = (change(Looks(), day) for day in (0.3, 1.5, 8, 16))

    assert red[0] < min(red[1:]) / 2  # little red light is taken
    assert purple[1] > purple[2] and purple[0] > red[0]  # green most, red more than on day 0
    assert yellow[2] > 1.5 * max(yellow[:2])  # blue light is taken most
    assert np.abs(gone).max() < 0.005


def test_darker_skin_shows_less_change_of_colour() -> None:
    def difference(tone: str) -> float:
        looks = Looks(skin=tone)
        return float(np.abs(drawn(looks, 1.5) - drawn(looks)).sum())

    light, medium, deep = map(difference, SKIN)
    assert light > medium > deep > light / 10


@pytest.mark.parametrize("tone", SKIN)
def test_a_face_is_lit_so_that_skin_is_neither_dark_nor_burnt_out(tone: str) -> None:
    face = drawn(Looks(skin=tone))[300:700, 250:470]

    assert 45 < face.mean() < 215
    assert (face > 250).mean() < 0.01
