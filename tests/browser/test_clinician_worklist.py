"""C1 while it lies open: news is said and nothing moves; the keys are quiet where they must be."""

import pytest
from playwright.sync_api import expect

from tests.conftest import person, record_of, treat
from tracker.services import reviews
from tracker.services.case_opening import Finding, raise_case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def new_case(clinic_a):
    """new_case("Name", "urgent"): a case of a new patient, raised now."""

    def make(name, urgency):
        patient = record_of(person(name), clinic_a)
        treatment = treat(patient, "botulinum_toxin", ["forehead"], hours_ago=30)
        return raise_case(treatment, Finding(urgency, f"{name} needs eyes", "colleague"))

    return make


def names_on(page) -> list[str]:
    return page.locator(".case__who").all_inner_texts()


def test_a_new_emergency_is_announced_and_the_rows_stay_until_she_asks(
    page, signed_in, dr_cho, new_case
):
    new_case("early", "urgent")
    signed_in(page, dr_cho)
    page.clock.install()
    page.goto("/clinic/")
    page.locator(".case__who").focus()
    before = page.locator(".case").bounding_box()

    new_case("later", "emergency")
    page.clock.run_for(6_000)

    expect(page.get_by_role("alert")).to_have_text("1 new case, 1 of them urgent or emergency")
    assert len(names_on(page)) == 1
    assert page.evaluate("document.activeElement.className").startswith("case__who")
    assert before is not None
    page.get_by_role("link", name="Show").click()
    expect(page.locator(".case__who").first).to_contain_text("Later")


def test_a_colleagues_move_is_said_politely(page, signed_in, dr_cho, lead_a, new_case):
    case = new_case("early", "review")
    signed_in(page, dr_cho)
    page.clock.install()
    page.goto("/clinic/")

    reviews.claim(by=lead_a, case=case, version=case.version)
    page.clock.run_for(6_000)

    expect(page.get_by_role("status")).to_have_text("The list has changed")
    expect(page.get_by_role("alert")).to_have_text("")


def test_a_lost_connection_is_said_after_half_a_minute(page, signed_in, dr_cho, new_case):
    new_case("early", "review")
    signed_in(page, dr_cho)
    page.clock.install()
    page.goto("/clinic/")

    page.context.set_offline(True)
    for _ in range(8):
        page.clock.run_for(5_000)

    expect(page.locator("[data-paused]")).to_contain_text("Updates paused since")
    page.context.set_offline(False)
    page.clock.run_for(6_000)
    expect(page.locator("[data-paused]")).to_be_hidden()


def test_j_and_k_walk_the_rows_and_enter_opens_one(page, signed_in, dr_cho, new_case):
    new_case("one", "urgent")
    new_case("two", "review")
    signed_in(page, dr_cho)
    page.goto("/clinic/")
    links = page.locator(".case__who")

    for key, row in (("j", 0), ("j", 1), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(links.nth(row)).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("One")


def test_the_keys_do_nothing_while_typing_beside_a_modifier_or_switched_off(
    page, signed_in, dr_cho, new_case
):
    new_case("one", "urgent")
    signed_in(page, dr_cho)
    page.goto("/clinic/")
    link = page.locator(".case__who")
    page.evaluate(
        "document.querySelector('main').append(Object.assign(document.createElement('input'),"
        " {id: 'field'}))"
    )

    page.locator("#field").focus()
    page.keyboard.press("j")
    expect(page.locator("#field")).to_have_value("j")
    page.locator("#field").evaluate("field => field.blur()")
    page.keyboard.press("Alt+j")
    expect(link).not_to_be_focused()
    page.get_by_role("button", name="Keys j and k: on").click()
    page.keyboard.press("j")
    expect(link).not_to_be_focused()
    page.reload()
    expect(page.get_by_role("button", name="Keys j and k: off")).to_be_visible()
