"""What the camera does by itself or on request, and that it is off when nobody looks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.faces import a_blurred_face, a_face
from tests.browser.taps import Taps, heading

AtPhotoStep = Callable[..., Taps]
pytestmark = pytest.mark.django_db(transaction=True)
TRACKS_ON = """
  streams.flatMap((one) => one.getTracks()).filter((one) => one.readyState === "live").length
"""
HIDE = """
  Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
"""


def test_the_camera_stops_when_the_page_hides_on_leaving_and_after_a_photo(
    at_photo_step: AtPhotoStep,
) -> None:
    taps = at_photo_step(a_face())
    page, on = taps.page, "Turn on the camera"

    taps.tap("button", on)
    expect(page.get_by_text("Good. Hold still.")).to_be_visible()
    assert page.evaluate(TRACKS_ON) == 1
    page.evaluate(HIDE)
    assert page.evaluate(TRACKS_ON) == 0
    expect(page.get_by_text("The camera is off.")).to_be_visible()
    page.evaluate("delete document.hidden")

    taps.tap("button", on)
    expect(page.get_by_text("Good. Hold still.")).to_be_visible()
    taps.tap("link", "Back")
    heading(page, "Since your last check-in")
    assert page.evaluate(TRACKS_ON) == 0

    taps.tap("button", "Nothing to add")
    taps.tap("button", on)
    expect(page.get_by_text("Good. Hold still.")).to_be_visible()
    taps.tap("button", "Take photo")
    heading(page, "Check and send")
    assert page.evaluate(TRACKS_ON) == 0
    assert page.evaluate("streams.length") == 3


def test_a_camera_that_comes_too_late_is_turned_off_at_once(at_photo_step: AtPhotoStep) -> None:
    taps = at_photo_step(a_face())
    taps.page.evaluate("""() => {
      const ask = navigator.mediaDevices.getUserMedia;
      const asked = new Promise((open) => { window.letIn = open; });
      navigator.mediaDevices.getUserMedia = async (wish) => {
        await asked;
        const stream = await ask(wish);
        setTimeout(() => { document.body.dataset.came = streams.length; });
        return stream;
      };
    }""")
    taps.tap("button", "Turn on the camera")
    expect(taps.page.get_by_text("Starting the camera.")).to_be_visible()
    taps.tap("button", "Skip photo today")
    heading(taps.page, "Check and send")

    taps.page.evaluate("letIn()")

    expect(taps.page.get_by_role("button", name="Take photo")).to_have_count(0)
    expect(taps.page.locator("body")).to_have_attribute("data-came", "1")
    assert taps.page.evaluate(TRACKS_ON) == 0


@pytest.mark.full
def test_the_timer_counts_down_and_can_be_stopped(at_photo_step: AtPhotoStep) -> None:
    taps = at_photo_step(a_face())
    taps.tap("button", "Turn on the camera")
    expect(taps.page.get_by_text("Good. Hold still.")).to_be_visible()
    taps.page.get_by_text("Timer, last photo, voice").click()
    taps.page.get_by_role("radio", name="10 s").check()
    taps.tap("button", "Take photo")
    expect(taps.page.get_by_text("Taking the photo in 10 seconds.")).to_be_visible()
    taps.tap("button", "Stop the timer")
    expect(taps.page.get_by_role("button", name="Take photo")).to_be_visible()

    taps.page.get_by_role("radio", name="3 s").check()
    taps.tap("button", "Take photo")

    heading(taps.page, "Check and send")


@pytest.mark.full
def test_held_still_the_photo_is_taken_by_itself_where_she_asked_for_it(
    at_photo_step: AtPhotoStep,
) -> None:
    taps = at_photo_step(a_face())
    taps.tap("button", "Turn on the camera")
    taps.page.get_by_text("Timer, last photo, voice").click()

    taps.page.get_by_label("Take it by itself when I hold still").check()

    heading(taps.page, "Check and send")


@pytest.mark.full
def test_hints_are_spoken_only_where_she_asked_for_it(at_photo_step: AtPhotoStep) -> None:
    taps = at_photo_step(a_blurred_face())
    taps.page.evaluate("""() => {
      window.spoken = [];
      speechSynthesis.speak = (one) => spoken.push(one.text);
    }""")
    taps.tap("button", "Turn on the camera")
    expect(taps.page.get_by_text("Not sharp yet.")).to_be_visible()
    assert taps.page.evaluate("spoken") == []
    taps.page.get_by_text("Timer, last photo, voice").click()
    taps.page.get_by_label("Say the hints aloud").check()
    taps.tap("button", "Turn off")

    taps.tap("button", "Turn on the camera")

    expect(taps.page.get_by_text("Not sharp yet.")).to_be_visible()
    assert taps.page.evaluate("spoken") == ["Not sharp yet. Wipe the camera."]


@pytest.mark.full
def test_the_back_camera_is_offered_where_there_are_two_and_is_no_mirror(
    at_photo_step: AtPhotoStep,
) -> None:
    taps = at_photo_step(None)
    taps.tap("button", "Turn on the camera")
    stage = taps.page.locator("[data-stage]")
    expect(stage).to_have_attribute("data-mirrored", "")

    taps.tap("button", "Back camera")

    expect(taps.page.get_by_role("button", name="Front camera")).to_be_visible()
    assert stage.get_attribute("data-mirrored") is None
    assert taps.page.evaluate(TRACKS_ON) == 1
