"""What a phone shows of hers without a line, and while something of hers has not gone off.

As screens.py walks: by marks, not by words. `page` is of a phone on which the service worker runs.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from time_machine import travel

from tests.browser.phone import PHOTO_PATIENCE, ready, with_patience
from tests.browser.screens import Story

SignIn = Callable[..., Page]
KEPT = ("/", "/aftercare", "/help", "/messages", "/history", "/history?view=chart", "/settings")
NOT_KEPT = ("/settings/looks", "/history?view=photos")  # "There is no connection"
SESSION = "**/session"  # asked for before anything is sent
HERE = "localStorage.setItem('app-seen', String(Date.now()))"
AWAY = "localStorage.setItem('app-seen', String(Date.now() - 600000))"
LINE_IS_BACK = "dispatchEvent(new Event('online')) && undefined"
DRAWN = "document.querySelectorAll('[data-waiting-messages] li, [data-entries] li').length"
DRAFTS = """async () => {
  const asked = indexedDB.open("fadewell");
  const db = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const read = db.transaction("drafts").objectStore("drafts").count();
  const count = await new Promise((done) => { read.onsuccess = () => done(read.result); });
  db.close();
  return count;
}"""
# As a phone that is full, as a browser that allows nothing: on the page that is asked for so.
FULL = """if (location.search === "?full") {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (record) {
    const size = record.sealed?.size ?? record.sealed?.byteLength;
    if (size > 1000) throw new DOMException("", "QuotaExceededError");
    return put.call(this, record);
  };
}"""

DENIED = """if (location.search === "?denied") {
  Object.defineProperty(Notification, "permission", { get: () => "denied" });
}"""


def kept_screens(page: Page, story: Story, sign_in: SignIn) -> Iterator[str]:
    ready(sign_in(page, story.ana))
    yield from left_half_way(page)
    yield from on_a_bad_line(page)
    page.context.set_offline(True)
    yield from without_a_line(page)
    yield from not_sent(page)
    yield from refused(page)
    yield from signed_out_meanwhile(page, story, sign_in)
    yield from locked(page, story)
    yield from signing_out(page)


def left_half_way(page: Page) -> Iterator[str]:
    page.goto("/check-in")
    page.locator('[data-answer="none"]').click()
    page.locator('input[name="tick"][value="headache"]').check()
    until(page, f"({DRAFTS})().then((count) => count > 0)")
    page.goto("/")
    yield "begun: Today"
    page.goto("/check-in")
    expect(page.locator("[data-draft]")).to_be_visible()
    yield "begun: check-in"
    with page.expect_navigation():
        page.locator("[data-discard]").click()
    for script in (FULL, DENIED):
        page.add_init_script(script)
    page.goto("/settings?denied")
    expect(page.locator('p[data-push-when="denied"]')).to_be_visible()
    yield "notifications are not allowed"
    for address, note in (
        ("/check-in?full", "[data-no-room]"),
        ("/messages?full", "[data-no-room]"),
    ):
        page.goto(address)
        expect(page.locator(note)).to_be_visible()
        yield f"a full phone: {address}"


def on_a_bad_line(page: Page) -> Iterator[str]:
    """No answer comes, though the phone believes that it has a line."""
    page.goto("/settings")
    with away():
        page.locator('form:has([value="lock"]) button').click()
        expect(page.locator("[data-unsaved]")).to_be_visible()
        yield "no answer: a change in Settings"
        for address in ("/", "/history", "/messages"):
            page.goto(address)
            expect(page.locator("[data-read-only]")).to_be_visible()
            yield f"no answer: {address}"


@contextmanager
def away() -> Iterator[None]:
    with mock.patch.object(BaseHandler, "get_response", lambda *_asked: HttpResponse(status=503)):
        yield


def without_a_line(page: Page) -> Iterator[str]:
    for address in (*KEPT, *NOT_KEPT):
        page.goto(address)
        yield f"without a line: {address}"


def not_sent(page: Page) -> Iterator[str]:
    page.goto("/check-in")
    page.locator('[data-answer="yes"]').click()
    expect(page.locator("[data-emergency-status]")).not_to_be_empty()
    yield "not sent: danger sign"
    finish(page)
    expect(page.locator("[data-not-sent]")).to_be_visible()
    yield "not sent: check-in"
    write(page, "Is this usual?")
    yield "not sent: message"
    page.goto("/")
    until(page, f"{DRAWN} === 3")
    yield "not sent: Today"
    page.goto("/history")
    expect(page.locator("[data-badge]")).to_be_visible()
    yield "not sent: the badge"
    page.clock.set_system_time(timezone.now() + timedelta(hours=5))
    page.goto("/")
    expect(page.locator("[data-late]")).to_be_visible()
    yield "not sent: for hours"
    page.clock.set_system_time(timezone.now())


def refused(page: Page) -> Iterator[str]:
    """The clinic's server takes neither: Today says of each what can be done."""
    answers = [(409, {}), (400, {"errors": []})]

    def refuse(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        status, body = answers.pop(0) if answers else (400, {"detail": "It is too long."})
        kind = "application/json"
        return route.fulfill(status=status, content_type=kind, body=json.dumps(body))

    for address in ("**/check-in", "**/messages"):
        page.context.route(address, refuse)
    # All three go off by themselves, and Today is loaded anew. A phone tells of its line; Chromium
    # does not where the page was opened without one, and the next try comes half a minute later.
    with page.expect_navigation(timeout=2 * PHOTO_PATIENCE):
        page.context.set_offline(False)
        page.evaluate(LINE_IS_BACK)
    for does in ("[data-as-new]", "[data-mend]"):
        offered = page.locator(does).locator("visible=true")
        expect(offered).to_have_count(1, timeout=PHOTO_PATIENCE)
    yield "refused: Today"
    page.goto("/messages")
    expect(page.locator("[data-again]").locator("visible=true")).to_have_count(1)
    yield "refused: message"
    page.locator("[data-waiting-messages] [data-delete]").click()
    page.goto("/")
    let_go = page.locator("[data-let-go]").locator("visible=true")
    for left in (1, 0):
        let_go.first.click()
        expect(let_go).to_have_count(left)
    page.context.unroute_all()


def signed_out_meanwhile(page: Page, story: Story, sign_in: SignIn) -> Iterator[str]:
    held: list[Route] = []
    page.context.route(SESSION, lambda route: held.append(route))
    finish(page)
    expect(page.locator("[data-sending]")).to_be_visible()
    yield "sending"
    page.context.clear_cookies(name="sessionid")
    for route in held:
        route.continue_()
    page.context.unroute(SESSION)
    expect(page.locator("[data-sign-in]")).to_be_visible()
    yield "signed out: check-in not sent"
    sign_in(page, story.ana)
    page.goto("/messages")
    page.context.clear_cookies(name="sessionid")
    page.locator("#text").fill("Is this usual?")
    page.locator("#write > .button").click()
    expect(page.locator("[data-waiting-sign-in]")).to_be_visible()
    yield "signed out: message waits"
    ready(sign_in(page, story.ana))  # what the phone kept went with her session


def locked(page: Page, story: Story) -> Iterator[str]:
    story.ana.app_lock = True
    story.ana.save()
    page.goto("/settings")
    yield "the app lock is on"
    page.context.route(SESSION, lambda route: route.abort())
    page.evaluate(AWAY)
    page.keyboard.press("Shift")
    expect(page.locator("[data-cover]")).to_be_visible()
    yield "the app lock: a page that lay open"
    page.context.unroute(SESSION)
    with travel(timezone.now() + timedelta(minutes=6), tick=False):
        page.goto("/aftercare")
    yield "the app lock: another page"
    page.evaluate(HERE)  # the pages that the phone keeps still know of the lock
    story.ana.app_lock = False
    story.ana.save()


def signing_out(page: Page) -> Iterator[str]:
    page.context.set_offline(True)
    finish(page)
    expect(page.locator("[data-not-sent]")).to_be_visible()
    page.goto("/settings")
    page.locator("[data-sign-out] button").click()
    expect(page.locator("[data-would-lose]")).to_be_visible()
    yield "signing out loses something"
    page.locator("[data-sign-out] button").click()
    expect(page.locator("[data-sign-out]")).to_have_count(0)
    yield "signed out without a line"
    page.context.set_offline(False)


def finish(page: Page) -> None:
    """A quiet check-in, up to the tap that sends it."""
    page.goto("/check-in")
    page.locator('[data-answer="none"]').click()
    page.locator('[data-none="tick"]').wait_for()
    for row in page.locator(".carried").all():
        row.locator('input[value="same"]').check()
    page.locator('[data-none="tick"]').click()
    page.locator('[data-page="since"] [data-next]').click()  # the slip that she noted is ticked
    page.locator("[data-skip-photo]").click()
    page.locator("[data-send]").click()


def write(page: Page, text: str) -> None:
    page.goto("/messages")
    page.locator("#text").fill(text)
    page.locator("#write > .button").click()
    expect(page.locator("[data-waiting-messages] li")).to_have_count(1)


def until(page: Page, is_so: str) -> None:
    with_patience(page, lambda: bool(page.evaluate(is_so)))
