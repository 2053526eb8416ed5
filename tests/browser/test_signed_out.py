"""A shared phone: after signing out, with or without a connection, nothing of hers is left."""

import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.phone import CACHED, SHELF, kept_on, quiet_day, send
from tracker.models import CheckIn, Photo, Treatment, User
from tracker.services.photos import Upload, take_photo

pytestmark = pytest.mark.django_db(transaction=True)
NOTHING = {"caches": [], "databases": [], "local": [], "workers": 0}
SIGN_IN = re.compile("/sign-in$")
# As a phone that has a subscription, whose push service cannot be reached.
SUBSCRIBED = """PushManager.prototype.getSubscription = async () => ({
  unsubscribe: () => { localStorage.asked = "yes"; return new Promise(() => undefined); },
});"""


@pytest.fixture
def an_upload(a_jpeg: bytes) -> Upload:
    return Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()


@pytest.mark.walk
def test_a12_after_signing_out_nothing_of_hers_is_on_the_phone(
    phone: BrowserContext, visited: Page
) -> None:
    visited.goto("/settings")
    sign_out(visited)

    expect(visited).to_have_url(SIGN_IN)
    left = kept_on(phone, visited)
    assert set(left.pop("cookies")) <= {"csrftoken"}, "the form that signs in needs its own"
    assert left == NOTHING
    visited.go_back()
    expect(visited).to_have_url(re.compile("/sign-in"))
    assert not Session.objects.exists()


def test_a12_without_a_connection_it_is_the_same_and_the_session_ends_with_the_next_request(
    phone: BrowserContext, visited: Page
) -> None:
    other = phone.new_page()
    other.goto("/aftercare")
    visited.goto("/settings")
    phone.set_offline(True)
    sign_out(visited)

    for page in (visited, other):
        expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
        assert "toxin" not in page.locator("body").inner_text()
    left = kept_on(phone, visited)
    assert set(left.pop("cookies")) <= {"csrftoken", "sessionid", "signed-out"}
    assert left == NOTHING

    phone.set_offline(False)
    again = phone.new_page()  # the other two may be loading themselves
    again.goto("/")
    expect(again).to_have_url(re.compile("/sign-in"))
    assert not Session.objects.exists()
    assert "signed-out" not in kept_on(phone, again)["cookies"]


def test_a12_she_can_sign_out_on_a_page_that_the_phone_kept(
    phone: BrowserContext, visited: Page
) -> None:
    phone.set_offline(True)
    visited.goto("/settings")
    sign_out(visited)

    expect(visited.get_by_role("heading", name="You are signed out")).to_be_visible()
    left = kept_on(phone, visited)
    left.pop("cookies")
    assert left == NOTHING


def test_a12_back_shows_nothing_of_hers_without_a_connection(
    phone: BrowserContext, visited: Page
) -> None:
    visited.goto("/aftercare")
    visited.goto("/settings")
    phone.set_offline(True)
    sign_out(visited)
    expect(visited.get_by_role("heading", name="You are signed out")).to_be_visible()

    visited.evaluate("history.back()")

    expect(visited).not_to_have_url(re.compile("/settings$"))
    visited.wait_for_load_state()
    for hers in ("toxin", "Aftercare", "recovery"):
        expect(visited.locator("body")).not_to_contain_text(hers)


def test_a12_a_push_service_that_does_not_answer_holds_nothing_back(
    phone: BrowserContext, visited: Page
) -> None:
    visited.goto("/settings")
    visited.evaluate(SUBSCRIBED)
    phone.set_offline(True)
    sign_out(visited)

    expect(visited.get_by_role("heading", name="You are signed out")).to_be_visible()
    left = kept_on(phone, visited)
    assert left.pop("local") == ["asked"], "it was asked to unsubscribe"
    left.pop("cookies")
    assert left == {name: what for name, what in NOTHING.items() if name != "local"}


