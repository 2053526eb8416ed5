"""A picked file leaves the phone upright, small and bare; what cannot be read is said."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.faces import a_blurred_face, a_face, to_the_photo_step
from tests.browser.phone import PHOTO_PATIENCE, SHELF, with_patience
from tests.browser.taps import RESULT, Taps
from tests.imaging.pictures import (
    BLUE,
    FIXTURES,
    GREEN,
    RED,
    YELLOW,
    looks_like,
    quarters,
    saved,
)
from tracker.models import CheckIn, Photo, Treatment, User
from tracker.services import photos

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], Page]
GPS, ORIENTATION, MAKE, WHERE = 0x8825, 0x0112, 0x010F, {1: "N", 2: (51.0, 30.0, 0.0)}


@pytest.fixture
def arrived(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The bytes of each upload as the server got them; they are taken in as ever."""
    found: list[bytes] = []

    def take_in(data: bytes) -> object:
        found.append(data)
        return TAKE_IN(data)

    TAKE_IN = photos.take_in
    monkeypatch.setattr(photos, "take_in", take_in)
    return found


@pytest.fixture
def at_photo(page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment) -> Page:
    signed_in(page, ana).goto("/")
    to_the_photo_step(page)
    return page


def pick(page: Page, data: bytes, name: str = "face.jpg") -> None:
    file = {"name": name, "mimeType": "image/jpeg", "buffer": data}
    page.locator("#photo").set_input_files(files=[file])


def send(page: Page) -> None:
    taps = Taps(page)
    taps.tap("button", "Continue")
    taps.tap("button", "Send to my clinic")
    expect(page).to_have_url(RESULT, timeout=PHOTO_PATIENCE)


