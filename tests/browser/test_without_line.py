"""A clinic's page that has lost its connection: nothing goes astray, and what was typed stays."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_enrol import who
from tracker.models import Patient, ReviewCase

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = "Seen by video, looks usual"
KEPT = "[sessionStorage.length, localStorage.length]"


@pytest.fixture
def deciding(page, signed_in, wear, dr_cho, review_case):
    """A case with a decision that is written and not sent."""
    signed_in(page, dr_cho)
    wear(page, width=1280)
    page.goto(f"/clinic/cases/{review_case.pk}?do=decide")
    page.locator("#move-decide [name=reason]").first.check()
    page.locator("#move-decide [name=note]").fill(NOTE)
    return page


def send(page):
    page.locator("#move-decide button.button--move").click(force=True)


@pytest.mark.parametrize("is_known", [True, False], ids=["offline", "believes to be online"])
def test_a_decision_that_cannot_be_sent_stays_as_it_was_typed(deciding, is_known):
    page = deciding
    if is_known:
        page.context.set_offline(True)
        expect(page.locator("[data-line]")).to_be_visible()
    else:
        page.route("**/healthz", lambda route: route.abort())

    send(page)

    expect(page.get_by_text("Nothing was sent")).to_be_visible()
    expect(page.locator("#move-decide [name=note]")).to_have_value(NOTE)
    assert ReviewCase.objects.get().status == "open"


def test_once_it_is_back_the_same_words_are_sent_once(deciding):
    page = deciding
    page.context.set_offline(True)
    send(page)
    page.context.set_offline(False)
    expect(page.locator("[data-line]")).to_be_hidden()

    send(page)

    expect(page.locator(".decision")).to_be_visible()
    case = ReviewCase.objects.get()
    assert (case.status, case.decision["note"]) == ("closed", NOTE)


def test_an_enrolment_says_what_is_kept_and_nothing_of_a_person_is(page, signed_in, dr_cho):
    signed_in(page, dr_cho)
    page.goto("/clinic/enrol")
    page.context.set_offline(True)

    who(page)

    expect(page.locator("[data-line]")).to_contain_text("who, when and the history are not")
    page.get_by_role("button", name="Enrol and invite").click(force=True)
    expect(page.get_by_label("E-mail address")).to_have_value("eve@example.org")
    assert page.evaluate(KEPT) == [0, 0]
    assert not Patient.objects.exists()
