"""The face map: a mirror for her, facing for the clinician, every target large enough."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.taps import Taps
from tracker.models import Treatment, User

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], Page]


@pytest.fixture
def started(page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment) -> Page:
    signed_in(page, ana).goto("/")
    return page


@pytest.mark.walk
def test_a11_screen_left_on_her_map_is_her_left(started: Page) -> None:
    started.goto("/check-in")
    taps = Taps(started)
    taps.tap("button", "None of these")
    taps.label("Bruise")
    taps.tap("button", "Continue")

    def at(name: str) -> float:
        box = started.locator(".place").filter(has_text=name).locator("visible=true").bounding_box()
        assert box
        return box["x"] + box["width"] / 2

    middle = started.viewport_size["width"] / 2 if started.viewport_size else 0
    assert at("Left cheek") < middle < at("Right cheek")
    expect(started.get_by_text("Your left").locator("visible=true")).to_have_count(1)
    started.evaluate("document.documentElement.dir = 'rtl'")
    assert at("Left cheek") < middle < at("Right cheek")


def test_every_target_of_the_face_is_large_enough_at_320(
    started: Page, wear: Callable[..., None]
) -> None:
    wear(started, width=320)
    started.goto("/check-in")
    taps = Taps(started)
    taps.tap("button", "None of these")
    taps.label("Bruise")
    taps.tap("button", "Continue")

    places = started.locator(".face__list .place").locator("visible=true")
    boxes = [place.bounding_box() for place in places.all()]

    assert len(boxes) > 25
    assert [box for box in boxes if box and (box["width"] < 44 or box["height"] < 44)] == []


def test_a_choice_is_announced_with_how_many_places_there_are(started: Page) -> None:
    started.goto("/check-in")
    taps = Taps(started)
    taps.tap("button", "None of these")
    taps.label("Bruise")
    taps.tap("button", "Continue")
    said = started.get_by_role("status")

    taps.label("Left cheek")
    expect(said.get_by_text("Left cheek, chosen, 1 place", exact=True)).to_be_attached()

    taps.label("Right cheek")
    expect(said.get_by_text("Right cheek, chosen, 2 places", exact=True)).to_be_attached()
