"""A5: with scripts off, a patient does all that she can do with them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.faces import a_face
from tests.browser.taps import RESULT
from tracker.models import AftercareSlip, Message, Patient, Photo, SymptomReport, Treatment, User

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], Page]


@pytest.fixture
def plain(without_script: Page, signed_in: SignIn, ana: User, day_2: Treatment) -> Page:
    return signed_in(without_script, ana)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


@pytest.mark.walk
def test_a5_a_check_in_with_a_place_and_a_photo_and_what_follows_from_it(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("link", name="Start check-in").click()
    plain.get_by_label("None of these").check()
    plain.locator('input[name="tick"][value="bruise"]').check()
    expect(plain.get_by_role("button", name="Send to my clinic")).to_have_count(0)
    press(plain, "Continue")
    expect(plain.get_by_role("heading", name="The next questions")).to_be_visible()
    plain.locator('input[name="bruise.where"][value="cheek:left"]').check()
    plain.locator('input[name="bruise.strength"][value="5"]').check()
    plain.locator('input[name="bruise.onset"][value="today"]').check()
    plain.locator('input[type="file"]').first.set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": a_face()}
    )
    press(plain, "Send to my clinic")

    expect(plain).to_have_url(RESULT)
    assert SymptomReport.objects.get().region == "cheek"
    assert Photo.objects.count() == 1
    for question in plain.locator("#remedies fieldset").all():
        question.get_by_label("No", exact=True).check()
    plain.locator("#remedies > form button").click()
    expect(plain.locator(".remedy").first).to_be_visible()


def test_a5_messages_aftercare_history_and_settings(plain: Page, ana_patient: Patient) -> None:
    plain.goto("/messages")
    plain.get_by_label("Your message").fill("Is this usual?")
    press(plain, "Send to my clinic")
    assert Message.objects.get().text == "Is this usual?"

    plain.goto("/aftercare")
    plain.locator("summary").last.click()
    press(plain, "Note it for my next check-in")
    expect(plain.get_by_text("It is ticked in your next check-in.")).to_be_visible()
    assert AftercareSlip.objects.count() == 1

    for view in ("Photos", "Chart", "Timeline"):
        plain.goto("/history")
        plain.get_by_role("link", name=view, exact=True).click()
        expect(plain.get_by_role("link", name=view, exact=True)).to_have_attribute(
            "aria-current", "true"
        )

    plain.goto("/settings")
    plain.get_by_label("12:30").check()
    press(plain, "Save the time")
    ana_patient.refresh_from_db()
    assert f"{ana_patient.reminder_at:%H:%M}" == "12:30"
    press(plain, "Sign out")
    plain.goto("/history")
    expect(plain.get_by_role("heading", name="Sign in")).to_be_visible()
