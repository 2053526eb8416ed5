"""Writing where the browser can seal nothing, as without a secure connection: nothing is lost."""

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from playwright.sync_api import Error as GaveUp

from tracker.models import Message, Treatment, User

pytestmark = pytest.mark.django_db(transaction=True)
# As a page without a secure connection: no WebCrypto, no ids of its own, no worker.
BARE = """
Object.defineProperty(Crypto.prototype, "subtle", { get: () => undefined });
Object.defineProperty(Crypto.prototype, "randomUUID", { value: undefined });
Object.defineProperty(Navigator.prototype, "serviceWorker", { get: () => undefined });
delete Navigator.prototype.serviceWorker;
"""
TEXT = "Is <this> usual?"


@pytest.fixture
def writing(
    context: BrowserContext, signed_in: Callable[..., Page], ana: User, her_toxin: Treatment
) -> Iterator[Page]:
    context.add_init_script(BARE)
    page = signed_in(context.new_page(), ana)
    page.goto("/messages")
    expect(page.get_by_text("This phone cannot keep your message.")).to_be_visible()
    page.get_by_label("Your message").fill(TEXT)
    yield page


def send(page: Page) -> None:
    page.get_by_role("button", name="Send to my clinic").click()


def not_sent(page: Page, why: str) -> None:
    expect(page.locator("[data-unsealed]")).to_contain_text("Not sent yet.")
    expect(page.locator("[data-unsealed]")).to_contain_text(why)
    expect(page.get_by_label("Your message")).to_have_value(TEXT)
    assert "Sent " not in page.get_by_role("main").inner_text()
    assert not Message.objects.exists()


def arrived_once(page: Page) -> None:
    expect(page.locator(".bubble--mine")).to_contain_text("Sent ")
    expect(page.get_by_label("Your message")).to_have_value("")
    assert Message.objects.get().text == TEXT


def test_without_a_line_the_words_stay_in_the_form_and_go_when_she_sends_them_again(
    writing: Page, context: BrowserContext
) -> None:
    context.set_offline(True)
    send(writing)
    not_sent(writing, "There is no connection.")

    context.set_offline(False)
    send(writing)
    arrived_once(writing)


def test_an_answer_that_was_lost_makes_no_second_message(writing: Page) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        with suppress(GaveUp):  # where the page waited no longer
            route.abort()

    writing.route(
        "**/messages", lambda one: lose(one) if one.request.method == "POST" else one.fallback()
    )
    send(writing)
    expect(writing.locator("[data-unsealed]")).to_contain_text("Not sent yet.")
    expect(writing.get_by_label("Your message")).to_have_value(TEXT)
    writing.unroute("**/messages")

    send(writing)
    arrived_once(writing)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"status": 503, "json": {}}, "does not answer."),
        ({"status": 200, "body": "<html>Welcome to our Wi-Fi"}, "does not answer."),
        ({"status": 403, "json": {}}, "You are signed out."),
    ],
)
def test_what_the_clinic_did_not_take_is_not_called_sent(
    writing: Page, answer: dict[str, object], why: str
) -> None:
    writing.route(
        "**/messages",
        lambda one: one.fulfill(**answer) if one.request.method == "POST" else one.fallback(),
    )
    send(writing)
    not_sent(writing, why)


def test_who_is_signed_out_is_told_and_goes_on_after_signing_in(
    writing: Page, context: BrowserContext
) -> None:
    kept = context.cookies()
    context.clear_cookies()
    send(writing)
    not_sent(writing, "You are signed out.")
    expect(writing.locator("[data-unsealed]").get_by_role("link", name="Sign in")).to_be_visible()

    context.add_cookies(kept)  # in another tab
    send(writing)
    arrived_once(writing)