def test_a12_what_is_not_sent_is_said_before_it_is_lost(
    phone: BrowserContext, visited: Page, face: Path
) -> None:
    phone.set_offline(True)
    quiet_day(visited, face)
    send(visited)
    expect(visited.get_by_role("heading", name="Not sent yet.")).to_be_visible()
    visited.goto("/settings")

    sign_out(visited)

    expect(
        visited.get_by_text("1 check-in or message on this phone is not sent yet.")
    ).to_be_visible()
    assert len(visited.evaluate(SHELF, ["entries", "getAllKeys"])) == 1, "nothing is lost yet"
    visited.get_by_role("button", name="Sign out and delete it").click()
    expect(visited.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert visited.evaluate("indexedDB.databases()") == []
    phone.set_offline(False)
    phone.new_page().goto("/")
    assert not CheckIn.objects.exists()


def test_a12_no_photo_of_hers_lies_in_any_cache(
    phone: BrowserContext, visited: Page, ana: User, her_toxin: Treatment, an_upload: Upload
) -> None:
    photo: Photo = take_photo(by=ana, treatment=her_toxin, check_in=None, upload=an_upload)[0]
    visited.goto("/history?view=photos")
    tile = visited.get_by_role("button", name="Show photo: From the front")
    tile.click()
    expect(tile.locator("img")).to_have_attribute("src", f"/api/v1/photos/{photo.pk}/display/")

    assert not [path for path in visited.evaluate(CACHED) if "photo" in path and "/api/" in path]


def test_a12_who_signs_in_next_finds_and_sends_nothing_of_hers(
    phone: BrowserContext,
    visited: Page,
    signed_in: Callable[..., Page],
    ana: User,
    ben: User,
    his_toxin: Treatment,
) -> None:
    """Her session ran out, she did not sign out: what waits is sealed, and goes only as her."""
    phone.set_offline(True)
    quiet_day(visited)
    send(visited)
    expect(visited.get_by_role("heading", name="Not sent yet.")).to_be_visible()
    visited.close()
    phone.clear_cookies()
    phone.set_offline(False)

    his = signed_in(phone.new_page(), ben)
    his.goto("/")

    expect(his.get_by_role("heading", name="Day 3 of recovery")).to_be_visible()
    expect(his.locator("[data-outbox]")).to_be_hidden()
    assert len(his.evaluate(SHELF, ["entries", "getAllKeys"])) == 1, "it is kept for her"
    assert not CheckIn.objects.exists()
    his.close()
    phone.clear_cookies()

    hers = signed_in(phone.new_page(), ana)
    hers.goto("/")

    expect(hers.get_by_text("Sent today")).to_be_visible()
    assert CheckIn.objects.get().patient.user == ana


KEEP = """async (owner) => {
  (await navigator.serviceWorker.ready).active.postMessage({ keep: owner, anew: true });
}"""
KEPT_PATHS = ["pages", "getAllKeys"]


def keep_again(page: Page) -> None:
    """As a page that was opened before does: the worker asks for what it keeps."""
    page.evaluate(KEEP, page.locator('meta[name="person"]').get_attribute("content"))


def kept_paths(page: Page, wanted: list[str]) -> list[str]:
    """Looked at until it is so, or for a while."""
    for _look in range(100):
        if (found := sorted(page.evaluate(SHELF, KEPT_PATHS))) == wanted:
            break
        page.wait_for_timeout(50)
    return found


def test_who_was_signed_out_by_the_clinic_still_has_its_number_without_a_connection(
    phone: BrowserContext, visited: Page
) -> None:
    phone.clear_cookies()
    keep_again(visited)
    assert kept_paths(visited, ["/offline"]) == ["/offline"]

    phone.set_offline(True)
    for address in ("/", "/help", "/history", "/sign-in"):
        visited.goto(address)
        expect(visited.get_by_role("heading", name="There is no connection")).to_be_visible()
        expect(visited.get_by_role("link", name="Call 112")).to_be_visible()
        expect(visited.get_by_text("Clinic A: +44")).to_be_visible()
    assert "botulinum" not in visited.locator("body").inner_text().lower()


def test_who_was_signed_out_from_another_device_leaves_nothing_to_read_once_the_app_is_opened(
    phone: BrowserContext, visited: Page
) -> None:
    """A lost phone: whoever has it opens the app with a line, and then without one."""
    Session.objects.all().delete()
    visited.goto("/")
    expect(visited.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    assert kept_paths(visited, ["/offline"]) == ["/offline"]

    phone.set_offline(True)
    visited.goto("/history")
    expect(visited.get_by_role("heading", name="There is no connection")).to_be_visible()


def test_where_somebody_else_is_signed_in_not_even_the_number_stays(
    phone: BrowserContext,
    visited: Page,
    signed_in: Callable[..., Page],
    dr_cho: User,
) -> None:
    phone.clear_cookies()
    signed_in(visited, dr_cho)

    keep_again(visited)

    assert kept_paths(visited, []) == []
