"""The face map: a mirror for her, facing for the clinician, every target large enough."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pseudo_locale import from_the_right
from tests.browser.screens import answer_questions, onwards
from tests.browser.taps import RESULT, Taps
from tracker.models import ReviewCase, SymptomReport, Treatment, User

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


@pytest.mark.parametrize("language", [nullcontext, from_the_right], ids=["ltr", "rtl"])
def test_a11_what_she_taps_at_screen_left_is_stored_left_and_stands_right_at_the_clinic(
    page: Page,
    signed_in: SignIn,
    wear: Callable[..., None],
    ana: User,
    dr_cho: User,
    her_toxin: Treatment,
    language: Callable[[], AbstractContextManager[None]],
) -> None:
    with language():
        signed_in(page, ana).goto("/check-in")
        page.locator('[data-answer="none"]').click()
        page.locator('input[name="tick"][value="numb"]').check()
        onwards(page).click()
        cheeks = page.locator('.place:has([value^="cheek:"])').locator("visible=true").all()
        cheeks[0].evaluate("(one) => one.scrollIntoView({ block: 'center' })")
        first, last = sorted((middle_of(cheek) for cheek in cheeks), key=lambda at: at[0])
        assert first[0] < 195 < last[0]
        page.mouse.click(*first)
        answer_questions(page)
        for step in ("[data-next]", "[data-next]", "[data-skip-photo]", "[data-send]"):
            page.locator(step).locator("visible=true").first.click()
        expect(page).to_have_url(RESULT)
        told = SymptomReport.objects.get()
        assert (told.region, told.side) == ("cheek", "left")

        wear(page, width=1280)
        signed_in(page, dr_cho).goto(f"/clinic/cases/{ReviewCase.objects.get().pk}")
        face = page.locator(".face--clinic .face__frame")
        face.scroll_into_view_if_needed()
        middle = middle_of(face)[0]
        assert middle_of(page.locator(".face--clinic .place.is-reported"))[0] > middle
        for letter, is_right in (("R", False), ("L", True)):
            at = middle_of(
                page.locator(".face--clinic .face__sides").get_by_text(letter, exact=True)
            )
            assert (at[0] > middle) == is_right


def middle_of(part: Locator) -> tuple[float, float]:
    box = part.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


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
