"""C1's bulk and keys in a browser: several looked at before they are sent; a key of her own."""

import pytest
from playwright.sync_api import expect

from tests.browser.clinic_rows import a_case, expect_focus_on, row_of
from tracker.models import CaseLabel, HeldMessage, ReviewCase
from tracker.services.message_templates import save_template

pytestmark = pytest.mark.django_db(transaction=True)
TEXTS = {"en": "Hello {first_name}. Please call {clinic_phone}.", "es": "Hola {first_name}."}


@pytest.fixture
def desk(page, signed_in, wear, dr_cho, lead_a, clinic_a):
    """Two reviews and an emergency on her worklist, a template to hand."""
    save_template(by=lead_a, clinic=clinic_a, title="Call us", texts=TEXTS)
    for name, urgency in (("one", "review"), ("two", "review"), ("three", "emergency")):
        a_case(clinic_a, name, urgency)
    signed_in(page, dr_cho)
    wear(page, width=1280)
    page.goto("/clinic/")
    return page


def choose(page, *names):
    for name in names:
        row_of(page, name).locator("[data-choose]").check()
    page.locator("[data-several] summary").click()


def test_c1_several_are_written_to_after_a_look_at_each_and_taken_back(desk, wear, axe, sideways):
    page = desk
    choose(page, "One", "Two")
    page.get_by_label("Message from a template").select_option(label="Call us")
    page.get_by_role("button", name="Look at each first").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Message to 2 patients")
    expect(page.locator(".letters")).to_contain_text("Hello One. Please call +44 20 7946 0101.")
    expect(page.locator(".letters")).to_contain_text("Hello Two.")
    for width, theme in ((1280, "light"), (390, "dark")):
        wear(page, width=width, theme=theme)
        axe(page)
    wear(page, width=320)
    assert sideways(page) == 0
    assert not HeldMessage.objects.exists()
    page.get_by_role("button", name="Send 2 messages").click()

    expect(page.locator("[data-toast]")).to_contain_text("2 messages leave after 10 seconds.")
    assert HeldMessage.objects.count() == 2
    page.wait_for_load_state()
    page.keyboard.press("u")
    expect(page.locator("[data-toast]")).to_contain_text("2 messages were not sent")
    assert not HeldMessage.objects.exists()


def test_c1_several_are_labelled_and_never_with_an_emergency(desk, wear, axe):
    page = desk
    choose(page, "One", "Two")
    page.locator("#several-label").fill("Batch 7")
    page.get_by_role("button", name="Put on").click()
    expect(page.locator("[data-toast]")).to_contain_text("2 cases labelled")
    expect(row_of(page, "One").locator(".labels")).to_have_text("Batch 7")
    for width, theme in ((1280, "dark"), (390, "light")):
        wear(page, width=width, theme=theme)
        axe(page)
    wear(page, width=1280)

    choose(page, "One", "Three")
    page.locator("#several-label").fill("Other")
    page.get_by_role("button", name="Put on").click()

    expect(page.locator("[data-toast]")).to_contain_text("are worked one by one")
    assert set(CaseLabel.objects.values_list("name", flat=True)) == {"Batch 7"}


def test_a_key_of_her_own_works_the_list_and_the_usual_one_rests(desk, wear, axe, dr_cho):
    page = desk
    page.goto("/clinic/keys")
    axe(page)
    page.get_by_label("Assign to me").fill("e")
    page.get_by_role("button", name="Keep these keys").click()
    expect(page.locator("#error-summary")).to_contain_text("“e” stands here twice")
    axe(page)
    page.get_by_label("Assign to me").fill("z")
    page.get_by_label("Next row").fill("n")
    page.get_by_role("button", name="Keep these keys").click()
    expect(page.get_by_role("status")).to_contain_text("Your keys are kept")
    page.goto("/clinic/")

    for old in ("j", "a"):
        page.keyboard.press(old)
    expect(row_of(page, "Three").locator(".case__who")).not_to_be_focused()
    page.keyboard.press("n")
    expect_focus_on(page, "Three")
    page.keyboard.press("z")

    expect(row_of(page, "Three").locator("[data-assignee]")).to_have_text(dr_cho.name)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").locator("kbd", has_text="p").first).to_be_visible()
    expect(page.get_by_role("dialog")).to_contain_text("n and k move between the rows")
    assert ReviewCase.objects.get(patient__name="Three").assigned_to == dr_cho
