"""The stepped check-in in a real browser: taps, keyboard, a lost line, a danger sign."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tracker.models import CheckIn, Patient, Photo, SymptomReport, Treatment, User
from tracker.services.check_ins import Report, submit_check_in

pytestmark = pytest.mark.django_db(transaction=True)
RESULT = re.compile(r"/check-ins/[0-9a-f-]{36}$")
SignIn = Callable[[Page, User], Page]


class Taps:
    """Counts every activation, as UX.md A1 does."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def tap(self, role: Any, name: str, exact: bool = True) -> None:
        self.page.get_by_role(role, name=name, exact=exact).locator("visible=true").first.click()
        self.count += 1

    def label(self, text: str) -> None:
        visible = self.page.locator("label").filter(has_text=text).locator("visible=true")
        visible.first.click()
        self.count += 1


@pytest.fixture
def started(page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment) -> Page:
    signed_in(page, ana).goto("/")
    return page


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=2, name=text)).to_be_focused()


def test_a1_a_quiet_day_takes_six_taps_without_a_photo(started: Page) -> None:
    taps = Taps(started)

    taps.tap("link", "Start check-in")
    taps.tap("button", "None of these")
    heading(started, "Anything new?")
    taps.tap("button", "No new symptoms")
    heading(started, "Since your last check-in")
    taps.tap("button", "Nothing to add")
    taps.tap("button", "Skip photo today")
    heading(started, "Check and send")
    taps.tap("button", "Send to my clinic")

    expect(started.get_by_role("heading", level=1)).to_contain_text("This looks usual for day 3")
    assert taps.count <= 6
    assert CheckIn.objects.get().danger_signs == {"asked": True, "any": False, "signs": []}


def test_a1_a_quiet_day_with_a_photo_takes_seven_taps(
    started: Page, a_jpeg: bytes, tmp_path: Path
) -> None:
    taps, file = Taps(started), tmp_path / "face.jpg"
    file.write_bytes(a_jpeg)

    taps.tap("link", "Start check-in")
    taps.tap("button", "None of these")
    taps.tap("button", "No new symptoms")
    taps.tap("button", "Nothing to add")
    with started.expect_file_chooser() as chooser:
        started.get_by_label("Take or choose a photo").click()
    taps.count += 1
    chooser.value.set_files(file)
    expect(started.get_by_role("img", name="Your photo")).to_be_visible()
    taps.tap("button", "Continue")
    taps.tap("button", "Send to my clinic")

    expect(started.get_by_role("heading", level=1)).to_contain_text("This looks usual for day 3")
    assert taps.count <= 7
    assert Photo.objects.get().check_in == CheckIn.objects.get()


def test_a1_a_new_symptom_takes_twelve_taps_and_no_typing(started: Page) -> None:
    taps = Taps(started)

    taps.tap("link", "Start check-in")
    taps.tap("button", "None of these")
    taps.label("Tender or sore")
    taps.tap("button", "Continue")
    heading(started, "Tender or sore")
    taps.label("Left cheek")
    taps.label("Moderate")
    taps.label("Yesterday")
    taps.tap("button", "Continue")
    taps.tap("button", "Nothing to add")
    taps.tap("button", "Skip photo today")
    taps.tap("button", "Send to my clinic")

    expect(started).to_have_url(RESULT)
    assert taps.count <= 12
    told = SymptomReport.objects.get()
    assert (told.symptom, told.region, told.side, told.severity) == ("pain", "cheek", "left", 5)


def test_a_carried_over_bruise_that_is_better_takes_eight_taps(
    page: Page,
    signed_in: SignIn,
    ana: User,
    her_toxin: Treatment,
    a_report: Callable[..., Report],
) -> None:
    yesterday = timezone.now() - timedelta(hours=24)
    report = a_report("cheek", "left", bruise=5, reported_at=yesterday)
    submit_check_in(by=ana, treatment=her_toxin, report=report)
    signed_in(page, ana).goto("/")
    taps = Taps(page)

    taps.tap("link", "Start check-in")
    taps.tap("button", "None of these")
    expect(page.get_by_role("group", name="Bruise, left cheek")).to_be_visible()
    taps.label("Better")
    taps.tap("button", "No new symptoms")
    taps.tap("button", "Nothing to add")
    taps.tap("button", "Skip photo today")
    taps.tap("button", "Send to my clinic")

    expect(page).to_have_url(RESULT)
    assert taps.count <= 8
    told = CheckIn.objects.order_by("-received_at")[0].symptoms.get()
    assert (told.symptom, told.region, told.course) == ("bruise", "cheek", "better")


