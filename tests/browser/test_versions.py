"""A new version of the app, and one that was taken back: what waits on the phone is still sent."""

from threading import Event
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse
from playwright.sync_api import BrowserContext, Page, expect

from frontend.pages import pwa
from tests.browser.phone import (
    CACHED,
    PATIENCE,
    PHOTO_PATIENCE,
    SHELF,
    quiet_day,
    send,
    with_patience,
)
from tracker.models import CheckIn

NEXT_TRY = 4 * PHOTO_PATIENCE  # the first tries may be lost with the line that has just come back
pytestmark = pytest.mark.django_db(transaction=True)
NEXT = "fffffffffffe"
UPDATE = "navigator.serviceWorker.ready.then((worker) => worker.update())"
VERSIONS = "caches.keys()"
WORKERS = "navigator.serviceWorker.getRegistrations().then((found) => found.length)"
# A later app has been here: its database has a higher number and a drawer more.
LATER_DATABASE = """async () => {
  const asked = indexedDB.open("fadewell", 2);
  asked.onupgradeneeded = () => asked.result.createObjectStore("of-a-later-app");
  const db = await new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  db.close();
}"""
# A later app has sealed an entry in a way that this one does not know.
LATER_FORMAT = """async () => {
  const asked = indexedDB.open("fadewell");
  const db = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const owner = document.querySelector('meta[name="person"]').content;
  const act = db.transaction("entries", "readwrite");
  act.objectStore("entries").put({ id: crypto.randomUUID(), owner, format: 99, sealed: {} });
  await new Promise((done) => { act.oncomplete = done; });
  db.close();
}"""


def leave_one_waiting(phone: BrowserContext, page: Page) -> None:
    phone.set_offline(True)
    quiet_day(page)
    send(page)
    expect(page.get_by_role("heading", name="Not sent yet.")).to_be_visible()


def test_a_new_version_takes_over_and_the_outbox_is_sent(
    phone: BrowserContext, visited: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    (before,) = visited.evaluate(VERSIONS)
    leave_one_waiting(phone, visited)
    visited.close()
    known = pwa.worker_text()
    later = known.replace(before.removeprefix("fadewell-"), NEXT)
    monkeypatch.setattr(pwa, "worker_text", lambda: later)
    phone.set_offline(False)

    opened = phone.new_page()
    opened.add_init_script(UPDATE)  # Today is loaded anew as soon as all is sent
    opened.goto("/")

    expect(opened.get_by_text("Sent today")).to_be_visible(timeout=NEXT_TRY)
    assert CheckIn.objects.count() == 1
    until(opened, VERSIONS, [f"fadewell-{NEXT}"])
    pages = opened.evaluate(SHELF, ["pages", "getAll"])
    assert pages and all(NEXT in page for page in pages)
    assert "/offline" in opened.evaluate(CACHED)


def test_while_a_new_version_fetches_her_pages_anew_help_comes_at_once(
    visited: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that is not done with taking over keeps every page waiting."""
    (before,) = visited.evaluate(VERSIONS)
    known, inner, mended = pwa.worker_text(), BaseHandler.get_response, Event()
    later = known.replace(before.removeprefix("fadewell-"), NEXT)
    monkeypatch.setattr(pwa, "worker_text", lambda: later)
    held: list[str] = []

    def slow(handler: BaseHandler, request: HttpRequest) -> HttpResponse:
        if request.path == "/kept":
            held.append(request.path)
            mended.wait()
        return inner(handler, request)

    monkeypatch.setattr(BaseHandler, "get_response", slow)
    visited.evaluate(UPDATE)
    with_patience(visited, lambda: bool(held))

    try:
        visited.goto("/help", timeout=PATIENCE / 2)  # the fetch that is held is given up after 20 s
    finally:
        mended.set()
    expect(visited.get_by_role("link", name="112").first).to_be_visible()


def test_after_a_later_version_was_taken_back_the_outbox_is_still_sent(
    phone: BrowserContext, visited: Page
) -> None:
    leave_one_waiting(phone, visited)
    visited.evaluate(LATER_DATABASE)
    visited.close()
    phone.set_offline(False)

    opened = phone.new_page()
    opened.goto("/")

    expect(opened.get_by_text("Sent today")).to_be_visible(timeout=NEXT_TRY)
    assert CheckIn.objects.count() == 1


def test_a_worker_that_is_turned_off_leaves_the_phone_and_the_outbox_is_still_sent(
    phone: BrowserContext, visited: Page, settings: Any
) -> None:
    leave_one_waiting(phone, visited)
    visited.close()
    settings.FADEWELL_WORKER = False
    phone.set_offline(False)

    opened = phone.new_page()
    opened.goto("/")

    expect(opened.get_by_text("Sent today")).to_be_visible(timeout=NEXT_TRY)
    assert CheckIn.objects.count() == 1
    until(opened, WORKERS, 0)
    until(opened, VERSIONS, [])


def test_what_a_later_version_sealed_is_kept_told_and_never_sent_half_understood(
    phone: BrowserContext, visited: Page
) -> None:
    visited.evaluate(LATER_FORMAT)

    visited.goto("/")

    expect(visited.get_by_text("Saved on this phone by a newer Fadewell.")).to_be_visible()
    assert len(visited.evaluate(SHELF, ["entries", "getAllKeys"])) == 1
    assert not CheckIn.objects.exists()


def test_a_server_of_before_keeps_the_outbox_until_it_is_a_new_one(
    phone: BrowserContext, visited: Page
) -> None:
    """It does not know /session, so nobody can tell whose entry would be sent as whom."""
    phone.route("**/session", lambda route: route.fulfill(status=404))
    quiet_day(visited)
    send(visited)
    expect(visited.get_by_role("heading", name="Not sent yet.")).to_be_visible()
    phone.unroute("**/session")
    visited.close()

    opened = phone.new_page()
    opened.goto("/")

    expect(opened.get_by_text("Sent today")).to_be_visible(timeout=NEXT_TRY)
    assert CheckIn.objects.count() == 1


def until(page: Page, script: str, wanted: Any) -> None:
    """A worker makes way once it is idle, and a browser may forget to look: a visit reminds it."""
    for look in range(400):
        if look % 100 == 99:
            page.goto("/")
        if (seen := page.evaluate(script)) == wanted:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{seen} instead of {wanted}")
