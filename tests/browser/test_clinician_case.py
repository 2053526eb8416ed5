"""C2 in a real browser: why it was flagged, and the steps by key."""

import pytest
from playwright.sync_api import expect

from tests.browser.clinic_rows import a_case
from tests.cast import report
from tracker.models import ReviewCase
from tracker.services.check_ins import submit_check_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trace_of(page, signed_in, wear, dr_cho):
    """trace_of(case): (condition, fact, question) of each line of the rule that fired first."""

    def read(case: ReviewCase) -> list[tuple[str, str, str]]:
        signed_in(page, dr_cho)
        wear(page, width=1280)
        page.goto(f"/clinic/cases/{case.pk}")
        lines = page.locator(".rule").first.locator(".met > div:not(.met__head)")
        expect(lines.first).to_be_visible()
        return [tuple(line.inner_text().split("\n")) for line in lines.all()]

    return read


def told(user, treatment, severity, touch_felt) -> ReviewCase:
    answers = {"touch_felt": touch_felt}
    said = report("cheek", "left", numbness=severity, answers=answers)
    case = submit_check_in(by=user, treatment=treatment, report=said).case
    assert case is not None
    return case


def test_a15_the_trace_lists_each_fact_with_its_source_answer(page, trace_of, ben, his_toxin):
    lines = trace_of(told(ben, his_toxin, 5, False))

    facts = "\n".join("\n".join(line) for line in lines)
    assert "Numbness, left cheek, 5 of 10, touch not felt" in facts
    assert "Asked: Can you feel a light touch there?" in facts
    expect(page.locator(".finding").first).to_contain_text("on the patient's device")


def test_a15_a_fact_that_changed_changes_the_trace(trace_of, ben, his_toxin, ana, her_toxin):
    first = trace_of(told(ben, his_toxin, 5, False))
    second = trace_of(told(ana, her_toxin, 8, "not_sure"))

    assert first != second
    assert any("8 of 10, not sure about touch" in part for line in second for part in line)
    assert not any("5 of 10" in part for line in second for part in line)


@pytest.mark.walk
def test_a_case_is_closed_in_three_keys_and_a_reason(page, signed_in, wear, dr_cho, review_case):
    signed_in(page, dr_cho)
    wear(page, width=1280)
    page.goto("/clinic/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(review_case.patient.name)

    page.wait_for_load_state()
    page.keyboard.press("d")
    expect(page.locator("#move-decide input[name=reason]").first).to_be_focused()
    page.keyboard.press("Space")
    page.locator("#move-decide button").press("Enter")

    expect(page.locator("[data-toast]")).to_contain_text(
        f"{review_case.patient.name}: The case is closed"
    )
    review_case.refresh_from_db()
    assert (review_case.is_open, review_case.decision["reason"]) == (False, "expected_course")


def test_a_letter_in_a_field_of_the_case_is_only_a_letter(
    page, signed_in, wear, dr_cho, review_case
):
    signed_in(page, dr_cho)
    wear(page, width=1280)
    page.goto(f"/clinic/cases/{review_case.pk}")

    page.keyboard.press("m")
    page.keyboard.type("aeh?")

    expect(page.get_by_label("Message to the patient")).to_have_value("aeh?")
    review_case.refresh_from_db()
    assert review_case.version == 1


def test_an_emergency_elsewhere_is_said_while_a_case_lies_open(
    page, signed_in, wear, dr_cho, clinic_a, review_case
):
    signed_in(page, dr_cho)
    wear(page, width=1280)
    page.clock.install()
    page.goto(f"/clinic/cases/{review_case.pk}")
    calling = page.locator(".calling")
    expect(calling.get_by_role("link")).to_be_hidden()
    before = page.get_by_role("heading", level=1).bounding_box()

    a_case(clinic_a, "later", "emergency")
    page.clock.run_for(5_500)

    expect(page.get_by_role("alert").first).to_have_text("1 emergency that nobody has seen")
    assert page.get_by_role("heading", level=1).bounding_box() == before
    calling.get_by_role("link", name="Show").click()
    expect(page.locator(".case__who")).to_contain_text("Later")