def test_a3_the_whole_check_in_by_keyboard_with_two_places(started: Page) -> None:
    keys = started.keyboard

    def press(role: Any, name: str, key: str = "Enter") -> None:
        target = started.get_by_role(role, name=name, exact=True).locator("visible=true").first
        for _step in range(120):
            if target.evaluate("node => node === document.activeElement"):
                break
            keys.press("Tab")
        expect(target).to_be_focused()
        keys.press(key)

    press("link", "Start check-in")
    press("button", "None of these")
    press("checkbox", "Bruise", "Space")
    press("button", "Continue")
    press("checkbox", "Left cheek", "Space")
    press("checkbox", "Chin", "Space")
    press("radio", "Mild I notice it", "Space")
    press("radio", "Just after the treatment", "Space")
    press("button", "Continue")
    press("button", "Nothing to add")
    press("button", "Skip photo today")
    press("button", "Send to my clinic")

    expect(started).to_have_url(RESULT)
    places = set(SymptomReport.objects.values_list("region", "side"))
    assert places == {("cheek", "left"), ("chin", "")}


def test_a11_screen_left_on_her_map_is_her_left(started: Page) -> None:
    started.goto("/check-in")
    taps = Taps(started)
    taps.tap("button", "None of these")
    taps.label("Bruise")
    taps.tap("button", "Continue")

    def at(name: str) -> float:
        box = started.locator(".place").filter(has_text=name).locator("visible=true").bounding_box()
        assert box
        return box["x"] + box["width"] / 2

    middle = started.viewport_size["width"] / 2 if started.viewport_size else 0
    assert at("Left cheek") < middle < at("Right cheek")
    expect(started.get_by_text("Your left").locator("visible=true")).to_have_count(1)
    started.evaluate("document.documentElement.dir = 'rtl'")
    assert at("Left cheek") < middle < at("Right cheek")


def test_every_target_of_the_face_is_large_enough_at_320(
    started: Page, wear: Callable[..., None]
) -> None:
    wear(started, width=320)
    started.goto("/check-in")
    taps = Taps(started)
    taps.tap("button", "None of these")
    taps.label("Bruise")
    taps.tap("button", "Continue")

    places = started.locator(".face__list .place").locator("visible=true")
    boxes = [place.bounding_box() for place in places.all()]

    assert len(boxes) > 25
    assert [box for box in boxes if box and (box["width"] < 44 or box["height"] < 44)] == []


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

    started.context.set_offline(False)
    taps.tap("button", "Try again")
    expect(started).to_have_url(RESULT)
    assert SymptomReport.objects.get().symptom == "headache"


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


def test_a_danger_sign_shows_the_emergency_page_at_once_and_tells_the_clinic(
    started: Page, her_toxin: Treatment
) -> None:
    started.goto("/check-in")

    started.get_by_role("button", name="Yes, or I'm not sure").click()

    title = "Emergency Call 112 or go to hospital now"
    expect(started.get_by_role("heading", name=title)).to_be_focused()
    expect(started.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")
    expect(started.get_by_text("Sent today")).to_be_visible()
    assert CheckIn.objects.get().assessments.get().urgency == "emergency"
    shown = started.get_by_role("main").inner_text()
    assert "arnica" not in shown.lower()


def test_a7_without_a_line_the_emergency_page_is_there_and_nothing_claims_to_be_sent(
    started: Page,
) -> None:
    started.goto("/check-in")
    started.context.set_offline(True)

    started.get_by_role("button", name="Yes, or I'm not sure").click()

    expect(started.get_by_role("link", name="Call 112")).to_be_visible()
    expect(started.get_by_text("Not sent yet.")).to_be_visible()
    assert "Sent " not in started.get_by_role("main").inner_text()

    started.context.set_offline(False)
    started.get_by_role("button", name="Try again").click()
    expect(started.get_by_text("Sent today")).to_be_visible()
    assert CheckIn.objects.count() == 1


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


def test_none_beside_a_tick_asks_which_is_right(started: Page) -> None:
    started.goto("/check-in")
    taps = Taps(started)
    taps.tap("button", "None of these")
    taps.label("Headache")
    taps.tap("button", "No new symptoms")

    expect(started.locator(".error-summary")).to_contain_text("You ticked: Headache.")
    expect(started.locator('input[name="tick"][value="headache"]')).to_be_checked()


def test_without_script_one_form_does_it_all(
    without_script: Page, signed_in: SignIn, ana: User, her_toxin: Treatment
) -> None:
    page = signed_in(without_script, ana)
    page.goto("/check-in")

    page.get_by_label("None of these").check()
    page.get_by_role("checkbox", name="Headache").check()
    page.locator('input[name="headache.strength"][value="2"]').check()
    page.locator('input[name="headache.onset"][value="today"]').check()
    page.get_by_role("button", name="Send to my clinic").click()

    expect(page).to_have_url(RESULT)
    assert SymptomReport.objects.get().severity == 2


def test_photos_off_leaves_the_photo_page_out(
    page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment, ana_patient: Patient
) -> None:
    ana_patient.consents.create(kind="photos", given=False, text_version="test", language="en")
    signed_in(page, ana).goto("/check-in")

    expect(page.locator("[data-step]")).to_contain_text("1 of 4")
    expect(page.locator('input[type="file"]')).to_have_count(0)
