"""The figures behind the hints: light, sharpness, movement, how the face is placed."""

import base64
import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Page

from tests.browser.faces import a_blurred_face, a_face
from tests.imaging.pictures import saved
from tracker.demo.faces import Looks, Moment, portrait
from tracker.imaging.intake import take_in

SCRIPTS = "/static/frontend/js"
LOAD = f"""async (pictures) => {{
  const hints = await import("{SCRIPTS}/live-hints.js");
  const framing = await import("{SCRIPTS}/framing.js");
  const small = await import("{SCRIPTS}/small-picture.js");
  const figures = async (picture, longest) => {{
    const image = Object.assign(new Image(), {{ src: `data:image/jpeg;base64,${{picture}}` }});
    await image.decode();
    const part = {{ x: 0, y: 0, width: image.width, height: image.height }};
    return hints.greyOf(small.drawn(image, part, longest));
  }};
"""
Ask = Callable[..., Any]


@pytest.fixture
def ask(page: Page, live_server: Any) -> Ask:
    """ask(js, *jpegs): what the modules make of pictures; js sees hints, framing and greys."""
    page.goto("/offline")

    def run(script: str, *pictures: bytes, longest: int = 160) -> Any:
        sent = [base64.b64encode(each).decode() for each in pictures]
        greys = f"const greys = await Promise.all(pictures.map((one) => figures(one, {longest})));"
        return page.evaluate(f"{LOAD} {greys} return {script}; }}", sent)

    return run


def changed(how: Callable[[Image.Image], Image.Image]) -> bytes:
    return saved(how(Image.open(io.BytesIO(a_face()))), "JPEG", quality=92)


def zoomed(picture: Image.Image, factor: float) -> Image.Image:
    """The camera nearer (above 1) or further away; the wall behind goes on."""
    width, height = picture.size
    size = (round(width * factor), round(height * factor))
    larger = picture.resize(size, Image.Resampling.LANCZOS)
    ground = Image.new("RGB", picture.size, (205, 212, 215))
    ground.paste(larger, ((width - size[0]) // 2, (height - size[1]) // 2))
    return ground


def shifted(picture: Image.Image, by: float) -> Image.Image:
    ground = Image.new("RGB", picture.size, (205, 212, 215))
    ground.paste(picture, (round(picture.width * by), 0))
    return ground


def lit(strength: float) -> bytes:
    return changed(lambda one: one.point(lambda level: min(255, round(level * strength))))


@pytest.mark.parametrize("skin", ["light", "medium", "deep"])
@pytest.mark.parametrize(("strength", "soft"), [(1, 0), (1, 14), (0.3, 0), (4, 0)])
def test_device_and_server_give_the_same_advice(
    ask: Ask, skin: str, strength: float, soft: int
) -> None:
    face = Image.open(io.BytesIO(portrait(Looks(skin=skin, seed=9), "front_rest", Moment())))
    picture = face.filter(ImageFilter.GaussianBlur(soft)) if soft else face
    sent = saved(picture.point(lambda level: min(255, round(level * strength))), "JPEG", quality=92)

    told = ask("hints.adviceOn(greys[0])", sent, longest=600)

    assert told == take_in(sent).quality["advice"]
    assert told == {(1, 0): None, (1, 14): "blurred", (0.3, 0): "dark"}.get((strength, soft), told)


@pytest.mark.parametrize(
    ("picture", "hint"),
    [(lit(0.3), "dark"), (lit(4), "bright"), (a_blurred_face(), "blurred"), (a_face(), "good")],
    ids=["dark", "bright", "blurred", "good"],
)
def test_one_hint_at_a_time_the_most_useful_first(ask: Ask, picture: bytes, hint: str) -> None:
    look = "{ look: greys[0], before: greys[0], detail: greys[0], framing: null }"

    assert ask(f"hints.hintOn({look})", picture, longest=600) == hint


def test_a_moving_camera_is_asked_to_be_still_before_it_is_called_blurred(ask: Ask) -> None:
    beside = changed(lambda one: shifted(one, 0.2))
    look = "{ look: greys[0], before: greys[1], detail: greys[0], framing: 'back' }"

    assert ask(f"hints.hintOn({look})", a_blurred_face(), beside) == "moving"
    assert ask("hints.moved(greys[0], greys[0])", a_face()) == 0
    assert ask("hints.moved(greys[0], undefined)", a_face()) == 0


FRAMING = "framing.framingOf(framing.edgesOf(greys[0]), framing.edgesOf(greys[1]))"


@pytest.mark.parametrize(
    ("now", "hint"),
    [
        (lambda one: one, None),
        (lambda one: one.point(lambda level: level * 7 // 10), None),
        (lambda one: zoomed(one, 1.25), "back"),
        (lambda one: zoomed(one, 0.8), "closer"),
        (lambda one: shifted(one, 0.12), "lineUp"),
        (lambda one: shifted(one, -0.12), "lineUp"),
    ],
    ids=["as before", "in other light", "too near", "too far", "too far right", "too far left"],
)
def test_the_face_is_placed_as_in_the_last_photo(
    ask: Ask, now: Callable[[Image.Image], Image.Image], hint: str | None
) -> None:
    assert ask(FRAMING, changed(now), a_face()) == hint


def test_where_two_pictures_have_too_little_in_common_nothing_is_said(ask: Ask) -> None:
    grain = saved(Image.effect_noise((900, 1200), 60).convert("RGB"), "JPEG")
    plain = saved(Image.new("RGB", (900, 1200), (180, 150, 140)), "JPEG")

    assert ask(FRAMING, grain, a_face()) is None
    assert ask(FRAMING, plain, a_face()) is None
    assert ask(FRAMING, a_face(), plain) is None


def test_a_picture_of_a_single_pixel_or_of_nothing_breaks_no_figure(ask: Ask) -> None:
    dot = saved(Image.new("RGB", (1, 1), (9, 9, 9)), "JPEG")

    assert ask("hints.adviceOn(greys[0])", dot) == "dark"
    assert ask(FRAMING, dot, dot) is None
