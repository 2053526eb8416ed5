"""On a line that does not answer, what the phone shows instead is never taken for the latest."""

from collections.abc import Iterator
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse
from playwright.sync_api import Page, expect

from tests.browser.phone import KEEP_ANEW
from tracker.models import Message, Treatment, User
from tracker.services.messages import send_message

pytestmark = pytest.mark.django_db(transaction=True)
FROM_BEFORE = "We couldn't load the latest. This is from"


class Line:
    """What stands between her phone and the clinic; mends itself as the test ends."""

    is_away = hangs = False
    mended = Event()

    def answer(self, inner: Any, handler: BaseHandler, request: HttpRequest) -> HttpResponse:
        if self.hangs:
            self.mended.wait()
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


def test_a_change_that_no_answer_came_to_is_told_as_maybe_not_saved(
    visited: Page, line: Line, ana: User
) -> None:
    visited.goto("/settings")
    line.is_away = True

    visited.get_by_role("button", name="Turn on the app lock").click()

    expect(visited.get_by_text("Your change may not be saved.")).to_be_visible()
    expect(visited.get_by_text(FROM_BEFORE)).to_be_visible()
    line.is_away = False
    visited.get_by_role("link", name="Try again").click()
    expect(visited.get_by_text("Your change may not be saved.")).to_be_hidden()
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
