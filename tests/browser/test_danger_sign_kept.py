"""Each yes to the danger signs is a report of its own, kept where the tab that said it may die."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.phone import SHELF, quiet_day, send
from tests.browser.taps import Taps
from tests.browser.test_outbox_trouble import expect_draft
from tracker.models import CheckIn, Treatment, User

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = "Not sent yet. Saved on this phone."
# The tab dies before it has saved its draft once more.
UNSAVED = """{ const later = setTimeout;
globalThis.setTimeout = (act, after, ...more) => (after === 300 ? 0 : later(act, after, ...more));
}"""
# The browser ends each line to the database by itself, as it does where its storage restarts.
LINES = """{ const open = IDBFactory.prototype.open;
globalThis.lines = [];
IDBFactory.prototype.open = function (...asked) {
  const answer = open.apply(this, asked);
  answer.addEventListener("success", () => globalThis.lines.push(answer.result));
  return answer;
}; }"""
CUT = "lines.forEach((line) => line.close())"
ONCE = """{ const open = IDBFactory.prototype.open;
let isAsked = false;
IDBFactory.prototype.open = function (...asked) {
  if (isAsked) return open.apply(this, asked);
  isAsked = true;
  throw new DOMException("", "UnknownError");
}; }"""
SILENT = "IDBFactory.prototype.open = () => new EventTarget()"


@pytest.fixture
def asked(phone: BrowserContext, visited: Page, her_toxin: Treatment) -> Callable[..., Page]:
    """asked(script=""): the danger signs in a new tab."""

    def open_tab(script: str = "") -> Page:
        page = phone.new_page()
        page.add_init_script(script)
        page.goto("/check-in")
        expect(page.locator("#note")).to_be_attached()
        return page

    return open_tab


def say_yes(page: Page, status: str) -> None:
    page.get_by_role("button", name="Yes, or I'm not sure").click()
    expect(page.locator("[data-emergency-status]")).to_contain_text(status)


def test_a_second_yes_beside_a_check_in_that_was_begun_is_not_taken_for_the_first(
    visited: Page, asked: Callable[..., Page]
) -> None:
    quiet_day(visited)
    expect_draft(visited)
    visited.close()

    for alarms in (1, 2):
        tab = asked(UNSAVED)
        expect(tab.get_by_text("Your answers from")).to_be_visible()
        say_yes(tab, "Sent today")
        tab.close()
        assert CheckIn.objects.count() == alarms


def test_a_yes_on_the_way_to_put_a_check_in_right_is_sent(
    phone: BrowserContext, visited: Page
) -> None:
    def refuse(route: Route) -> None:
        if route.request.method != "POST" or "alarm=yes" in (route.request.post_data or ""):
            return route.continue_()
        body = json.dumps({"errors": [{"field": "note", "text": "Say it in other words."}]})
        return route.fulfill(status=400, content_type="application/json", body=body)

    phone.route("**/check-in", refuse)
    quiet_day(visited)
    send(visited)
    expect(visited.locator(".error-summary")).to_be_visible()
    visited.goto("/")
    Taps(visited).tap("link", "Put it right")
    expect(visited.get_by_role("heading", name="Check and send")).to_be_visible()
    visited.go_back()

    say_yes(visited, "Sent today")

    assert CheckIn.objects.get().danger_signs["any"] is True
    assert len(visited.evaluate(SHELF, ["entries", "getAllKeys"])) == 2, "both, each its own"


@pytest.mark.parametrize("script", [LINES, ONCE], ids=["line lost", "did not open once"])
def test_what_the_phone_can_keep_after_all_outlives_the_tab(
    phone: BrowserContext, asked: Callable[..., Page], script: str
) -> None:
    tab = asked(script)
    phone.set_offline(True)
    if script == LINES:
        tab.evaluate(CUT)
    say_yes(tab, KEPT)
    tab.close()
    phone.set_offline(False)

    opened = phone.new_page()
    opened.goto("/")

    expect(opened.get_by_text("Sent today")).to_be_visible()
    assert CheckIn.objects.get().danger_signs["any"] is True


def test_a_phone_that_does_not_answer_holds_a_danger_sign_back_for_moments_only(
    asked: Callable[..., Page], phone: BrowserContext
) -> None:
    tab = phone.new_page()
    tab.add_init_script(SILENT)
    tab.goto("/check-in")

    say_yes(tab, "Sent today")

    assert CheckIn.objects.get().danger_signs["any"] is True


def test_where_the_phone_keeps_nothing_the_page_says_so_and_asks_before_it_goes(
    phone: BrowserContext, visited: Page, ana: User
) -> None:
    tab = phone.new_page()
    tab.add_init_script(SILENT)
    tab.goto("/check-in")
    phone.set_offline(True)
    say_yes(tab, "Keep this page open until it is sent.")
    expect(tab.locator("[data-emergency-status]")).not_to_contain_text("Saved on this phone")
    asks: list[str] = []
    tab.on("dialog", lambda dialog: (asks.append(dialog.type), dialog.dismiss()))

    tab.close(run_before_unload=True)
    tab.wait_for_event("dialog") if not asks else None
    assert asks == ["beforeunload"]

    phone.set_offline(False)
    expect(tab.locator("[data-emergency-status]")).to_have_text(re.compile("^Sent today"))
    asks.clear()
    with tab.expect_event("close"):
        tab.close(run_before_unload=True)
    assert asks == []
