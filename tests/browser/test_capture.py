"""The camera on the photo step: a guide, hints, a ghost; off again as soon as nobody looks."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, Request, expect

from tests.browser.faces import a_blurred_face, a_face, four_quarters, to_the_photo_step
from tests.browser.phone import PHOTO_PATIENCE
from tests.browser.taps import RESULT, Taps, heading
from tests.imaging.pictures import BLUE, GREEN, RED, YELLOW, looks_like
from tracker.models import CheckIn, Photo, ReviewCase, Treatment, User
from tracker.services import photo_store
from tracker.services.photos import Upload, take_photo
from tracker.services.reviews import request_photo

AtPhotoStep = Callable[..., Taps]
pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], Page]
Camera = Callable[..., Page]
DARK = pytest.param(320, "dark", marks=pytest.mark.full)
ENDS_IN_HALF, MESSAGES = re.compile(r"#outline-half$"), re.compile(r"/messages$")


def an_earlier_photo(ana: User, treatment: Treatment) -> Photo:
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_face())
    return take_photo(by=ana, treatment=treatment, check_in=None, upload=upload)[0]


@pytest.mark.walk
def test_a1_a_quiet_day_with_the_camera_takes_seven_taps(at_photo_step: AtPhotoStep) -> None:
    taps = at_photo_step(a_face())

    taps.tap("button", "Turn on the camera")
    expect(taps.page.get_by_text("Good. Hold still.")).to_be_visible()
    taps.tap("button", "Take photo")
    heading(taps.page, "Check and send")
    expect(taps.page.locator(".summary")).to_contain_text("From the front, face at rest")
    taps.tap("button", "Send to my clinic")

    expect(taps.page).to_have_url(RESULT)
    assert taps.count <= 7
    photo = Photo.objects.get()
    assert photo.check_in == CheckIn.objects.get()
    assert (photo.view, photo.quality["advice"]) == ("front_rest", None)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a11_the_preview_is_a_mirror_and_the_saved_photo_is_not(
    at_photo_step: AtPhotoStep, direction: str
) -> None:
    taps = at_photo_step(four_quarters())
    taps.page.evaluate("(direction) => { document.documentElement.dir = direction; }", direction)
    taps.tap("button", "Turn on the camera")
    expect(taps.page.locator("[data-stage]")).to_have_attribute("data-mirrored", "")
    picture = taps.page.locator(".stage__picture")
    assert picture.evaluate("one => getComputedStyle(one).scale") == "-1 1"

    taps.tap("button", "Take photo")
    heading(taps.page, "Check and send")
    taps.tap("button", "Send to my clinic")

    expect(taps.page).to_have_url(RESULT)
    photo = Photo.objects.get()
    assert photo.width / photo.height == pytest.approx(3 / 4, abs=0.01)
    stored = Image.open(io.BytesIO(photo_store.read(photo, "display", "jpeg")))
    assert looks_like(stored, [RED, GREEN, BLUE, YELLOW], within=16)


def test_going_on_while_the_photo_is_looked_at_goes_on_once(at_photo_step: AtPhotoStep) -> None:
    taps = at_photo_step(a_face())
    said: list[str] = []
    taps.page.on("pageerror", lambda error: said.append(str(error)))
    taps.tap("button", "Turn on the camera")
    expect(taps.page.get_by_text("Good. Hold still.")).to_be_visible()
    taps.page.evaluate("""() => {
      document.querySelector("[data-shutter]").click();
      document.querySelector('[data-page="photo"] [data-next]').click();
    }""")
    heading(taps.page, "Check and send")
    taps.tap("button", "Send to my clinic")

    expect(taps.page).to_have_url(RESULT)
    assert Photo.objects.get().quality["advice"] is None
    assert said == []


def test_by_keyboard_the_shutter_has_the_focus_as_soon_as_the_camera_is_on(
    at_photo_step: AtPhotoStep,
) -> None:
    page = at_photo_step(a_face()).page
    page.get_by_role("button", name="Turn on the camera").focus()

    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take photo")).to_be_focused()
    expect(page.get_by_text("Good. Hold still.")).to_be_visible()
    page.keyboard.press("Enter")

    heading(page, "Check and send")


def test_a13_a_blurred_look_gives_a_hint_and_its_photo_can_still_be_sent(
    at_photo_step: AtPhotoStep,
) -> None:
    taps = at_photo_step(a_blurred_face())
    taps.tap("button", "Turn on the camera")
    hint = taps.page.get_by_text("Not sharp yet.")
    expect(hint).to_be_visible()
    expect(hint).to_have_attribute("role", "status")

    taps.tap("button", "Take photo")
    said = "Could be clearer: blurry. Retake, or use it anyway."
    expect(taps.page.get_by_text(said)).to_be_focused()
    taps.page.get_by_role("button", name="Use it anyway").click()
    heading(taps.page, "Check and send")
    taps.tap("button", "Send to my clinic")

    expect(taps.page).to_have_url(RESULT)
    assert Photo.objects.get().quality["advice"] == "blurred"


def test_refused_the_file_picker_is_there_with_the_same_guide(at_photo_step: AtPhotoStep) -> None:
    taps = at_photo_step(a_face(), allowed=False)
    taps.tap("button", "Turn on the camera")

    expect(taps.page.get_by_text("This page may not use the camera.")).to_be_visible()
    picker = taps.page.get_by_label("Take or choose a photo")
    expect(picker).to_be_focused()
    expect(taps.page.get_by_text("Relax your face and close your mouth.")).to_be_visible()
    picker.set_input_files(files=[{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_face()}])
    expect(taps.page.get_by_text("Good: clear and well lit.")).to_be_visible()


def test_where_there_is_no_camera_that_is_said_and_the_photo_can_be_skipped(
    page: Page, signed_in: SignIn, ana: User, day_2: Treatment
) -> None:
    signed_in(page, ana).goto("/")
    taps = to_the_photo_step(page)
    taps.tap("button", "Turn on the camera")

    said = "We found no camera. Choose a photo here, or go on without one."
    expect(page.get_by_text(said)).to_be_visible()
    taps.tap("button", "Skip photo today")
    heading(page, "Check and send")


def test_the_ghost_is_fetched_when_the_camera_is_on_and_never_kept(
    at_photo_step: AtPhotoStep, ana: User, day_2: Treatment
) -> None:
    earlier = an_earlier_photo(ana, day_2)
    taps = at_photo_step(a_face())
    asked: list[Request] = []
    taps.page.on("request", lambda request: asked.append(request))
    ghost = taps.page.locator("[data-ghost]")
    expect(ghost).to_have_count(0)

    with taps.page.expect_response("**/display/") as got:
        taps.tap("button", "Turn on the camera")

    assert got.value.url.endswith(f"/api/v1/photos/{earlier.pk}/display/")
    assert got.value.headers["cache-control"] == "private, no-store"
    expect(ghost).to_have_attribute("data-strength", "30")
    taps.page.get_by_text("Timer, last photo, voice").click()
    choice = taps.page.get_by_role("group", name="Show your last photo")
    for name, opacity in (("60 %", "0.6"), ("Off", "0"), ("30 %", "0.3")):
        choice.get_by_label(name).check()
        assert ghost.evaluate("one => getComputedStyle(one).opacity") == opacity
    source = ghost.get_attribute("src") or ""
    assert source.startswith("blob:")
    taps.tap("button", "Turn off")
    expect(ghost).to_have_count(0)
    is_gone = "one => fetch(one).then(() => false, () => true)"
    assert taps.page.evaluate(is_gone, source)
    assert len([one for one in asked if "/api/v1/photos/" in one.url]) == 1


def test_without_an_earlier_photo_there_is_no_ghost_to_choose(at_photo_step: AtPhotoStep) -> None:
    taps = at_photo_step(a_face())
    taps.tap("button", "Turn on the camera")
    expect(taps.page.get_by_text("Good. Hold still.")).to_be_visible()
    taps.page.get_by_text("Timer, last photo, voice").click()

    expect(taps.page.get_by_role("group", name="Timer")).to_be_visible()
    expect(taps.page.get_by_role("group", name="Show your last photo")).to_have_count(0)


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), DARK])
def test_a2_axe_finds_nothing_on_the_camera_and_every_target_is_large(
    at_photo_step: AtPhotoStep,
    ana: User,
    day_2: Treatment,
    axe: Callable[[Page], None],
    sideways: Callable[[Page], int],
    wear: Callable[..., None],
    width: int,
    theme: str,
) -> None:
    an_earlier_photo(ana, day_2)
    taps = at_photo_step(a_blurred_face())
    page = taps.page
    wear(page, width=width, theme=theme)

    def look() -> None:
        axe(page)
        assert sideways(page) == 0
        targets = page.locator('[data-page="photo"] :is(button, .choice, summary, .drop)')
        small = [one for one in targets.locator("visible=true").all() if height(one) < 48]
        assert [one.inner_text() for one in small] == []

    look()
    taps.tap("button", "Turn on the camera")
    expect(page.get_by_text("Not sharp yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Take photo")).to_be_in_viewport(ratio=1)
    page.get_by_text("Timer, last photo, voice").click()
    look()
    taps.tap("button", "Take photo")
    anyway = page.get_by_role("button", name="Use it anyway")
    expect(anyway).to_be_visible(timeout=PHOTO_PATIENCE)
    look()


def height(target: Any) -> float:
    box = target.bounding_box()
    assert box
    return float(box["height"])


def test_a_request_for_one_view_opens_exactly_that_guide_and_returns(
    before_camera: Camera,
    signed_in: SignIn,
    axe: Callable[[Page], None],
    ana: User,
    dr_cho: User,
    urgent_case: ReviewCase,
) -> None:
    request_photo(
        by=dr_cho,
        case=urgent_case,
        version=urgent_case.version,
        view="right_45",
        wanted_by=timezone.now() + timedelta(hours=5),
        text="",
    )
    page = signed_in(before_camera(a_face()), ana)
    page.goto("/messages")
    page.get_by_role("link", name="Take photo").click()

    view = "Half turned, your right cheek to the camera"
    expect(page.get_by_role("heading", level=2)).to_have_text(view)
    axe(page)
    page.get_by_role("button", name="Turn on the camera").click()
    expect(page.get_by_text("Good. Hold still.")).to_be_visible()
    outlines = page.locator("[data-outlines]")
    expect(outlines).to_have_attribute("data-flipped", "")
    expect(outlines.locator("use").first).to_have_attribute("href", ENDS_IN_HALF)
    page.get_by_role("button", name="Take photo").click()
    expect(page.get_by_text("Good: clear and well lit.")).to_be_visible()
    expect(page.get_by_role("button", name="Send to my clinic")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(MESSAGES)
    photo = Photo.objects.get()
    assert (photo.view, photo.request) == ("right_45", urgent_case.photo_requests.get())
    assert (photo.width, photo.height) == Image.open(io.BytesIO(a_face())).size


def test_a_skip_may_say_why_and_a_photo_takes_the_reason_back(
    page: Page, signed_in: SignIn, ana: User, day_2: Treatment
) -> None:
    signed_in(page, ana).goto("/")
    taps = to_the_photo_step(page)
    page.get_by_text("No photo today? You can say why.").click()
    page.get_by_text("My camera does not work").click()
    taps.tap("button", "Skip photo today")
    heading(page, "Check and send")
    expect(page.locator("[data-summary]")).to_contain_text("My camera does not work")

    page.locator('[data-change="photo"]').click()
    face = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_face()}
    page.locator("#photo").set_input_files(files=[face])
    expect(page.locator("[data-chosen-photos] [data-name]")).to_have_count(1)
    expect(page.locator("[data-why-not]")).to_be_hidden()
    taps.tap("button", "Continue")
    expect(page.locator("[data-summary]")).not_to_contain_text("My camera does not work")

    page.locator('[data-change="photo"]').click()
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("I am not alone here").click()
    taps.tap("button", "Skip photo today")
    taps.tap("button", "Send to my clinic")
    page.wait_for_url("**/check-ins/*")

    assert CheckIn.objects.get().no_photo_because == "not_private"
