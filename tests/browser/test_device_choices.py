"""P16 in the browser: what is chosen for a device takes hold at once, and only while it may."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.taps import Taps
from tracker.models import Photo, Treatment, User
from tracker.services.photos import Upload, take_photo

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], Page]
DARK_PAGE = "rgb(15, 22, 28)"
BACKGROUND = "getComputedStyle(document.body).backgroundColor"
MOVING = """[...document.querySelectorAll("*")].filter((each) => {
  const { transitionDuration, animationName } = getComputedStyle(each);
  return transitionDuration !== "0s" || animationName !== "none";
}).length"""
HIDDEN = """(isHidden) => {
  Object.defineProperty(document, "hidden", { get: () => isHidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def her_photo(ana: User, her_toxin: Treatment, a_jpeg: bytes) -> Photo:
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    return take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)[0]


@pytest.fixture
def settings(page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment) -> Page:
    signed_in(page, ana).goto("/settings")
    return page


def choose(page: Page, label: str) -> None:
    page.locator('form:has([name="theme"])').get_by_label(label, exact=True).check()
    page.get_by_role("button", name="Save the look").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_a_dark_page_is_dark_before_any_script_runs(settings: Page) -> None:
    settings.emulate_media(color_scheme="light")
    choose(settings, "Dark")

    settings.route("**/*.js", lambda route: route.abort())
    settings.goto("/")

    assert settings.evaluate(BACKGROUND) == DARK_PAGE


def test_a20_no_movement_stops_it_on_a_device_that_moves_things(settings: Page) -> None:
    settings.emulate_media(reduced_motion="no-preference")
    settings.goto("/check-in")
    assert settings.evaluate(MOVING) > 0

    settings.goto("/settings")
    choose(settings, "No movement")
    settings.goto("/check-in")
    Taps(settings).tap("button", "None of these")

    assert settings.evaluate(MOVING) == 0


def test_sharp_at_once_needs_no_tap_and_is_blurred_while_she_looks_away(
    settings: Page, her_photo: Photo
) -> None:
    choose(settings, "Sharp at once")
    settings.goto("/history?view=photos")
    tile = settings.locator("[data-photo]").first

    expect(tile).to_have_attribute("aria-pressed", "true")
    settings.evaluate(HIDDEN, True)
    expect(tile).to_have_attribute("aria-pressed", "false")
    settings.evaluate(HIDDEN, False)
    expect(tile).to_have_attribute("aria-pressed", "true")


def test_another_language_takes_hold_with_the_next_page(settings: Page) -> None:
    settings.get_by_label("Español").check()
    settings.get_by_role("button", name="Save the language").click()

    expect(settings.get_by_role("heading", level=1)).to_have_text("Ajustes")
    settings.goto("/check-in")
    settings.get_by_role("button", name="Nada de esto").locator("visible=true").first.click()
    settings.locator('input[name="tick"][value="bruise"]').check()
    settings.locator("[data-next]").locator("visible=true").first.click()

    expect(settings.get_by_label("Mejilla izquierda").first).to_be_attached()
