"""The outbox when things go wrong: sealed first, sent once, kept until the clinic has it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from tests.browser.phone import PHOTO_PATIENCE, SHELF, quiet_day, send, with_patience
from tests.browser.taps import RESULT, Taps
from tracker.models import CheckIn, Photo, Treatment, User

pytestmark = pytest.mark.django_db(transaction=True)
NOT_SENT = "Not sent yet."
VISIBLE = "document.dispatchEvent(new Event('visibilitychange'))"
# As a full phone answers: what is as large as a photo is refused.
FULL = """{ const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (record) {
  const size = record.sealed?.size ?? record.sealed?.byteLength;
  if (size > 1_000_000) throw new DOMException("", "QuotaExceededError");
  return put.call(this, record);
}; }"""

NO_WORKER = "navigator.serviceWorker.register = () => Promise.reject(new TypeError());"
NO_ENTRIES = """{ const add = IDBObjectStore.prototype.add;
IDBObjectStore.prototype.add = function (record) {
  if (this.name === "entries") throw new DOMException("", "QuotaExceededError");
  return add.call(this, record);
}; }"""


@pytest.fixture
def at_home(
    phone: BrowserContext, signed_in: Callable[..., Page], ana: User, her_toxin: Treatment
) -> Iterator[Page]:
    """Her Today; what the tests put on the line stands between her and the clinic."""
    page = signed_in(phone.new_page(), ana)
    page.goto("/")
    yield page


@pytest.mark.walk
def test_a_check_in_is_sealed_on_the_phone_before_its_first_byte_leaves(
    at_home: Page, phone: BrowserContext, face: Path
) -> None:
    held: list[Route] = []
    phone.route("**/session", lambda route: held.append(route))
    quiet_day(at_home, face)
    send(at_home)
    expect(at_home.get_by_role("heading", name="Sending")).to_be_visible()
    with_patience(at_home, lambda: bool(held))

    assert len(at_home.evaluate(SHELF, ["entries", "getAllKeys"])) == 1
    assert len(at_home.evaluate(SHELF, ["photos", "getAllKeys"])) == 1
    assert not CheckIn.objects.exists()


def test_a_page_that_does_not_come_once_all_is_sent_is_asked_for_again(
    phone: BrowserContext, signed_in: Callable[..., Page], ana: User, her_toxin: Treatment
) -> None:
    page = signed_in(phone.new_page(), ana)
    page.add_init_script(NO_WORKER)
    page.clock.install()
    phone.route("**/session", lambda route: route.fulfill(status=503))
    page.goto("/")
    quiet_day(page)
    send(page)
    expect(page.get_by_role("heading", name=NOT_SENT)).to_be_visible()
    phone.unroute("**/session")
    looks: list[Route] = []

    def lose_the_second(route: Route) -> None:
        looks.append(route)
        route.fulfill(status=204) if len(looks) == 2 else route.continue_()  # 204: no page comes

    phone.route("**/", lose_the_second)
    page.goto("/")
    with_patience(page, lambda: len(looks) > 1)

    page.clock.run_for(16_000)

    expect(page.get_by_text("Sent today")).to_be_visible()
    assert CheckIn.objects.count() == 1


@pytest.mark.walk
def test_words_go_before_photos_and_each_once_though_both_answers_are_lost(
    at_home: Page, phone: BrowserContext, face: Path
) -> None:
    posted: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            posted.append("photo" if request.url.endswith("/photos/") else "words")

    def lose(route: Route) -> None:
        place = "photo" if route.request.url.endswith("/photos/") else "words"
        if route.request.method != "POST" or posted.count(place) > 1:
            return route.continue_()
        route.fetch()
        return route.abort()

    phone.on("request", note)
    phone.route("**/check-in", lose)
    phone.route("**/photos/", lose)
    quiet_day(at_home, face)
    send(at_home)
    expect(at_home.get_by_role("heading", name=NOT_SENT)).to_be_visible()
    at_home.get_by_role("button", name="Try again").click()
    again = at_home.get_by_role("button", name="Try again").locator("visible=true")
    again.click()

    expect(at_home).to_have_url(RESULT, timeout=PHOTO_PATIENCE)
    assert posted == ["words", "words", "photo", "photo"]
    assert Photo.objects.get().check_in == CheckIn.objects.get()


def test_two_tabs_with_the_same_answers_send_one_report(
    at_home: Page, phone: BrowserContext
) -> None:
    quiet_day(at_home)
    expect_draft(at_home)
    other = phone.new_page()
    other.goto("/check-in")
    expect(other.get_by_text("Your answers from")).to_be_visible()
    quiet_day(other, opened=True)
    held: list[Route] = []
    phone.route("**/session", lambda route: held.append(route))
    for tab in (at_home, other):
        tab.get_by_role("button", name="Send to my clinic").click()
    expect(other.get_by_role("heading", name="Sending")).to_be_visible()
    for route in held:
        route.continue_()
    phone.unroute("**/session")

    for tab in (at_home, other):
        expect(tab).to_have_url(RESULT)
    assert CheckIn.objects.count() == 1


def test_two_tabs_with_other_answers_are_two_reports_each_with_its_photo(
    at_home: Page, phone: BrowserContext, face: Path
) -> None:
    phone.route("**/session", lambda route: route.fulfill(status=503))
    quiet_day(at_home, face)
    expect_draft(at_home)
    other = phone.new_page()
    other.goto("/check-in")
    expect(other.get_by_text("Your answers from")).to_be_visible()
    for tab, words in ((at_home, "in the first tab"), (other, "in the second tab")):
        if tab is other:
            for name in ("None of these", "No new symptoms", "Nothing to add", "Continue"):
                Taps(tab).tap("button", name)
        tab.locator("#note").fill(words)
        send(tab)
        expect(tab.get_by_role("heading", name=NOT_SENT)).to_be_visible()
    phone.unroute("**/session")
    other.close()

    at_home.goto("/")

    expect(at_home.get_by_text("Sent today")).to_be_visible(timeout=PHOTO_PATIENCE)
    expect(at_home.locator("[data-outbox]")).to_be_hidden(timeout=PHOTO_PATIENCE)
    notes = {photo.check_in.note for photo in Photo.objects.all() if photo.check_in}
    assert notes == {"in the first tab", "in the second tab"}


def test_a_tab_that_was_killed_while_it_sent_loses_and_doubles_nothing(
    at_home: Page, phone: BrowserContext, face: Path
) -> None:
    def store_and_hang(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
        else:
            route.continue_()

    phone.route("**/check-in", store_and_hang)
    quiet_day(at_home, face)
    with at_home.expect_request(lambda asked: asked.method == "POST"):
        send(at_home)
    at_home.close()
    phone.unroute("**/check-in")

    opened = phone.new_page()
    arrives = "**/photos/"
    with opened.expect_response(arrives):
        opened.goto("/")

    expect(opened.get_by_text("Sent today")).to_be_visible(timeout=PHOTO_PATIENCE)
    assert Photo.objects.get().check_in == CheckIn.objects.get()


def test_what_the_server_could_not_take_goes_when_she_looks_at_the_app_again(
    at_home: Page, phone: BrowserContext
) -> None:
    phone.route("**/session", lambda route: route.fulfill(status=503))
    quiet_day(at_home)
    send(at_home)
    expect(at_home.get_by_text("Your clinic's server does not answer.")).to_be_visible()
    phone.unroute("**/session")

    at_home.evaluate(VISIBLE)

    expect(at_home).to_have_url(RESULT)


def test_a_session_that_ran_out_keeps_it_and_signing_in_sends_it(
    at_home: Page, phone: BrowserContext, signed_in: Callable[..., Page], ana: User
) -> None:
    quiet_day(at_home)
    phone.clear_cookies()
    send(at_home)

    expect(at_home.get_by_text("You are signed out. Sign in, and it will be sent.")).to_be_visible()
    at_home.get_by_role("link", name="Sign in").click()
    expect(at_home.get_by_role("button", name="Send me a code")).to_be_visible()
    signed_in(at_home, ana).goto("/")

    expect(at_home.get_by_text("Sent today")).to_be_visible()
    assert CheckIn.objects.count() == 1


def test_a_refused_check_in_is_shown_and_can_be_put_right(
    at_home: Page, phone: BrowserContext, face: Path
) -> None:
    fault = {"errors": [{"field": "note", "text": "Say it in other words."}]}

    def refuse(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        body = json.dumps(fault)
        return route.fulfill(status=400, content_type="application/json", body=body)

    phone.route("**/check-in", refuse)
    quiet_day(at_home, face)
    at_home.locator("#note").fill("first words")
    send(at_home)
    expect(at_home.locator(".error-summary")).to_contain_text("Say it in other words.")
    at_home.goto("/")
    expect(at_home.get_by_text("Your clinic could not read it.")).to_be_visible()
    phone.unroute("**/check-in")

    at_home.get_by_role("link", name="Put it right").click()

    expect(at_home.get_by_role("heading", name="Check and send")).to_be_visible()
    expect(at_home.locator("#note")).to_have_value("first words")
    at_home.locator("#note").fill("other words")
    Taps(at_home).tap("button", "Send to my clinic")
    expect(at_home).to_have_url(RESULT, timeout=PHOTO_PATIENCE)
    assert CheckIn.objects.get().note == "other words"
    assert Photo.objects.get().check_in == CheckIn.objects.get()


def test_a_check_in_whose_number_is_taken_is_sent_as_a_new_one(
    at_home: Page, phone: BrowserContext
) -> None:
    def taken(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        return route.fulfill(status=409, content_type="application/json", body="{}")

    phone.route("**/check-in", taken)
    quiet_day(at_home)
    send(at_home)
    expect(at_home.get_by_role("heading", name=NOT_SENT)).to_be_visible()
    phone.unroute("**/check-in")
    at_home.goto("/")

    at_home.get_by_role("button", name="Send it as a new one").click()

    expect(at_home.get_by_text("Sent today")).to_be_visible()
    assert CheckIn.objects.count() == 1


def test_a_phone_without_room_says_so_before_she_types(
    at_home: Page, phone: BrowserContext
) -> None:
    phone.add_init_script(FULL)
    at_home.goto("/check-in")

    expect(at_home.get_by_text("This phone has no room to keep your answers.")).to_be_visible()
    expect(at_home.get_by_role("heading", name="Do you have any of these now?")).to_be_visible()


def test_a_browser_that_refuses_to_keep_anything_still_sends_and_claims_nothing(
    at_home: Page, phone: BrowserContext
) -> None:
    phone.add_init_script("indexedDB.open = () => { throw new DOMException('', 'SecurityError'); }")
    at_home.goto("/check-in")
    expect(at_home.get_by_text("This phone has no room to keep your answers.")).to_be_visible()
    quiet_day(at_home, opened=True)
    phone.set_offline(True)
    send(at_home)
    expect(at_home.get_by_text("Keep this page open until it is sent.")).to_be_visible()
    expect(at_home.get_by_text("Saved on this phone.")).to_be_hidden()

    phone.set_offline(False)

    expect(at_home).to_have_url(RESULT)
    assert CheckIn.objects.count() == 1


def test_what_went_off_without_room_is_not_offered_to_be_finished(
    at_home: Page, phone: BrowserContext
) -> None:
    phone.add_init_script(NO_ENTRIES)
    quiet_day(at_home)
    expect_draft(at_home)
    send(at_home)
    expect(at_home).to_have_url(RESULT)
    assert CheckIn.objects.count() == 1

    at_home.goto("/")

    expect(at_home.locator("[data-start]")).to_have_text("Something changed")
    assert not at_home.evaluate(SHELF, ["drafts", "getAllKeys"])


def test_who_is_signed_out_where_nothing_is_kept_signs_in_beside_the_page(
    at_home: Page, phone: BrowserContext, signed_in: Callable[..., Page], ana: User
) -> None:
    phone.add_init_script("indexedDB.open = () => { throw new DOMException('', 'SecurityError'); }")
    at_home.goto("/check-in")
    expect(at_home.get_by_text("This phone has no room to keep your answers.")).to_be_visible()
    quiet_day(at_home, opened=True)
    phone.clear_cookies()
    send(at_home)
    expect(at_home.get_by_text("Keep this page open until it is sent.")).to_be_visible()

    with phone.expect_page() as beside:
        at_home.get_by_role("link", name="Sign in").click()
    expect(beside.value.get_by_role("button", name="Send me a code")).to_be_visible()
    signed_in(at_home, ana)
    beside.value.close()
    at_home.evaluate(VISIBLE)

    expect(at_home).to_have_url(RESULT)
    assert CheckIn.objects.count() == 1


def expect_draft(page: Page) -> None:
    """Until what she answered is on the phone."""
    with_patience(page, lambda: bool(page.evaluate(SHELF, ["drafts", "getAllKeys"])))


def test_today_says_that_it_was_sent_where_the_phone_has_no_worker(
    phone: BrowserContext, signed_in: Callable[..., Page], ana: User, her_toxin: Treatment
) -> None:
    """A worker that is being installed never comes to be active where its line breaks."""
    phone.add_init_script(NO_WORKER)
    page = signed_in(phone.new_page(), ana)
    page.goto("/")
    phone.route("**/session", lambda route: route.abort())  # asked for before anything is sent
    quiet_day(page)
    send(page)
    expect(page.get_by_role("heading", name=NOT_SENT)).to_be_visible()
    phone.unroute("**/session")

    page.goto("/")

    expect(page.get_by_text("Sent today")).to_be_visible()
    assert CheckIn.objects.count() == 1
