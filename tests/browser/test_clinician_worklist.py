"""C1 while it lies open: news is said and nothing moves; the keys are quiet where they must be."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.clinic_rows import expect_focus_on, names_on, row_of
from tracker.models import ReviewCase
from tracker.services import reviews
from tracker.services.check_ins import submit_check_in
from tracker.services.messages import send_message

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.walk
def test_a14_a_new_emergency_sorts_first_once_asked_for_and_moves_no_row_before(desk, new_case):
    new_case("early", "urgent")
    page = desk()
    page.locator(".case__who").focus()
    before = page.locator(".case").bounding_box()

    new_case("later", "emergency")
    page.clock.run_for(2_500)

    expect(page.get_by_role("alert").first).to_have_text("1 emergency that nobody has seen")
    expect(page.get_by_role("status").first).to_have_text("1 new, 1 emergency.")
    assert names_on(page) == ["Early"]
    expect_focus_on(page, "Early")
    after = page.locator(".case").bounding_box()
    assert before and after and before["x"] == after["x"]
    page.locator("[data-show]").click()
    expect(page.locator(".case__who").first).to_contain_text("Later")
    assert names_on(page) == ["Later", "Early"]


def test_a14_the_row_under_the_focus_stays_where_it_is_on_the_screen(desk, new_case):
    for number in range(12):
        new_case(f"patient {number}", "review")
    page = desk()
    row = page.locator(".case").nth(9)
    row.locator(".case__who").focus()
    row.scroll_into_view_if_needed()
    before = row.bounding_box()

    new_case("later", "emergency")
    page.clock.run_for(2_500)
    expect(page.get_by_role("alert").first).to_contain_text("1 emergency")

    assert row.bounding_box() == before


def test_a14_bulk_assigns_and_cannot_close(desk, new_case, dr_cho):
    new_case("one", "emergency")
    new_case("two", "review")
    page = desk()
    bar = page.locator("[data-several]")
    expect(bar).to_be_hidden()

    page.keyboard.press("j")
    page.keyboard.press("x")
    row_of(page, "Two").locator("[data-choose]").check()

    expect(bar.locator("[data-chosen]")).to_have_text("2 chosen")
    assert bar.get_by_role("button").all_inner_texts() == ["Assign to me", "Assign", "Choose none"]
    bar.get_by_role("button", name="Assign to me").click()
    expect(page.locator("[data-toast]")).to_contain_text("2 cases are yours now")
    assert {case.assigned_to for case in ReviewCase.objects.all()} == {dr_cho}
    assert {case.is_open for case in ReviewCase.objects.all()} == {True}


@pytest.mark.walk
def test_a14_the_second_of_two_reads_what_the_first_did(desk, new_case, lead_a):
    case = new_case("early", "urgent")
    page = desk()
    page.keyboard.press("j")
    reviews.acknowledge(by=lead_a, case=case, version=1)

    page.keyboard.press("a")

    expect(page.get_by_role("heading", level=1)).to_have_text("A colleague was here first")
    expect(page.locator("#main")).to_contain_text(f"{lead_a.name} marked this case as seen at")
    expect(page.locator("#main")).to_contain_text("You were about to: Assign to me.")
    page.get_by_role("link", name="Back to the list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Worklist")
    assert names_on(page) == ["Early"]


def test_a14_the_keys_do_nothing_while_typing_beside_a_modifier_or_switched_off(desk, new_case):
    new_case("one", "urgent")
    page = desk()
    link, field = page.locator(".case__who"), page.get_by_label("Find a patient")

    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("jeax?")
    expect(field).to_have_value("jeax?")
    assert ReviewCase.objects.get().version == 1
    field.evaluate("field => field.blur()")
    page.keyboard.press("Alt+j")
    expect(link).not_to_be_focused()
    page.get_by_role("button", name="Steps and keys").click()
    page.get_by_role("button", name="Switch the keys off").click()
    expect(page.get_by_role("button", name="Switch the keys on")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Control+k")
    expect(link).not_to_be_focused()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.reload()
    page.keyboard.press("j")
    expect(link).not_to_be_focused()


def test_a_colleagues_move_is_said_politely_and_marked_on_its_row(desk, lead_a, new_case):
    case = new_case("early", "review")
    page = desk()

    reviews.claim(by=lead_a, case=case, version=case.version)
    page.clock.run_for(2_500)

    expect(page.locator("[data-said]")).to_have_text("The list has changed")
    expect(page.locator("[data-calls]")).to_have_text("")
    expect(row_of(page, "Early")).to_contain_text("Changed by a colleague since you loaded it")
    assert row_of(page, "Early").get_attribute("data-version") == "1"


def test_a_patients_message_is_said_like_a_new_case_and_moves_no_row(desk, new_case):
    case = new_case("early", "review")
    page = desk()
    page.locator(".case__who").focus()
    before = page.locator(".case").bounding_box()

    her = case.patient.user
    send_message(by=her, treatment=case.treatment, client_id=uuid4(), text="It is worse.")
    page.clock.run_for(2_500)

    expect(page.locator("[data-said]")).to_have_text("1 new message.")
    expect(row_of(page, "Early")).to_contain_text("News since you loaded it")
    expect_focus_on(page, "Early")
    assert page.locator(".case").bounding_box() == before
    page.locator("[data-show]").click()
    expect(page.locator("[data-said]")).to_have_text("")
    expect(page.locator(".case__who.is-new")).to_be_visible()


def test_who_else_has_a_case_open_appears_on_its_row_by_itself(
    desk, browser, signed_in, browser_context_args, lead_a, new_case
):
    case = new_case("early", "review")
    page = desk()
    context = browser.new_context(**browser_context_args)
    other = signed_in(context.new_page(), lead_a)

    other.goto(f"/clinic/cases/{case.pk}")
    page.clock.run_for(2_500)
    expect(row_of(page, "Early")).to_contain_text(f"{lead_a.name} is viewing")

    other.goto("/clinic/patients")
    expect(row_of(page, "Early").locator("[data-viewer]")).to_be_hidden()
    context.close()


def test_a_lost_connection_is_said_after_half_a_minute_and_the_rows_grow_grey(desk, new_case):
    new_case("early", "review")
    page = desk()

    page.context.set_offline(True)
    for _ in range(17):
        page.clock.run_for(2_000)

    expect(page.locator("[data-paused]")).to_contain_text("Updates paused since")
    expect(page.locator("[data-worklist]")).to_have_class("worklist is-old")
    page.context.set_offline(False)
    page.clock.run_for(2_500)
    expect(page.locator("[data-paused]")).to_be_hidden()


def test_without_a_connection_the_list_is_read_only_at_once(desk, new_case):
    new_case("early", "review")
    page = desk()
    take = page.locator("[data-act=claim]")

    page.context.set_offline(True)

    expect(page.locator("[data-line]")).to_contain_text("Read only: no connection")
    expect(take).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_text("Nothing was sent")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-line]")).to_be_hidden()
    expect(take).not_to_have_attribute("aria-disabled", "true")
    page.route("**/clinic/changes*", lambda route: route.abort())
    page.clock.run_for(2_500)
    expect(take).to_have_attribute("aria-disabled", "true")
    assert ReviewCase.objects.get().version == 1


def test_j_and_k_walk_the_rows_and_enter_opens_one(desk, new_case):
    new_case("one", "urgent")
    new_case("two", "review")
    page = desk()

    for key, name in (("j", "One"), ("j", "Two"), ("j", "Two"), ("k", "One")):
        page.keyboard.press(key)
        expect_focus_on(page, name)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("One")
    page.wait_for_load_state()
    page.keyboard.press("g")
    page.keyboard.press("w")
    expect(page.get_by_role("heading", level=1)).to_have_text("Worklist")


@pytest.mark.walk
def test_a_step_by_key_changes_the_row_in_place_moves_on_and_is_undone(desk, new_case, dr_cho):
    new_case("one", "urgent")
    new_case("two", "review")
    page = desk()
    page.keyboard.press("j")

    page.keyboard.press("e")

    expect(row_of(page, "One").locator("[data-clock]")).to_contain_text("Seen")
    expect_focus_on(page, "Two")
    expect(page.locator("[data-toast]")).to_contain_text("One: Marked as seen.")
    page.keyboard.press("u")
    expect(row_of(page, "One").locator("[data-clock]")).to_contain_text("Due in")
    expect_focus_on(page, "One")
    page.keyboard.press("a")
    expect(row_of(page, "One").locator("[data-assignee]")).to_have_text(dr_cho.name)
    page.clock.run_for(10_500)
    expect(page.locator("[data-toast]")).to_be_hidden()
    case = ReviewCase.objects.get(patient__name="One")
    assert (case.acknowledged_at, case.assigned_to, case.version) == (None, dr_cho, 4)


@pytest.mark.parametrize(
    ("key", "label"), [("m", "Message to the patient"), ("p", "View"), ("s", "Until")]
)
def test_a_form_opens_by_its_key_with_its_first_field_ready(desk, new_case, key, label):
    new_case("one", "urgent")
    page = desk()
    page.keyboard.press("j")

    page.keyboard.press(key)

    expect(page.get_by_label(label, exact=True)).to_be_focused()


def test_a_message_by_key_returns_to_the_next_row(desk, new_case):
    new_case("one", "urgent")
    new_case("two", "review")
    page = desk("?view=unassigned")
    page.keyboard.press("j")
    page.keyboard.press("m")
    expect(page.get_by_label("Message to the patient")).to_be_focused()

    page.keyboard.type("Please come in at four.")
    page.keyboard.press("Tab")  # "Look at it first"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**/clinic/?view=unassigned#case-*")
    expect_focus_on(page, "Two")
    expect(page.locator("[data-toast]")).to_contain_text("One: Your message was sent")
    expect(page.locator("[data-undo]")).to_be_hidden()


def test_every_step_is_found_by_its_name(desk, new_case):
    new_case("one", "urgent")
    page = desk()
    page.keyboard.press("j")

    page.keyboard.press("Control+k")
    page.keyboard.type("seen")
    page.keyboard.press("Enter")

    expect(row_of(page, "One").locator("[data-clock]")).to_contain_text("Seen")
    page.keyboard.press("?")
    for key in ("a", "m", "p", "s", "x", "h", "g w"):
        expect(page.get_by_role("dialog").locator("kbd", has_text=key).first).to_be_visible()


def test_each_key_has_a_control_that_is_seen(desk, new_case):
    new_case("one", "urgent")
    page = desk()

    for key in ("j", "k", "a", "e", "m", "p", "s", "x", "/", "?", "h", "g w"):
        expect(page.locator(f'[data-key="{key}"]').first).to_be_visible()
    expect(page.locator("[data-open-commands]")).to_contain_text("Ctrl K")
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.locator('[data-key="u"]')).to_be_visible()
    page.locator(".case__who").click()
    for key in ("d", "l"):
        expect(page.locator(f'[data-key="{key}"]').first).to_be_visible()


def test_buttons_walk_the_rows_as_the_keys_do(desk, new_case):
    new_case("one", "urgent")
    new_case("two", "review")
    page = desk()
    following = page.get_by_role("button", name="Next row")

    following.click()
    expect_focus_on(page, "One")
    following.press("Enter")  # the press takes the focus first
    expect_focus_on(page, "Two")
    following.click()
    expect_focus_on(page, "Two")
    page.get_by_role("button", name="Row before").click()
    expect_focus_on(page, "One")


def test_one_key_hides_the_names_and_keeps_them_hidden(desk, new_case):
    new_case("maria lopez", "urgent")
    page = desk()

    page.keyboard.press("h")

    expect(page.locator(".case__who")).to_contain_text("M. L.")
    page.goto("/clinic/patients?search=lopez")
    expect(page.locator(".case__who")).to_have_text("M. L.")
    page.keyboard.press("h")
    expect(page.locator(".case__who")).to_have_text("Maria Lopez")
    expect(page.get_by_label("Name, date of birth")).to_have_value("lopez")
    page.get_by_role("button", name="Hide names").click()
    expect(page.locator(".case__who")).to_have_text("M. L.")


def test_without_script_a_row_is_filtered_taken_and_undone(
    without_script, signed_in, dr_cho, new_case
):
    """A5, C1."""
    new_case("one", "urgent")
    new_case("two", "review")
    page = signed_in(without_script, dr_cho)
    page.goto("/clinic/")
    page.locator("#filters > summary").click()
    page.get_by_label("With", exact=True).select_option("none")
    page.get_by_role("button", name="Show these cases").click()
    expect(page).to_have_url(re.compile("assigned=none"))

    page.get_by_role("button", name="Assign to me: One").click()

    expect(page.get_by_text("One: The case is yours now.")).to_be_visible()
    assert names_on(page) == ["Two"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("One: Taken back.")).to_be_visible()
    assert names_on(page) == ["One", "Two"]


def test_axe_finds_nothing_with_everything_open(desk, wear, axe, sideways, new_case):
    new_case("one", "urgent")
    new_case("two", "review")
    page = desk("?sort=oldest&assigned=none")
    page.locator("#filters > summary").click()
    page.locator("[data-choose]").first.check()
    row_of(page, "Two").locator('[data-key="e"]').click()
    expect(page.locator("[data-toast]")).to_be_visible()
    for width, theme in ((1280, "dark"), (390, "light")):
        wear(page, width=width, theme=theme)
        axe(page)
    wear(page, width=320)
    assert sideways(page) == 0
    page.locator("[data-open-commands]").click()
    axe(page)


def test_e_marks_the_note_in_hand_as_seen_and_the_next_one_takes_the_focus(
    page, signed_in, dr_cho, ana, her_toxin, ben, his_toxin, a_report
):
    for by, treatment, words in ((ana, her_toxin, "It itches"), (ben, his_toxin, "All well")):
        submit_check_in(by=by, treatment=treatment, report=a_report(note=words))
    signed_in(page, dr_cho).goto("/clinic/?view=notes")

    page.keyboard.press("j")
    expect_focus_on(page, ana.name)
    page.keyboard.press("e")

    expect(page.get_by_text(f"{ana.name}: the note is marked as seen.")).to_be_visible()
    expect_focus_on(page, ben.name)
    assert names_on(page) == [ben.name]
    page.keyboard.press("u")
    expect(page.get_by_text("It itches")).to_be_visible()
    expect_focus_on(page, ana.name)
