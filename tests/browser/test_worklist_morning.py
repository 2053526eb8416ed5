"""A scripted morning: 40 cases of mixed urgency, worked by keyboard alone before lunch."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clinic_rows import a_case, names_on
from tracker.models import Message, ReviewCase, ReviewEvent, Status
from tracker.records.worklist import BY_URGENCY

pytestmark = [pytest.mark.full, pytest.mark.django_db(transaction=True)]
MIX = ("review", "urgent", "review", "emergency", "review")
CASES = 40
KINDS = {"decide": 16, "message": 8, "acknowledge": 8, "snooze": 4, "claim": 4}


@pytest.fixture
def morning(page, signed_in, wear, dr_cho, clinic_a) -> Page:
    for number in range(CASES):
        a_case(clinic_a, f"patient {number:02}", MIX[number % len(MIX)])
    signed_in(page, dr_cho)
    wear(page, width=1280)
    page.goto("/clinic/")
    return page


def test_forty_cases_are_worked_by_keyboard_alone(morning, screenshot, dr_cho):
    page = morning
    page.evaluate("addEventListener('pointerdown', () => { window.touched = true; })")
    assert [row.urgency for row in in_order()] == urgencies_on(page)
    screenshot(page, "morning-0-begins", always=True)

    page.keyboard.press("j")
    for number, case in enumerate(in_order()):
        expect(focused_row(page)).to_have_attribute("data-case", str(case.pk))
        work(page, case, kind_of(number))
        if number in (10, 25):
            screenshot(page, f"morning-{number}-done", always=True)

    screenshot(page, "morning-40-over", always=True)
    assert not page.evaluate("window.touched === true")
    done = ReviewEvent.objects.filter(by=dr_cho).values_list("action", flat=True)
    assert {kind: list(done).count(kind) for kind in KINDS} == KINDS
    assert ReviewCase.objects.filter(status=Status.CLOSED).count() == KINDS["decide"]
    assert Message.objects.count() == KINDS["message"]
    assert len(names_on(page)) == CASES - KINDS["decide"]


def kind_of(number: int) -> str:
    """Emergencies and urgent ones stand first: they are decided after a phone call."""
    kinds = [kind for kind, many in KINDS.items() for _ in range(many)]
    return kinds[number]


def in_order() -> list[ReviewCase]:
    return list(ReviewCase.objects.exclude(status="closed").order_by(*BY_URGENCY))


def urgencies_on(page: Page) -> list[str]:
    return [row.get_attribute("data-urgency") for row in page.locator("[data-case]").all()]


def focused_row(page: Page):
    return page.locator("[data-case]", has=page.locator(":focus"))


def work(page: Page, case: ReviewCase, kind: str) -> None:
    """One case, from its row to the next row."""
    if kind in ("claim", "acknowledge"):
        page.keyboard.press("a" if kind == "claim" else "e")
        return expect(page.locator("[data-toast-text]")).to_contain_text(case.patient.name)
    if kind == "decide":
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(case.patient.name)
        page.wait_for_load_state()
        page.keyboard.press("d")
        expect(page.locator("#move-decide input[name=reason]").first).to_be_focused()
        page.keyboard.press("Space")
        if case.urgency != "review":
            tab_to(page, "#move-decide input[name=contact_how]")
            page.keyboard.press("Space")
            tab_to(page, "#decide-contact_outcome")
            page.keyboard.type("Reached, is well")
    else:
        page.keyboard.press({"message": "m", "snooze": "s"}[kind])
        field = {"message": "message-text", "snooze": "snooze-until"}[kind]
        expect(page.locator(f"#{field}")).to_be_focused()
        if kind == "snooze":
            tab_to(page, "#snooze-reason")
        page.keyboard.type("Seen at noon")
    tab_to(page, f"#move-{kind} button.button--move")
    page.keyboard.press("Enter")
    page.wait_for_url("**/clinic/?*", wait_until="load")
    expect(page.locator("[data-toast-text]")).to_contain_text(case.patient.name)


def tab_to(page: Page, target: str) -> None:
    for _ in range(40):
        if page.evaluate("target => document.activeElement.matches(target)", target):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {target}")
