"""A message half written: the phone may drop the page, the words stay, sealed (UX P15)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.phone import SHELF
from tracker.models import Message, Treatment, User

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "My eyelid feels heavy since"


@pytest.fixture
def writing(
    context: BrowserContext, signed_in: Callable[..., Page], ana: User, her_toxin: Treatment
) -> Page:
    page = signed_in(context.new_page(), ana)
    page.goto("/messages")
    page.get_by_label("Your message").fill(WORDS)
    kept(page, 1)
    return page


def kept(page: Page, many: int) -> str:
    """What lies among the drafts of this phone, once there are so many."""
    for _try in range(100):
        found = page.evaluate(SHELF, ["drafts", "getAll"])
        if len(found) == many:
            return "".join(found)
        page.wait_for_timeout(50)
    raise AssertionError(found)


def test_a_page_that_the_phone_dropped_comes_back_with_her_words(
    writing: Page, context: BrowserContext
) -> None:
    assert WORDS not in kept(writing, 1)
    writing.close(run_before_unload=False)

    again = context.new_page()
    again.goto("/messages")
    expect(again.get_by_label("Your message")).to_have_value(WORDS)
    again.get_by_label("Your message").fill("")
    kept(again, 0)


def test_words_that_were_there_before_the_script_are_kept_too(
    context: BrowserContext, signed_in: Callable[..., Page], ana: User, her_toxin: Treatment
) -> None:
    page = signed_in(context.new_page(), ana)

    def written_before(script: Route) -> None:
        page.get_by_label("Your message").fill(WORDS)
        script.continue_()

    page.route("**/compose*.js", written_before)
    page.goto("/messages")

    assert WORDS not in kept(page, 1)


def test_what_was_sent_does_not_come_back(writing: Page) -> None:
    writing.get_by_role("button", name="Send to my clinic").click()
    expect(writing.locator(".bubble--mine")).to_contain_text("Sent ")
    expect(writing.get_by_label("Your message")).to_have_value("")

    kept(writing, 0)
    writing.reload()
    expect(writing.locator(".bubble--mine")).to_contain_text(WORDS)
    expect(writing.get_by_label("Your message")).to_have_value("")
    assert Message.objects.get().text == WORDS


def test_it_is_named_before_signing_out_loses_it(writing: Page) -> None:
    writing.goto("/sign-out")
    writing.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(
        writing.get_by_text("1 check-in or message on this phone is not sent yet.")
    ).to_be_visible()


def test_another_person_on_this_phone_has_words_of_his_own(
    writing: Page, signed_in: Callable[..., Page], ben: User, his_toxin: Treatment
) -> None:
    theirs = signed_in(writing, ben)
    theirs.goto("/messages")
    theirs.get_by_label("Your message").fill("Ben's own")
    kept(theirs, 2)
    theirs.reload()
    expect(theirs.get_by_label("Your message")).to_have_value("Ben's own")
