"""She ends the use of her check-ins while a report waits on her phone: kept, shown, not sent."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.phone import quiet_day
from tracker.models import CheckIn, Consent, Patient, Treatment, User
from tracker.services.consents import decide

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = "and not sent: you have ended the use of your check-ins."


def say(patient: Patient, given: bool) -> Consent:
    return decide(by=patient.user, patient=patient, kind="care", given=given, language="en")


def test_what_waits_on_the_phone_is_kept_and_shown_and_goes_once_she_says_so(
    phone: BrowserContext,
    signed_in: Callable[..., Page],
    ana: User,
    ana_patient: Patient,
    her_toxin: Treatment,
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
    expect(page.locator("[data-state]")).to_contain_text(KEPT)
    assert not CheckIn.objects.exists()

    page.get_by_role("button", name="Send it").click()
    expect(page.locator("[data-state]")).to_contain_text(KEPT)
    assert not CheckIn.objects.exists()

    say(ana_patient, True)
    page.reload()
    expect(page.locator("[data-state]")).to_contain_text(KEPT)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="1 not sent")).to_be_hidden()
    assert CheckIn.objects.count() == 1
