"""On a line that does not answer, what the phone shows instead is never taken for the latest."""

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.phone import KEEP_ANEW
from tracker.models import Message, Treatment, User
from tracker.services.messages import send_message

pytestmark = pytest.mark.django_db(transaction=True)
FROM_BEFORE = "We couldn't load the latest. This is from"

# As a phone that is full to the last byte.
FULL = """IDBObjectStore.prototype.put = IDBObjectStore.prototype.add = () => {
  throw new DOMException("", "QuotaExceededError");
};"""


class Line:
    """What stands between her phone and the clinic; mends itself as the test ends."""

    is_away = hangs = False
    pages_lost = 0  # so many pages get no answer, whatever else does
    mended = Event()

    def answer(self, inner: Any, handler: BaseHandler, request: HttpRequest) -> HttpResponse:
        if self.hangs:
            self.mended.wait()
        if self.pages_lost and request.headers.get("Sec-Fetch-Mode") == "navigate":
            self.pages_lost -= 1
            return HttpResponse("", status=503)
        return HttpResponse("", status=503) if self.is_away else inner(handler, request)


@pytest.fixture
def line(visited: Page, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    """The way to the server once one visit is over; static files are beside it."""
    line, inner = Line(), BaseHandler.get_response
    monkeypatch.setattr(BaseHandler, "get_response", lambda *asked: line.answer(inner, *asked))
    yield line
    line.mended.set()


def test_a_line_that_hangs_shows_her_history_as_from_before(visited: Page, line: Line) -> None:
    line.hangs = True

    visited.goto("/history")

    expect(visited.get_by_text(FROM_BEFORE)).to_be_visible()
    expect(visited.get_by_text("No connection.")).to_be_hidden()


def test_a_server_that_is_away_leaves_settings_to_read_until_it_is_tried_again(
    visited: Page, line: Line
) -> None:
    line.is_away = True
    visited.goto("/settings")
    expect(visited.get_by_text(FROM_BEFORE)).to_be_visible()
    expect(visited.get_by_role("button", name="Save the look")).to_be_disabled()
    expect(visited.get_by_role("button", name="Sign out")).to_be_enabled()

    line.is_away = False
    visited.get_by_role("link", name="Try again").click()

    expect(visited.get_by_role("button", name="Save the look")).to_be_enabled()
    expect(visited.get_by_text(FROM_BEFORE)).to_be_hidden()


def test_a_page_that_is_lost_as_the_line_comes_back_is_asked_for_once_more(
    phone: BrowserContext, visited: Page, line: Line
) -> None:
    phone.set_offline(True)
    visited.goto("/settings")
    expect(visited.get_by_role("button", name="Save the look")).to_be_disabled()
    line.pages_lost = 1

    phone.set_offline(False)

    expect(visited.get_by_role("button", name="Save the look")).to_be_enabled()
    assert line.pages_lost == 0


def test_a_change_that_no_answer_came_to_is_told_as_maybe_not_saved(
    visited: Page, line: Line, ana: User
) -> None:
    visited.goto("/settings")
    line.is_away = True

    visited.get_by_role("button", name="Turn on the app lock").click()

    expect(visited.get_by_text("Your change may not be saved")).to_be_visible()
    expect(visited.get_by_text(FROM_BEFORE)).to_be_visible()
    line.is_away = False
    visited.get_by_role("link", name="Try again").click()
    expect(visited.get_by_text("Your change may not be saved")).to_be_hidden()
    ana.refresh_from_db()
    assert not ana.app_lock, "to look again saves nothing"


def test_a_kept_thread_tells_the_clinic_nothing_of_what_came_since(
    visited: Page, line: Line, dr_cho: User, her_toxin: Treatment
) -> None:
    send_message(by=dr_cho, treatment=her_toxin, client_id=uuid4(), text="The first.")
    visited.evaluate(KEEP_ANEW)
    send_message(by=dr_cho, treatment=her_toxin, client_id=uuid4(), text="The second.")
    line.is_away = True
    told: list[str] = []
    visited.on("request", lambda asked: told.append(asked.method))

    visited.goto("/messages")

    expect(visited.get_by_text("The first.")).to_be_visible()
    expect(visited.get_by_role("button", name="I have read this")).to_be_disabled()
    visited.wait_for_load_state("networkidle")
    assert "POST" not in told
    assert not Message.objects.exclude(seen_at=None).exists()


def test_the_kept_today_says_since_when_it_is_and_tries_again(visited: Page, line: Line) -> None:
    line.is_away = True
    visited.goto("/")
    expect(visited.get_by_text(FROM_BEFORE)).to_be_visible()
    expect(visited.get_by_text("No connection.")).to_be_hidden()
    expect(visited.get_by_role("link", name="Start check-in")).to_be_visible()

    line.is_away = False
    visited.get_by_role("link", name="Try again").click()

    expect(visited.get_by_text(FROM_BEFORE)).to_have_count(0)
    expect(visited.get_by_role("heading", name="Day 3 of recovery")).to_be_visible()


def test_a_phone_that_cannot_keep_a_message_says_so_before_and_loses_no_word(
    phone: BrowserContext, visited: Page
) -> None:
    visited.add_init_script(FULL)
    visited.goto("/messages")
    expect(visited.get_by_text("This phone cannot keep your message.")).to_be_visible()
    phone.set_offline(True)
    write(visited, "Is this usual?")
    waiting = visited.locator("[data-waiting-messages]")
    expect(waiting).to_contain_text("Is this usual?")
    expect(waiting).to_contain_text("Keep this page open until it is sent.")
    expect(waiting).not_to_contain_text("saved on this phone")

    phone.set_offline(False)

    expect(visited.locator("[data-written]")).to_contain_text("Is this usual?")
    assert Message.objects.get().text == "Is this usual?"


def test_a_message_that_waits_for_her_sign_in_says_so_and_goes_once_she_has(
    phone: BrowserContext, visited: Page, signed_in: Callable[..., Page], ana: User
) -> None:
    visited.goto("/messages")
    expect(visited.get_by_text("This phone cannot keep your message.")).to_be_hidden()
    phone.clear_cookies()
    write(visited, "Is this usual?")

    expect(visited.locator("[data-waiting-messages]")).to_contain_text("Waiting to send.")
    visited.get_by_role("link", name="You are signed out. Sign in, and it will be sent.").click()
    expect(visited.get_by_role("button", name="Send me a code")).to_be_visible()
    assert not Message.objects.exists()

    signed_in(visited, ana).goto("/messages")

    expect(visited.locator("[data-written]")).to_contain_text("Is this usual?")
    expect(visited.get_by_text("You are signed out.")).to_be_hidden()


def write(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send to my clinic").click()
