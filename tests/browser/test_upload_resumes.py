"""P11: a photo that a bad line cuts off goes on where it stood, and arrives once."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from tests.browser.phone import PHOTO_PATIENCE, quiet_day, send, with_patience
from tests.browser.taps import RESULT
from tracker.models import CheckIn, Photo, Treatment, User

pytestmark = pytest.mark.django_db(transaction=True)
PART = 64 * 1024
PARTS = "**/photos/*/"


@pytest.fixture
def at_home(
    phone: BrowserContext, signed_in: Callable[..., Page], ana: User, her_toxin: Treatment
) -> Iterator[Page]:
    page = signed_in(phone.new_page(), ana)
    page.goto("/")
    yield page


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A picture that is several parts long, made small by the phone or not."""
    out, file = io.BytesIO(), tmp_path / "large.jpg"
    Image.effect_noise((900, 1200), 60).convert("RGB").save(out, "JPEG", quality=92)
    file.write_bytes(out.getvalue())
    return file


def offset_of(request: Request) -> int:
    return int(request.headers["upload-offset"])


@pytest.mark.walk
def test_a_part_that_is_cut_off_is_the_only_one_that_is_sent_again(
    at_home: Page, phone: BrowserContext, large: Path
) -> None:
    tried: list[int] = []

    def cut(route: Route) -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        tried.append(offset_of(route.request))
        if len(tried) == 2:
            return route.abort()  # it never came to the clinic
        if len(tried) == 4:
            route.fetch()
            return route.abort()  # it did, and the answer was lost
        return route.continue_()

    phone.route(PARTS, cut)
    quiet_day(at_home, large)
    send(at_home)

    expect(at_home).to_have_url(RESULT, timeout=PHOTO_PATIENCE)
    assert tried == [0, PART, *range(PART, tried[-1] + PART, PART)]
    assert len(tried) > 4
    assert Photo.objects.get().check_in == CheckIn.objects.get()


def test_a_tab_that_was_killed_half_way_goes_on_from_there(
    at_home: Page, phone: BrowserContext, large: Path
) -> None:
    tried: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "PATCH":
            tried.append(offset_of(route.request))
        if len(tried) < 3:
            route.continue_()
        else:
            route.abort()

    phone.route(PARTS, lose)
    quiet_day(at_home, large)
    send(at_home)
    expect(at_home.get_by_text("Your photo is on its way.")).to_be_visible()
    with_patience(at_home, lambda: len(tried) == 3)
    at_home.close()
    phone.unroute(PARTS)

    opened = phone.new_page()
    later: list[int] = []
    opened.on("request", lambda one: one.method == "PATCH" and later.append(offset_of(one)))
    with opened.expect_response("**/photos/"):
        opened.goto("/")

    expect(opened.get_by_text("Sent today")).to_be_visible(timeout=PHOTO_PATIENCE)
    assert later[0] == 2 * PART
    assert Photo.objects.get().check_in == CheckIn.objects.get()


def test_a_clinic_whose_server_knows_no_parts_gets_the_photo_whole(
    at_home: Page, phone: BrowserContext, large: Path
) -> None:
    phone.route(PARTS, lambda route: route.fulfill(status=404, json={}))
    quiet_day(at_home, large)
    send(at_home)

    expect(at_home).to_have_url(RESULT, timeout=PHOTO_PATIENCE)
    assert Photo.objects.get().check_in == CheckIn.objects.get()


def test_a_network_that_answers_in_the_clinics_place_costs_nothing(
    at_home: Page, phone: BrowserContext, large: Path
) -> None:
    phone.route(PARTS, lambda route: route.fulfill(status=200, body="<html>Welcome to our Wi-Fi"))
    quiet_day(at_home, large)
    send(at_home)
    expect(at_home.get_by_text("Your photo is not sent yet.")).to_be_visible()
    assert not Photo.objects.exists()

    phone.unroute(PARTS)
    at_home.get_by_role("button", name="Try again").locator("visible=true").click()
    expect(at_home).to_have_url(RESULT, timeout=PHOTO_PATIENCE)
    assert Photo.objects.get().check_in == CheckIn.objects.get()
