"""A lost line, a lost answer, a danger sign, an unanswered page: what she said is kept."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.phone import PHOTO_PATIENCE
from tests.browser.taps import RESULT, Taps, heading
from tracker.models import CheckIn, Photo, SymptomReport, Treatment, User
from tracker.services.check_ins import Report, submit_check_in

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], Page]


@pytest.fixture
def started(page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment) -> Page:
    signed_in(page, ana).goto("/")
    return page


def test_a_send_that_fails_keeps_the_answers_and_says_so(started: Page) -> None:
    taps = Taps(started)
    taps.tap("link", "Start check-in")
    taps.tap("button", "None of these")
    taps.label("Headache")
    taps.tap("button", "Continue")
    taps.label("Mild")
    taps.label("Today")
    taps.tap("button", "Continue")
    taps.tap("button", "Nothing to add")
    taps.tap("button", "Skip photo today")
    started.context.set_offline(True)
    taps.tap("button", "Send to my clinic")

    expect(started.get_by_role("heading", name="Not sent yet.")).to_be_focused()
    expect(started.get_by_text("Your clinic has not seen this.")).to_be_visible()
    assert not CheckIn.objects.exists()

    taps.tap("button", "Try again")
    expect(started.get_by_text("Your clinic has not seen this.")).to_be_visible()
    started.context.set_offline(False)  # and it goes by itself, as she may tap it again or not
    expect(started).to_have_url(RESULT)
    assert SymptomReport.objects.get().symptom == "headache"


@pytest.mark.walk
def test_a_session_that_ran_out_keeps_the_answers_until_she_is_signed_in_again(
    started: Page, signed_in: SignIn, ana: User
) -> None:
    taps = Taps(started)
    taps.tap("link", "Start check-in")
    taps.tap("button", "None of these")
    taps.label("Headache")
    taps.tap("button", "Continue")
    taps.label("Mild")
    taps.label("Just after the treatment")
    taps.tap("button", "Continue")
    taps.tap("button", "Nothing to add")
    taps.tap("button", "Skip photo today")
    started.context.clear_cookies()
    taps.tap("button", "Send to my clinic")

    expect(started.get_by_text("You are signed out.")).to_be_visible()
    main = started.locator("[data-not-sent] .row > .button:not(.button--second):visible")
    expect(main).to_have_text("Sign in")
    assert not CheckIn.objects.exists()

    other_tab = signed_in(started.context.new_page(), ana)
    other_tab.goto("/settings")
    taps.tap("button", "Try again")
    expect(started).to_have_url(RESULT)
    assert SymptomReport.objects.get().symptom == "headache"


def test_an_error_under_a_carried_over_row_stays_on_the_phones_page(
    page: Page,
    signed_in: SignIn,
    sideways: Callable[[Page], int],
    wear: Callable[..., None],
    ana: User,
    her_toxin: Treatment,
    a_report: Callable[..., Report],
) -> None:
    submit_check_in(by=ana, treatment=her_toxin, report=a_report("forehead", "left", bruise=2))
    wear(page, width=320, theme="light")
    signed_in(page, ana).goto("/check-in")
    taps = Taps(page)
    taps.tap("button", "None of these")
    taps.tap("button", "Continue")

    expect(page.locator(".carried .field-error")).to_be_visible()
    assert sideways(page) == 0


@pytest.mark.walk
def test_a_lost_answer_does_not_double_the_report(started: Page) -> None:
    """The server has stored it, the answer is lost on the way: the second try is the same one."""
    taps = Taps(started)
    taps.tap("link", "Start check-in")
    taps.tap("button", "None of these")
    taps.label("Headache")
    taps.tap("button", "Continue")
    taps.label("Mild")
    taps.label("Just after the treatment")
    taps.tap("button", "Continue")
    taps.tap("button", "Nothing to add")
    taps.tap("button", "Skip photo today")

    def lose(route: Any) -> None:
        route.fetch()
        route.abort()

    started.route("**/check-in", lose, times=1)
    taps.tap("button", "Send to my clinic")
    expect(started.get_by_role("heading", name="Not sent yet.")).to_be_focused()
    taps.tap("button", "Try again")

    expect(started).to_have_url(RESULT)
    assert CheckIn.objects.count() == 1


@pytest.mark.walk
def test_a_danger_sign_shows_the_emergency_page_at_once_and_tells_the_clinic(
    started: Page, her_toxin: Treatment
) -> None:
    started.goto("/check-in")

    started.get_by_role("button", name="Yes, or I'm not sure").click()

    title = "Emergency: call 112 or go to hospital now"
    expect(started.get_by_role("heading", name=title)).to_be_focused()
    expect(started.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")
    expect(started.get_by_text("Sent today")).to_be_visible()
    assert CheckIn.objects.get().assessments.get().urgency == "emergency"
    shown = started.get_by_role("main")
    assert "arnica" not in shown.inner_text().lower()
    visible = shown.get_by_role("link").locator("visible=true")
    assert [link.get_attribute("href") for link in visible.all()] == ["tel:112"]


def test_which_sign_it_is_may_be_told_afterwards_and_is_named_as_the_reason(
    started: Page,
) -> None:
    started.goto("/check-in")
    started.get_by_role("button", name="Yes, or I'm not sure").click()
    expect(started.get_by_text("Sent today")).to_be_visible()

    started.get_by_text("Which one? You can leave this out.").click()
    started.get_by_label("Chest pain").check()
    with started.expect_response("**/check-in") as told:
        started.get_by_role("button", name="Tell my clinic which one").click()

    assert told.value.status == 201
    expect(started.get_by_text("Sent today")).to_be_visible()
    expect(started.get_by_text("You told us: Chest pain.")).to_be_visible()
    signs = sorted(each.danger_signs["signs"] for each in CheckIn.objects.all())
    assert signs == [[], ["chest_pain"]]


def test_two_taps_tell_the_clinic_once_which_sign_it_is_and_another_sign_is_told_too(
    started: Page,
) -> None:
    started.goto("/check-in")
    started.get_by_role("button", name="Yes, or I'm not sure").click()
    expect(started.get_by_text("Sent today")).to_be_visible()
    started.get_by_text("Which one? You can leave this out.").click()
    tell = started.get_by_role("button", name="Tell my clinic which one")
    expect(tell).to_be_hidden()

    started.get_by_label("Chest pain").check()
    tell.dblclick()
    expect(started.get_by_text("You told us: Chest pain.")).to_be_visible()
    started.get_by_label("Any loss of sight").check()
    with started.expect_response(lambda it: "sight_lost" in (it.request.post_data or "")):
        tell.dblclick()

    expect(started.get_by_text("Sent today")).to_be_visible()
    signs = [each.danger_signs["signs"] for each in CheckIn.objects.order_by("received_at")]
    assert signs == [[], ["chest_pain"], ["chest_pain", "sight_lost"]]


# When the tap came and when the emergency page stood, by the page's own clock.
TIMED = """() => {
  const emergency = document.querySelector("[data-emergency]");
  addEventListener("click", () => { window.tapped ??= performance.now(); }, { capture: true });
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => {
    window.stood ??= performance.now();
  }))).observe(emergency, { attributeFilter: ["hidden"] });
}"""


@pytest.mark.walk
def test_a7_without_a_line_the_emergency_page_is_there_and_nothing_claims_to_be_sent(
    started: Page,
) -> None:
    started.goto("/check-in")
    started.context.set_offline(True)
    started.evaluate(TIMED)

    started.get_by_role("button", name="Yes, or I'm not sure").click()

    expect(started.get_by_role("link", name="Call 112")).to_be_visible()
    assert started.evaluate("window.stood - window.tapped") <= 1000
    expect(started.get_by_text("Not sent yet. Saved on this phone. Try again")).to_be_visible()
    shown = started.get_by_role("main").inner_text()
    assert "Sent " not in shown
    assert "Your clinic has not seen this. Do not wait for them." in shown
    assert "telling your clinic" not in shown

    started.get_by_role("button", name="Try again").click()
    expect(started.get_by_text("Not sent yet. Saved on this phone. Try again")).to_be_visible()
    expect(started.get_by_role("button", name="Try again")).to_be_focused()
    started.context.set_offline(False)  # and it goes by itself
    expect(started.get_by_text("Sent today")).to_be_visible()
    expect(started.get_by_text("We are also telling your clinic.")).to_be_visible()
    assert CheckIn.objects.count() == 1


def test_an_emergency_is_shown_while_its_photo_is_still_waiting(
    started: Page, a_jpeg: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "face.jpg"
    file.write_bytes(a_jpeg)
    started.route("**/photos/", lambda route: route.abort())
    started.goto("/check-in")
    taps = Taps(started)
    taps.tap("button", "None of these")
    taps.label("Blurred or double sight")
    taps.tap("button", "Continue")
    for answer in ("which=blurred", "side=left", "strength=8", "onset=today", "lost=yes"):
        name, _sign, value = answer.partition("=")
        started.locator(f'input[name="sight.{name}"][value="{value}"]').check()
    taps.tap("button", "Continue")
    taps.tap("button", "Nothing to add")
    started.locator("#photo").set_input_files(file)
    taps.tap("button", "Continue")
    taps.tap("button", "Send to my clinic")

    title = started.locator("#emergency-title")
    expect(title).to_have_text("Emergency: call 112 or go to hospital now")
    expect(title).to_be_visible()
    expect(started.get_by_text("Your photo is not sent yet.")).to_be_visible()
    assert CheckIn.objects.count() == 1

    started.unroute("**/photos/")
    started.get_by_role("button", name="Try again").click()
    expect(started).to_have_url(RESULT, timeout=PHOTO_PATIENCE)
    assert Photo.objects.get().check_in == CheckIn.objects.get()


@pytest.mark.walk
def test_a18_an_unanswered_page_says_what_is_missing_and_leads_there(started: Page) -> None:
    started.goto("/check-in")
    taps = Taps(started)
    taps.tap("button", "None of these")
    taps.label("Bruise")
    taps.tap("button", "Continue")
    taps.tap("button", "Continue")

    expect(started.locator(".error-summary")).to_be_focused()
    assert started.title().startswith("Error: ")
    link = started.get_by_role("link", name="Bruise: choose how strong it is.")
    link.click()
    expect(started.locator('input[name="bruise.strength"]').first).to_be_focused()

    taps.label("Left cheek")
    taps.tap("button", "Continue")
    expect(started.get_by_role("link", name="Bruise: choose where it is.")).to_have_count(0)
    expect(started.locator('input[name="bruise.where"]:checked')).to_have_count(1)


def test_back_keeps_every_answer(started: Page) -> None:
    taps = Taps(started)
    taps.tap("link", "Start check-in")
    taps.tap("button", "None of these")
    taps.label("Headache")
    taps.tap("button", "Continue")
    taps.label("Severe")
    taps.tap("link", "Back")
    heading(started, "Anything new?")
    expect(started.locator('input[name="tick"][value="headache"]')).to_be_checked()
    taps.tap("button", "Continue")

    expect(started.locator('input[name="headache.strength"][value="8"]')).to_be_checked()


def test_none_beside_a_tick_asks_which_is_right_where_the_tick_is(
    started: Page, ana: User, her_toxin: Treatment, a_report: Callable[..., Report]
) -> None:
    """Not at what she told before, which stands above it and was answered."""
    submit_check_in(by=ana, treatment=her_toxin, report=a_report("forehead", "left", bruise=2))
    started.goto("/check-in")
    taps = Taps(started)
    taps.tap("button", "None of these")
    taps.label("Same")
    taps.label("Headache")
    taps.tap("button", "No new symptoms")

    expect(started.locator(".error-summary")).to_contain_text("You ticked: Headache.")
    expect(started.locator(".carried .field-error")).to_have_count(0)
    expect(started.locator("#tick .field-error")).to_contain_text("You ticked: Headache.")
    expect(started.locator('input[name="tick"][value="headache"]')).to_be_checked()
