"""A page of the clinic that is left alone warns, is covered, keeps what was typed; the app lock."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from frontend.accounts import session_clock
from frontend.accounts.session_clock import Limits
from tests.browser.phone import ready
from tracker.models import Message, ReviewCase, Treatment, User

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], Page]
AWAY = "localStorage.setItem('app-seen', String(Date.now() - 600000))"


@pytest.fixture
def a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Staff are signed out after a minute alone: inside the two minutes of the warning."""
    monkeypatch.setattr(session_clock, "STAFF", Limits(alone=60, longest=43200, noted_every=60))


@pytest.fixture
def enrolling(page: Page, signed_in: SignIn, dr_cho: User, a_minute: None) -> Page:
    """A form that is half filled, and whose session comes to its end."""
    page.clock.install()
    signed_in(page, dr_cho).goto("/clinic/enrol")
    page.locator('[name="name"]').fill("Half a name")
    return page


def test_it_warns_before_and_one_tap_keeps_the_session(
    enrolling: Page, axe: Callable[[Page], None]
) -> None:
    warning = enrolling.locator("[data-warning]")
    enrolling.clock.run_for(16_000)
    expect(warning).to_be_visible()
    axe(enrolling)

    with enrolling.expect_response("**/session") as answer:
        warning.get_by_role("button", name="Stay signed in").click()

    assert answer.value.request.method == "POST" and answer.value.status == 200
    expect(warning).to_be_hidden()


@pytest.mark.walk
def test_after_the_end_a_cover_lies_over_what_was_typed_until_she_is_back(
    enrolling: Page, signed_in: SignIn, dr_cho: User, ana: User, axe: Callable[[Page], None]
) -> None:
    enrolling.context.clear_cookies(name="sessionid")
    enrolling.clock.run_for(90_000)
    cover = enrolling.locator("[data-cover]")
    expect(cover).to_be_visible()
    expect(enrolling.locator('[name="name"]')).to_be_hidden()
    axe(enrolling)

    cover.get_by_role("button", name="Go on here").click()
    expect(cover.locator("[data-not-yet]")).to_be_visible()

    signed_in(enrolling, dr_cho)
    cover.get_by_role("button", name="Go on here").click()

    expect(cover).to_be_hidden()
    expect(enrolling.locator('[name="name"]')).to_have_value("Half a name")


def test_words_that_are_sent_after_signing_out_elsewhere_wait_under_the_cover(
    page: Page, signed_in: SignIn, dr_cho: User, review_case: ReviewCase
) -> None:
    signed_in(page, dr_cho).goto(f"/clinic/cases/{review_case.pk}?do=message")
    words = page.locator("#move-message textarea")
    words.fill("How is it today?")
    send = page.locator("#move-message").get_by_role("button", name="Send to the patient")
    page.context.clear_cookies(name="sessionid")

    send.click()

    cover = page.locator("[data-cover]")
    expect(cover).to_be_visible()
    signed_in(page, dr_cho)
    cover.get_by_role("button", name="Go on here").click()
    expect(words).to_have_value("How is it today?")
    send.click()
    expect(page.get_by_text("How is it today?")).to_be_visible()
    assert Message.objects.get().text == "How is it today?"


def test_somebody_else_who_signs_in_meanwhile_does_not_find_it(
    enrolling: Page, signed_in: SignIn, lead_a: User
) -> None:
    enrolling.context.clear_cookies(name="sessionid")
    enrolling.clock.run_for(90_000)
    signed_in(enrolling, lead_a)

    with enrolling.expect_navigation():
        enrolling.get_by_role("button", name="Go on here").click()

    expect(enrolling.locator('[name="name"]')).to_have_value("")


@pytest.fixture
def locking(ana: User) -> User:
    ana.app_lock = True
    ana.save()
    return ana


def test_a_page_that_lay_open_is_covered_and_lifted_once_the_server_says_so(
    page: Page, signed_in: SignIn, locking: User, her_toxin: Treatment, axe: Callable[[Page], None]
) -> None:
    signed_in(page, locking).goto("/history")
    page.route("**/session", lambda route: route.abort())
    page.evaluate(AWAY)
    page.keyboard.press("Shift")

    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    for hers in ("nav", "main h1:text-is('History')"):
        expect(page.locator(hers).first).to_be_hidden()
    expect(page.locator("header").get_by_role("link", name="Get help now")).to_be_visible()
    axe(page)

    page.unroute("**/session")
    page.get_by_role("link", name="Sign in again").click()
    expect(page.get_by_role("heading", name="Locked")).to_have_count(0)


def test_without_a_connection_it_stays_covered_and_help_stays_open(
    phone: BrowserContext, signed_in: SignIn, locking: User, her_toxin: Treatment
) -> None:
    page = ready(signed_in(phone.new_page(), locking))
    page.evaluate(AWAY)
    phone.set_offline(True)

    page.goto("/check-in")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    expect(page.locator("[data-check-in]")).to_be_hidden()

    page.get_by_role("link", name="Get help now").click()

    expect(page.get_by_role("link", name="Call 112")).to_be_visible()
    assert page.get_by_role("heading", name="Locked").count() == 0
