"""The stepped check-in in a real browser: how many taps, by keyboard, without script."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.phone import PHOTO_PATIENCE
from tests.browser.taps import RESULT, Keys, Taps, heading
from tracker.models import CheckIn, Patient, Photo, SymptomReport, Treatment, User
from tracker.services.check_ins import Report, submit_check_in

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], Page]


@pytest.fixture
def started(page: Page, signed_in: SignIn, ana: User, her_toxin: Treatment) -> Page:
    signed_in(page, ana).goto("/")
    return page


@pytest.mark.walk
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

    expect(started.get_by_role("heading", level=1)).to_contain_text("Looks usual for day 3")
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
        started.get_by_label("Take or choose a photo").first.click()
    taps.count += 1
    chooser.value.set_files(file)
    taps.tap("button", "Continue")  # at once: a photo that is still being made smaller is kept
    taps.tap("button", "Send to my clinic")

    title = started.get_by_role("heading", level=1)
    expect(title).to_contain_text("Looks usual for day 3", timeout=PHOTO_PATIENCE)
    assert taps.count <= 7
    assert Photo.objects.get().check_in == CheckIn.objects.get()


def test_a1_a_new_symptom_takes_twelve_taps_and_no_typing(started: Page) -> None:
    taps = Taps(started)

    taps.tap("link", "Start check-in")
    taps.tap("button", "None of these")
    taps.label("Tender or sore")
    taps.tap("button", "Continue")
    heading(started, "Tender or sore")
    expect(started).to_have_title(re.compile("^Anything new[?]"))  # the history names no symptom
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


def test_p9_a_bruise_told_beside_a_coin_is_kept_on_the_way_back_and_read_before_it_is_sent(
    started: Page,
) -> None:
    taps = Taps(started)
    taps.tap("link", "Start check-in")
    taps.tap("button", "None of these")
    taps.label("Bruise")
    taps.tap("button", "Continue")
    heading(started, "Bruise")
    for words in ("Left cheek", "Moderate", "Yesterday", "About as big as the coin"):
        taps.label(words)
    started.get_by_role("radio", name="Yes", exact=True).locator("visible=true").check()
    taps.tap("button", "Continue")
    heading(started, "Since your last check-in")

    taps.tap("link", "Back")
    expect(started.get_by_label("About as big as the coin")).to_be_checked()
    taps.tap("button", "Continue")
    taps.tap("button", "Nothing to add")
    taps.tap("button", "Skip photo today")

    size = "How big is it, next to a coin? About as big as the coin: 20 to 30 millimetres"
    told = started.get_by_text(f"Left cheek; Moderate; Yesterday; Is it growing? Yes; {size}")
    expect(told).to_be_visible()
    taps.tap("button", "Send to my clinic")
    expect(started).to_have_url(RESULT)
    assert SymptomReport.objects.get().answers == {"bruise_size": "under_30_mm"}


def test_p9_what_she_wrote_and_the_day_she_named_are_read_before_they_are_sent(
    started: Page, her_toxin: Treatment
) -> None:
    taps, day = Taps(started), timezone.localdate(her_toxin.performed_at) + timedelta(days=1)
    taps.tap("link", "Start check-in")
    taps.tap("button", "None of these")
    taps.label("Something else")
    taps.tap("button", "Continue")
    for words in ("Left cheek", "Mild", "Another day"):
        taps.label(words)
    started.get_by_label("What is it?").fill("It itches\na bit")
    started.get_by_label("Which day?").locator("visible=true").fill(day.isoformat())
    taps.tap("button", "Continue")
    taps.tap("button", "Nothing to add")
    taps.tap("button", "Skip photo today")

    told = f"Left cheek; Mild; It itches a bit; {day:%A %-d %B}"
    expect(started.get_by_text(told)).to_be_visible()


@pytest.fixture
def bruised(
    started: Page, ana: User, her_toxin: Treatment, a_report: Callable[..., Report]
) -> Page:
    """She told of a bruise yesterday."""
    yesterday = timezone.now() - timedelta(hours=24)
    report = a_report("cheek", "left", bruise=5, reported_at=yesterday)
    submit_check_in(by=ana, treatment=her_toxin, report=report)
    started.reload()
    return started


def test_p9_a_worse_bruise_tells_how_it_looks_now_and_comes_back_with_what_was_begun(
    bruised: Page,
) -> None:
    row = bruised.get_by_role("group", name="Bruise, left cheek")
    size = row.get_by_role("group", name="How big is it, next to a coin?")
    taps = Taps(bruised)
    taps.tap("link", "Start check-in")
    taps.tap("button", "None of these")
    expect(size).to_be_hidden()
    for words in ("Worse", "Severe", "About as big as the coin"):
        row.get_by_text(words).click()
    expect(size).to_have_accessible_description(re.compile("^You can leave this out. A 1 euro"))
    taps.tap("link", "Save & exit")

    taps.tap("link", "Finish check-in")
    taps.tap("button", "None of these")
    expect(row.get_by_label("About as big as the coin")).to_be_checked()
    taps.tap("button", "No new symptoms")
    taps.tap("button", "Nothing to add")
    taps.tap("button", "Skip photo today")
    taps.tap("button", "Send to my clinic")

    expect(bruised).to_have_url(RESULT)
    told = CheckIn.objects.order_by("-received_at")[0].symptoms.get()
    assert (told.course, told.answers) == ("worse", {"bruise_size": "under_30_mm"})


def test_a_carried_over_bruise_that_is_better_takes_eight_taps(bruised: Page) -> None:
    page, taps = bruised, Taps(bruised)

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
    press = Keys(started).press

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


def test_without_script_the_form_asks_about_a_tick_and_is_sent(
    without_script: Page, signed_in: SignIn, ana: User, her_toxin: Treatment
) -> None:
    page = signed_in(without_script, ana)
    page.goto("/check-in")

    page.get_by_label("None of these").check()
    page.get_by_role("checkbox", name="Headache").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="The next questions")).to_be_visible()
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
