"""The baseline photos in the room: the camera stays on from view to view, no tap is lost."""

import pytest
from playwright.sync_api import expect

from tests import cast
from tests.browser.faces import a_face
from tracker.models import Photo

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (320, "dark")]


@pytest.fixture
def treated(ana_patient):
    return cast.treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=0)


@pytest.fixture
def address(treated):
    return f"/clinic/treatments/{treated.pk}/baseline"


def test_the_camera_is_turned_on_once_and_each_view_is_saved_as_it_is_taken(
    before_camera, signed_in, dr_cho, address
):
    page = signed_in(before_camera(a_face()), dr_cho)
    page.goto(address)
    page.get_by_role("link", name="Take: Front, at rest").click()
    page.get_by_role("button", name="Turn on the camera").click()

    for number, saved in enumerate(("Front, at rest", "Front, brows up"), start=1):
        expect(page.get_by_text("Good. Hold still.")).to_be_visible()
        page.get_by_role("button", name="Take photo").click()
        expect(page.get_by_text("Good: clear and well lit.")).to_be_visible()
        page.get_by_role("button", name="Save, and on to the next").click()
        expect(page.get_by_text(f"Saved: {saved}.")).to_be_visible()
        assert Photo.objects.count() == number

    assert {photo.sent_by for photo in Photo.objects.all()} == {dr_cho}
    assert {photo.width / photo.height for photo in Photo.objects.all()} == {0.75}


def test_a_picked_photo_leaves_the_device_small_and_says_what_is_to_be_seen(
    page, signed_in, dr_cho, address
):
    signed_in(page, dr_cho).goto(f"{address}/left_45")
    picker = page.get_by_label("Take or choose a photo")
    picker.set_input_files(files=[{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_face()}])
    expect(page.get_by_text("Good: clear and well lit.")).to_be_visible()

    page.get_by_role("button", name="Save, and on to the next").click()

    expect(page.get_by_text("Saved: Patient's left, 45°.")).to_be_visible()
    expect(page.get_by_role("button", name="Turn on the camera")).to_be_visible()
    assert Photo.objects.get().view == "left_45"


def test_without_a_line_nothing_is_sent_into_the_void(page, signed_in, dr_cho, address):
    signed_in(page, dr_cho).goto(f"{address}/left_45")
    picker = page.get_by_label("Take or choose a photo")
    picker.set_input_files(files=[{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_face()}])
    expect(page.get_by_text("Good: clear and well lit.")).to_be_visible()
    page.context.route("**/healthz", lambda route: route.abort())

    page.get_by_role("button", name="Save, and on to the next").click()
    expect(page.get_by_text("Nothing was sent.")).to_be_visible()
    page.context.unroute("**/healthz")
    page.evaluate("dispatchEvent(new Event('line-back'))")
    page.get_by_role("button", name="Save, and on to the next").click()

    expect(page.get_by_text("Saved: Patient's left, 45°.")).to_be_visible()
    assert Photo.objects.count() == 1


def test_both_pages_fit_and_can_be_read(
    page, signed_in, dr_cho, address, axe, wear, sideways, screenshot
):
    signed_in(page, dr_cho)
    page.emulate_media(reduced_motion="reduce")
    for name, path in (("baseline", address), ("baseline-view", f"{address}/right_90")):
        page.goto(path)
        for width, theme in LOOKS:
            wear(page, width=width, theme=theme)
            axe(page)
            assert sideways(page) == 0, f"{name} at {width}"
            screenshot(page, f"{name}-{width}-{theme}")
