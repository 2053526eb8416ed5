"""A new emergency while a list lies open that does not hold it; a tone where she wants one."""

import pytest
from playwright.sync_api import expect

from tests.browser.clinic_rows import row_of
from tracker.services import reviews

pytestmark = pytest.mark.django_db(transaction=True)
COUNTS_NOTES = """window.notes = 0;
const { start } = OscillatorNode.prototype;
OscillatorNode.prototype.start = function (...said) {
  window.notes += 1;
  start.apply(this, said);
};"""


@pytest.mark.parametrize("query", ["?view=mine", "?view=notes"])
def test_a_new_emergency_is_said_at_once_in_a_list_without_it(desk, new_case, lead_a, query):
    page = desk(query)
    team = page.locator('[data-view="team"] .count')
    expect(page.locator(".calling a")).to_be_hidden()
    expect(team).to_have_text("0")

    case = new_case("later", "emergency")
    page.clock.run_for(2_500)

    expect(page.get_by_role("alert").first).to_have_text("1 emergency that nobody has seen")
    expect(team).to_have_text("1")
    reviews.acknowledge(by=lead_a, case=case, version=1)
    page.clock.run_for(2_500)
    expect(page.locator(".calling a")).to_be_hidden()
    new_case("last", "emergency")
    page.clock.run_for(2_500)
    page.locator(".calling").get_by_role("link", name="Show").click()
    expect(row_of(page, "Last")).to_be_visible()


def test_a_tone_is_for_an_emergency_alone_and_only_once_she_wants_one(desk, new_case, page):
    page.add_init_script(COUNTS_NOTES)
    desk()
    new_case("one", "emergency")
    page.clock.run_for(2_500)
    expect(page.get_by_role("alert").first).to_have_text("1 emergency that nobody has seen")
    assert page.evaluate("window.notes") == 0, "silent unless she asks for it"

    page.get_by_role("button", name="Steps and keys").click()
    page.get_by_role("button", name="Sound for an emergency: switch on").click()
    expect(page.get_by_role("button", name="Sound for an emergency: switch off")).to_be_visible()
    assert page.evaluate("window.notes") == 1, "she hears what it is like"
    page.reload()
    new_case("two", "urgent")
    page.clock.run_for(2_500)
    expect(page.get_by_role("status").first).to_have_text("1 new, 1 urgent.")
    assert page.evaluate("window.notes") == 0

    new_case("three", "emergency")
    page.clock.run_for(2_500)
    expect(page.get_by_role("alert").first).to_have_text("2 emergencies that nobody has seen")
    assert page.evaluate("window.notes") == 1
    page.clock.run_for(10_000)
    assert page.evaluate("window.notes") == 1, "once, not again and again"