def turned_with_a_place() -> bytes:
    """Lies on its side and says so; knows where it was taken, and by what."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE], exif[GPS] = 6, "CANARY phone", WHERE
    lying = quarters(300, 400).transpose(Image.Transpose.ROTATE_90)
    return saved(lying, "JPEG", quality=95, exif=exif.tobytes())


@pytest.mark.walk
def test_a13_place_and_device_stay_on_the_phone_and_the_picture_stands_upright(
    at_photo: Page, arrived: list[bytes]
) -> None:
    sent = turned_with_a_place()
    assert b"CANARY" in sent and Image.open(io.BytesIO(sent)).size == (400, 300)

    pick(at_photo, sent)
    send(at_photo)

    (data,) = arrived
    picture = Image.open(io.BytesIO(data))
    assert picture.format == "JPEG"
    assert picture.size == (300, 400)
    assert b"CANARY" not in data and b"Exif" not in data
    assert not picture.getexif()
    assert looks_like(picture, [RED, GREEN, BLUE, YELLOW], within=16)
    stored = Photo.objects.get()
    assert (stored.width, stored.height) == (300, 400)


@pytest.mark.full
def test_a_noisy_picture_of_twelve_megapixels_is_made_to_fit(
    at_photo: Page, arrived: list[bytes]
) -> None:
    grain = np.random.default_rng(3).integers(0, 256, (3000, 4000, 3), dtype=np.uint8)
    sent = saved(Image.fromarray(grain), "JPEG", quality=80)
    assert len(sent) > 8_000_000

    pick(at_photo, sent)
    send(at_photo)

    (data,) = arrived
    assert len(data) <= 1_500_000
    width, height = Image.open(io.BytesIO(data)).size
    assert max(width, height) <= 2048
    assert width / height == pytest.approx(4 / 3, abs=0.01)


def test_a_large_quiet_picture_keeps_2048_pixels(at_photo: Page, arrived: list[bytes]) -> None:
    pick(at_photo, saved(quarters(3000, 4000), "JPEG"))
    send(at_photo)

    assert Image.open(io.BytesIO(arrived[0])).size == (1536, 2048)


def test_what_is_see_through_becomes_white(at_photo: Page, arrived: list[bytes]) -> None:
    pick(at_photo, saved(Image.new("RGBA", (80, 80), (0, 0, 0, 0)), "PNG"), "cut.png")
    send(at_photo)

    picture = Image.open(io.BytesIO(arrived[0])).convert("RGB")
    assert picture.getpixel((40, 40)) == (255, 255, 255)


def test_a_heic_that_the_browser_cannot_draw_is_sent_as_it_is(
    at_photo: Page, arrived: list[bytes]
) -> None:
    heic = (FIXTURES / "phone.heic").read_bytes()

    pick(at_photo, heic, "IMG_0042.HEIC")
    expect(at_photo.get_by_text("Ready to send.")).to_be_visible()
    send(at_photo)

    assert arrived == [heic]
    assert Photo.objects.get().check_in == CheckIn.objects.get()


@pytest.mark.parametrize(
    "data", [b"not a picture at all", b"", a_face()[:400], b"\0\0\0\x18ftypqt  "]
)
def test_a_picture_that_cannot_be_read_says_so_and_can_be_removed(
    at_photo: Page, data: bytes
) -> None:
    pick(at_photo, data)

    said = at_photo.get_by_text("This picture cannot be read. Remove it, then choose another one.")
    expect(said).to_be_focused()
    at_photo.get_by_role("button", name="Remove: From the front, face at rest").click()
    expect(said).to_have_count(0)
    pick(at_photo, a_face())
    expect(at_photo.get_by_text("Good: clear and well lit.")).to_be_visible()
    send(at_photo)
    assert Photo.objects.get().quality["advice"] is None


def test_an_unreadable_picture_never_holds_the_words_back(at_photo: Page) -> None:
    pick(at_photo, b"not a picture at all")
    taps = Taps(at_photo)
    taps.tap("button", "Continue")
    expect(at_photo.locator("[data-summary]")).to_contain_text("No photo")
    expect(at_photo.locator("[data-summary]")).not_to_contain_text("From the front")
    at_photo.get_by_label("Anything else?").fill("The bruise is yellow now.")
    taps.tap("button", "Send to my clinic")

    expect(at_photo.get_by_text("could not be read, so it was not sent")).to_be_visible()
    assert CheckIn.objects.get().note == "The bruise is yellow now."
    at_photo.get_by_role("link", name="See what to do now").click()
    expect(at_photo).to_have_url(RESULT)


def test_a13_a_blurred_photo_gets_advice_and_goes_off_all_the_same(at_photo: Page) -> None:
    pick(at_photo, a_blurred_face())
    said = "Could be clearer: blurry. Retake, or use it anyway."
    expect(at_photo.get_by_text(said)).to_be_focused()
    send(at_photo)

    photo = Photo.objects.get()
    assert photo.check_in == CheckIn.objects.get()
    assert photo.quality["advice"] == "blurred"
    assert photo.quality["sharp"] < 0.8
    expect(at_photo.get_by_text("Your photo has arrived")).to_contain_text("blurry")


def test_the_servers_own_advice_is_told_beside_the_upload(at_photo: Page) -> None:
    """The device could not draw it; another photo holds the page, so that the line can be read."""
    pick(at_photo, b"not a picture at all")
    at_photo.get_by_role("button", name="Remove").click()
    pick(at_photo, a_blurred_face())
    at_photo.get_by_role("button", name="Use it anyway").click()
    at_photo.locator("#photo-front_brows_up").set_input_files(
        files=[{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"nothing"}]
    )
    taps = Taps(at_photo)
    taps.tap("button", "Continue")
    taps.tap("button", "Send to my clinic")

    line = at_photo.get_by_text("Your photo has arrived. Could be clearer: blurry.")
    expect(line).to_be_visible(timeout=PHOTO_PATIENCE)
    assert Photo.objects.get().view == "front_rest"


def test_use_it_anyway_leads_to_the_next_view_and_retake_is_offered_twice(at_photo: Page) -> None:
    for _prompt in (1, 2):
        pick(at_photo, a_blurred_face())
        at_photo.get_by_role("button", name="Retake: From the front, face at rest").click()
        expect(at_photo.get_by_role("heading", name="From the front, face at rest")).to_be_focused()

    pick(at_photo, a_blurred_face())

    expect(at_photo.get_by_role("heading", name="From the front, brows raised")).to_be_visible()
    said = "Could be clearer: blurry. It will be sent as it is."
    expect(at_photo.get_by_text(said)).to_be_visible()
    expect(at_photo.get_by_role("button", name="Retake")).to_have_count(0)


@pytest.mark.walk
def test_how_often_she_took_it_goes_with_the_photo_and_with_the_draft(at_photo: Page) -> None:
    pick(at_photo, a_blurred_face())
    at_photo.get_by_role("button", name="Retake: From the front, face at rest").click()
    pick(at_photo, a_face())
    expect(at_photo.get_by_role("heading", name="From the front, brows raised")).to_be_visible()
    with_patience(at_photo, lambda: len(at_photo.evaluate(SHELF, ["photos", "getAllKeys"])) == 1)

    at_photo.goto("/check-in")
    expect(at_photo.get_by_text("Your answers from")).to_be_visible()
    for name in ("None of these", "No new symptoms", "Nothing to add"):
        Taps(at_photo).tap("button", name)
    at_photo.get_by_role("button", name="Remove: From the front, face at rest").click()
    pick(at_photo, a_face())
    send(at_photo)

    assert Photo.objects.get().taken_again == 2


def test_a_symptom_on_one_side_adds_the_half_turned_views(
    page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment
) -> None:
    signed_in(page, ana).goto("/check-in")
    taps = Taps(page)
    taps.tap("button", "None of these")
    taps.label("Tender or sore")
    taps.tap("button", "Continue")
    for label in ("Left cheek", "Mild", "Today"):
        taps.label(label)
    taps.tap("button", "Continue")
    taps.tap("button", "Nothing to add")

    expect(page.get_by_text("Photo 1 of 5")).to_be_visible()
    for _view in range(4):
        taps.tap("button", "Leave this photo out")
    expect(page.get_by_role("heading", name="Half turned, your right cheek")).to_be_focused()
    expect(page.get_by_role("button", name="Leave this photo out")).to_have_count(0)
    taps.tap("button", "Skip photo today")
    expect(page.get_by_text("No photo", exact=True)).to_be_visible()


def test_without_script_every_view_is_a_plain_field(
    without_script: Page, signed_in: SignIn, ana: User, her_toxin: Treatment, tmp_path: Path
) -> None:
    page, file = signed_in(without_script, ana), tmp_path / "face.jpg"
    file.write_bytes(a_face())
    page.goto("/check-in")

    page.get_by_label("None of these").check()
    page.get_by_role("button", name="Continue").first.click()
    expect(page.get_by_role("heading", name="The next questions")).to_be_visible()
    expect(page.get_by_role("button", name="Turn on the camera")).to_have_count(0)
    page.locator("#photo").set_input_files(file)
    page.locator("#photo-front_frown").set_input_files(file)
    page.get_by_role("button", name="Send to my clinic").click()

    expect(page).to_have_url(RESULT)
    assert set(Photo.objects.values_list("view", flat=True)) == {"front_rest", "front_frown"}
