"""She ends the use of her check-ins while a report waits on her phone: kept, shown, not sent."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.phone import KEPT, SHELF, quiet_day, ready
from tracker.models import CheckIn, Consent, Patient, Treatment, User
from tracker.services.consents import decide, decisions

pytestmark = pytest.mark.django_db(transaction=True)
NOT_TAKEN = "and not sent: you have ended the use of your check-ins."
WORDS = json.JSONDecoder()


def kept_since(page: Page, moment: float) -> bool:
    """Every page that the phone keeps was asked for since."""
    pages = [WORDS.raw_decode(each)[0] for each in page.evaluate(SHELF, ["pages", "getAll"])]
    return {each["path"] for each in pages} == KEPT and all(each["at"] > moment for each in pages)


def say(patient: Patient, given: bool) -> Consent:
    return decide(by=patient.user, patient=patient, kind="care", given=given, language="en")


def test_what_waits_on_the_phone_is_kept_and_shown_and_goes_once_she_says_so(
    phone: BrowserContext,
    signed_in: Callable[..., Page],
    ana: User,
    ana_patient: Patient,
    her_toxin: Treatment,
    axe: Callable[[Page], None],
) -> None:
    page = signed_in(phone.new_page(), ana)
    page.goto("/")
    quiet_day(page)
    say(ana_patient, False)  # in another tab
    page.get_by_role("button", name="Send to my clinic").click()

    expect(page.get_by_role("heading", name="Not sent yet.")).to_be_visible()
    expect(page.locator("[data-why]")).to_contain_text("your clinic has not seen it")
    expect(page.locator("[data-not-sent] [data-sign-in]")).to_be_hidden()
    page.goto("/")
    expect(page.get_by_role("heading", name="You have ended")).to_be_visible()
    expect(page.get_by_role("heading", name="1 not sent")).to_be_visible()
    expect(page.locator("[data-state]")).to_contain_text(NOT_TAKEN)
    axe(page)
    assert not CheckIn.objects.exists()

    with page.expect_response("**/check-in") as told:
        page.get_by_role("button", name="Send it").click()
    assert told.value.status == 403
    expect(page.locator("[data-state]")).to_contain_text(NOT_TAKEN)
    assert not CheckIn.objects.exists()

    say(ana_patient, True)
    page.reload()
    expect(page.locator("[data-state]")).to_contain_text(NOT_TAKEN)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="1 not sent")).to_be_hidden()
    assert CheckIn.objects.count() == 1


def test_without_a_line_her_phone_shows_what_she_ended_and_no_page_from_before(
    phone: BrowserContext,
    signed_in: Callable[..., Page],
    ana: User,
    her_toxin: Treatment,
    axe: Callable[[Page], None],
) -> None:
    page = ready(signed_in(phone.new_page(), ana, fresh=True))
    page.goto("/settings")
    page.get_by_role("link", name="Change: Use of my check-ins for my care").click()
    expect(page.get_by_role("button", name="End the use of my check-ins")).to_be_visible()
    axe(page)
    moment = page.evaluate("Date.now()")
    page.get_by_role("button", name="End the use of my check-ins").click()
    expect(page.get_by_role("heading", name="You have ended")).to_be_visible()
    for _try in range(200):
        if kept_since(page, moment):
            break
        page.wait_for_timeout(100)
    phone.set_offline(True)

    for address in ("/", "/check-in", "/aftercare"):
        page.goto(address)
        expect(page.get_by_role("heading", name="You have ended")).to_be_visible()
        expect(page.get_by_role("link", name="Call 112")).to_be_visible()

    phone.set_offline(False)
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="You have ended")).to_be_visible()
    assert decisions(her_toxin.patient)["care"] is False
