"""A passkey is added and signs in alone, with the browser's own device; or it is turned down."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import CDPSession, Page, expect

from tracker.models import Treatment, User

pytestmark = pytest.mark.django_db(transaction=True)
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def a_finger(page: Page) -> tuple[CDPSession, str]:
    """A finger that always answers."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made: dict[str, Any] = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session, made["authenticatorId"]


@pytest.fixture
def at_the_account(page: Page, ana: User) -> Page:
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    page.goto("/sign-in/password")
    page.get_by_label("Your e-mail address").fill(ana.email)
    page.get_by_label("Your password").fill("correct horse battery")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()
    page.goto("/account")
    return page


def test_a_passkey_signs_in_and_one_that_is_turned_down_does_not(
    at_the_account: Page, a_finger: tuple[CDPSession, str], axe: Callable[[Page], None]
) -> None:
    page, (session, key) = at_the_account, a_finger
    axe(page)
    page.get_by_role("link", name="Add a passkey").click()
    expect(page.get_by_label("Name of this device")).to_be_visible()
    axe(page)
    page.get_by_label("Name of this device").fill("My phone")
    page.get_by_role("button", name="Add this device").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    with page.expect_navigation():
        page.get_by_role("link", name="Go on").click()
    page.goto("/account")
    expect(page.get_by_text("My phone", exact=True)).to_be_visible()

    page.context.clear_cookies()
    page.goto("/sign-in")
    turned_down = {"authenticatorId": key, "isUserVerified": False}
    session.send("WebAuthn.setUserVerified", turned_down)
    [first, _second] = page.locator("main form button").all_inner_texts()
    assert first == "Use a passkey"
    axe(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Your device did not answer")
    session.send("WebAuthn.setUserVerified", {**turned_down, "isUserVerified": True})
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile(r"/$"))
    page.goto("/account")
    expect(page.get_by_text("This device")).to_be_visible()


def test_after_about_you_a_device_that_knows_her_finger_is_offered(
    at_the_account: Page,
    a_finger: tuple[CDPSession, str],
    her_toxin: Treatment,
    axe: Callable[[Page], None],
) -> None:
    page = at_the_account
    page.goto("/welcome/about-you")
    expect(page.locator("[data-can-passkey]")).to_have_value("yes")
    page.get_by_role("button", name="go on").click()
    expect(page).to_have_url(re.compile("/welcome/next-time$"))
    axe(page)

    page.get_by_role("link", name="Set it up").click()
    page.get_by_label("Name of this device").fill("My phone")
    page.get_by_role("button", name="Add this device").click()
    page.get_by_role("link", name="Go on").click()

    expect(page).to_have_url(re.compile("/$"))


def test_a_device_that_knows_no_finger_is_asked_for_none(
    at_the_account: Page, her_toxin: Treatment
) -> None:
    page = at_the_account
    page.goto("/welcome/about-you")
    page.get_by_role("button", name="go on").click()

    expect(page).to_have_url(re.compile("/$"))


def test_without_script_the_mailed_code_is_first(without_script: Page) -> None:
    without_script.goto("/sign-in")

    expect(without_script.locator("main form button:visible").first).to_have_text("Send me a code")
    expect(without_script.get_by_role("button", name="Use a passkey")).to_have_count(0)
