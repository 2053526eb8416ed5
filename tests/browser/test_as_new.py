"""A phone that one test had is new to the next one: nothing of the first is left on it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.as_new import Phone
from tests.browser.phone import kept_on

KEEP = """async () => {
  document.cookie = "left=1; path=/";
  localStorage.setItem("left", "1");
  await (await caches.open("left")).put("/left", new Response("1"));
  await new Promise((done) => { indexedDB.open("left").onsuccess = done; });
}"""
OF_ITS_CACHE = """performance.getEntriesByType("resource")
  .filter(({ transferSize, encodedBodySize }) => transferSize < encodedBodySize)
  .map(({ name }) => name)"""
NOTHING = {"caches": [], "databases": [], "cookies": [], "local": [], "workers": 0}


@pytest.fixture
def lent(
    browser: Browser, browser_context_args: dict[str, Any], live_server: Any
) -> Iterator[Phone]:
    phone = Phone(browser.new_context(**browser_context_args), live_server.url)
    yield phone
    phone.context.close()


def opened(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page of the server, and which of its files did not have to be fetched for it."""
    page = context.new_page()
    page.goto("/help")
    return page, page.evaluate(OF_ITS_CACHE)


@pytest.mark.django_db(transaction=True)
def test_nothing_of_the_first_test_is_left_for_the_second(lent: Phone) -> None:
    page, _none = opened(lent.context)
    page.evaluate(KEEP)
    lent.context.grant_permissions(["notifications"])
    assert "left" in kept_on(lent.context, page)["databases"]

    assert opened(lent.context)[1] != []

    lent.clear()
    page, cached = opened(lent.context)

    assert kept_on(lent.context, page) == NOTHING
    assert page.evaluate("Notification.permission") != "granted"
    assert cached == []
    assert not lent.is_spent


def test_who_does_more_to_a_phone_has_it_for_the_last_time(lent: Phone) -> None:
    page = lent.context.new_page()
    page.set_viewport_size({"width": 320, "height": 600})
    page.route("**/nothing", lambda route: route.abort())
    assert not lent.is_spent

    for spend in (
        lambda: page.clock.install(),
        lambda: lent.context.set_offline(True),
        lambda: lent.context.add_init_script("window.left = 1"),
        lambda: page.context.route("**/nothing", lambda route: route.abort()),
    ):
        lent.is_spent = False
        spend()
        assert lent.is_spent
