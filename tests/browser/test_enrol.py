"""Enrolling in Chromium: under a minute, few taps, units never mixed, readable without script."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.taps import Taps
from tracker.models import Patient
from tracker.services.enrolment import SiteDetails, TreatmentDetails, record_treatment

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark"), (768, "light")]
QUESTIONS = ("allergies", "nerve", "pregnancy", "thinners", "reaction", "toxin")
LISTS = ("conditions", "medicines", "circumstances")
NOES = [f"{name}.asked" for name in QUESTIONS] + [f"{name}.others" for name in LISTS]


@pytest.fixture
def look(axe, wear, sideways, screenshot):
    def at_every_look(page, name):
        page.emulate_media(reduced_motion="reduce")  # or a colour is measured half-way
        for width, theme in LOOKS:
            wear(page, width=width, theme=theme)
            axe(page)
            assert sideways(page) == 0, f"{name} at {width}"
            screenshot(page, f"{name}-{width}-{theme}")

    return at_every_look


def place(page, name):
    """A place of the map, as a person taps it."""
    return page.locator("label.place", has=page.get_by_role("checkbox", name=name))


def amount(page, name):
    return page.get_by_role("spinbutton", name=name)


def who(page, name="Eve Example", email="eve@example.org"):
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Date of birth").fill("1990-02-28")
    page.get_by_label("Mobile number").fill("07700 900123")
    page.get_by_label("E-mail address").fill(email)


def history(page):
    for name in NOES:
        page.locator(f"input[name='{name}'][value=no]").check()


def test_a_patient_is_enrolled_with_the_face_map(page, signed_in, dr_cho, look):
    signed_in(page, dr_cho).goto("/clinic/enrol")
    look(page, "enrol-empty")
    who(page)
    page.get_by_label("Product", exact=True).select_option("xeomin")
    place(page, "Left cheek").click()
    place(page, "Right cheek").click()
    amount(page, "Left cheek").fill("6")
    expect(page.locator("[data-total] output")).to_have_text("6 U")
    look(page, "enrol-filled")
    history(page)
    page.get_by_role("button", name="Enrol and invite").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Eve Example is enrolled")
    look(page, "enrolled")
    sites = Patient.objects.get().treatments.get().sites.order_by("side")
    assert [(site.side, site.amount, site.unit) for site in sites] == [
        ("left", 6, "U"),
        ("right", None, ""),
    ]


def test_an_error_moves_the_focus_to_the_summary_and_keeps_what_was_typed(
    page, signed_in, dr_cho, look
):
    signed_in(page, dr_cho).goto("/clinic/enrol")
    page.get_by_label("Name", exact=True).fill("Eve Example")
    page.get_by_role("button", name="Enrol and invite").click()

    expect(page).to_have_title(re.compile("^Error:"))
    expect(page.locator("#error-summary")).to_be_focused()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Eve Example")
    look(page, "enrol-error")


def test_a16_units_never_convert_another_product_clears_the_amounts_after_a_warning(
    page, signed_in, dr_cho, look
):
    signed_in(page, dr_cho).goto("/clinic/enrol")
    page.get_by_label("Product", exact=True).select_option("xeomin")
    place(page, "Left cheek").click()
    amount(page, "Left cheek").fill("6")
    product = page.get_by_label("Product", exact=True)
    warning = page.get_by_role("dialog", name="Change the product?")

    for leave in (lambda: page.keyboard.press("Escape"), warning.get_by_text("Keep").click):
        product.select_option("hyaluronic_acid")
        look(page, "enrol-warning")
        leave()
        expect(product).to_have_value("xeomin")
        expect(amount(page, "Left cheek")).to_have_value("6")

    product.select_option("hyaluronic_acid")
    warning.get_by_role("button", name="Change it and clear the amounts").click()

    expect(page.get_by_role("status").filter(has_text="amounts were cleared")).to_be_visible()
    expect(amount(page, "Left cheek")).to_have_value("")
    expect(page.locator(".amount [data-unit]")).to_have_text("ml")


def test_the_clinician_s_map_faces_her(page, signed_in, dr_cho):
    """The patient's right stands at screen left; the data keep the anatomical side."""
    signed_in(page, dr_cho).goto("/clinic/enrol")
    left = place(page, "Left cheek").bounding_box()
    right = place(page, "Right cheek").bounding_box()

    assert right["x"] < left["x"]


@pytest.fixture
def a_layout(dr_cho, ana_patient):
    """What this clinician did yesterday."""
    return record_treatment(
        by=dr_cho,
        patient=ana_patient,
        details=TreatmentDetails(
            procedure="botulinum_toxin",
            product="xeomin",
            lot="L-77",
            performed_at=timezone.now() - timedelta(days=1),
            sites=(SiteDetails("forehead", "both", 4), SiteDetails("glabella", "", 10)),
        ),
    )


@pytest.mark.walk
def test_a16_a_repeat_layout_takes_at_most_25_taps(page, signed_in, dr_cho, a_layout):
    taps = Taps(signed_in(page, dr_cho))
    page.goto("/clinic/enrol")
    layout = page.get_by_role("navigation", name="Repeat a layout").get_by_role("link").inner_text()
    taps.tap("link", layout)
    taps.typed("Name", "Eve Example")
    taps.typed("Date of birth", "02281990")  # month, day, year: this browser's own order
    taps.typed("Mobile number", "07700 900123")
    taps.typed("E-mail address", "eve@example.org")
    for name in NOES:
        taps.at(page.locator(f"label:has(input[name='{name}'][value=no])"))
    taps.tap("button", "Enrol and invite")

    expect(page.get_by_role("heading", level=1)).to_have_text("Eve Example is enrolled")
    assert 5 + len(NOES) < taps.count <= 25
    eve = Patient.objects.get(name="Eve Example")
    assert eve.date_of_birth.isoformat() == "1990-02-28"
    enrolled = eve.treatments.get()
    assert enrolled.lot == "L-77" and enrolled.sites.count() == 3


def test_a_place_begins_with_what_the_clinic_last_gave_and_goes_up_and_down_by_steps(
    page, signed_in, dr_cho, a_layout, look
):
    signed_in(page, dr_cho).goto("/clinic/enrol")
    place(page, "Between the brows").click()
    expect(amount(page, "Between the brows")).to_have_value("")
    page.get_by_label("Product", exact=True).select_option("xeomin")
    expect(amount(page, "Between the brows")).to_have_value("10")
    place(page, "Left cheek").click()
    expect(amount(page, "Left cheek")).to_have_value("")

    more, less = (
        page.get_by_role("button", name=f"{word} Left cheek") for word in ("More:", "Less:")
    )
    more.click()
    expect(amount(page, "Left cheek")).to_have_value("0.5")
    more.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(amount(page, "Left cheek")).to_have_value("1.5")
    expect(page.locator("[data-total] output")).to_have_text("11.5 U")
    look(page, "enrol-steps")
    for _tap in range(4):
        less.click()
    expect(amount(page, "Left cheek")).to_have_value("")
    box = more.bounding_box()
    assert box["width"] >= 44 and box["height"] >= 44

    page.get_by_label("Product", exact=True).select_option("hyaluronic_acid")
    page.get_by_role("button", name="Change it and clear the amounts").click()
    expect(amount(page, "Between the brows")).to_have_value("")
    more.click()
    expect(amount(page, "Left cheek")).to_have_value("0.05")


def test_a_lost_page_costs_no_map_and_the_tab_keeps_nothing_of_a_person(
    page, signed_in, dr_cho, look
):
    signed_in(page, dr_cho).goto("/clinic/enrol")
    who(page)
    page.get_by_label("Product", exact=True).select_option("xeomin")
    page.get_by_label("Lot", exact=True).fill("L-5")
    for name, given in (("Left cheek", "6"), ("Right cheek", "4")):
        place(page, name).click()
        amount(page, name).fill(given)
    history(page)
    kept = page.evaluate("JSON.stringify({ ...sessionStorage })")
    assert "xeomin" in kept and "cheek:left" in kept
    for hers in ("Eve", "1990", "07700", "eve@", "allergies", "nerve", "performed"):
        assert hers not in kept

    page.goto("/clinic/enrol")
    expect(page.get_by_text("This tab kept the what and where")).to_be_visible()
    expect(amount(page, "Left cheek")).to_have_count(0)
    look(page, "enrol-kept")
    page.get_by_role("button", name="Put it in").click()
    expect(amount(page, "Left cheek")).to_have_value("6")
    expect(page.locator("[data-total] output")).to_have_text("10 U")
    expect(page.get_by_label("Lot", exact=True)).to_have_value("L-5")
    expect(page.get_by_label("Name", exact=True)).to_have_value("")
    who(page)
    history(page)
    page.get_by_role("button", name="Enrol and invite").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Eve Example is enrolled")
    page.wait_for_function("sessionStorage.getItem('enrol-draft') === null")
    assert {site.amount for site in Patient.objects.get().treatments.get().sites.all()} == {4, 6}


def test_what_a_tab_kept_is_for_who_filled_it_in(page, signed_in, dr_cho, coordinator_a):
    signed_in(page, dr_cho).goto("/clinic/enrol")
    page.get_by_label("Product", exact=True).select_option("xeomin")
    page.wait_for_function("sessionStorage.getItem('enrol-draft') !== null")

    signed_in(page, coordinator_a).goto("/clinic/enrol")

    page.wait_for_function("sessionStorage.getItem('enrol-draft') === null")
    expect(page.get_by_text("This tab kept the what and where")).to_be_hidden()


def test_a16_an_expired_lot_interrupts_and_can_be_passed(page, signed_in, dr_cho, look):
    signed_in(page, dr_cho).goto("/clinic/enrol")
    who(page)
    page.get_by_label("Product", exact=True).select_option("xeomin")
    page.get_by_label("Use by").fill("2020-01-01")
    place(page, "Left cheek").click()
    history(page)
    page.get_by_role("button", name="Enrol and invite").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please look at this first")
    look(page, "enrol-stop")
    page.get_by_text("I checked the label").click()
    page.get_by_role("button", name="Go on with this reason").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Eve Example is enrolled")


def test_a_record_is_corrected_on_the_map_after_a_look_at_what_changes(
    page, signed_in, dr_cho, a_layout, look
):
    signed_in(page, dr_cho).goto(f"/clinic/treatments/{a_layout.pk}/correct")
    place(page, "Between the brows").click()
    place(page, "Left cheek").click()
    expect(amount(page, "Between the brows")).to_have_count(0)
    expect(amount(page, "Left cheek")).to_have_value("")
    amount(page, "Left cheek").fill("6")
    page.get_by_text("A place was recorded wrong").click()
    look(page, "correction")
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_role("cell", name="Left cheek: 6 U", exact=False)).to_be_visible()
    look(page, "correction-preview")
    page.get_by_role("button", name="Save the correction").click()
    page.wait_for_url("**/clinic/patients/*")
    expect(page.get_by_text("Corrected")).to_be_visible()
    sites = a_layout.sites.values_list("region", "side")
    assert set(sites) == {("forehead", "left"), ("forehead", "right"), ("cheek", "left")}


def test_enrolling_works_without_script(without_script, signed_in, dr_cho):
    page = signed_in(without_script, dr_cho)
    page.goto("/clinic/enrol")
    who(page)
    page.get_by_label("Product", exact=True).select_option("xeomin")
    page.get_by_role("checkbox", name="Left cheek").check()
    page.get_by_role("button", name="Enter amounts for the ticked places").click()
    amount(page, "Left cheek").fill("6")
    history(page)
    page.get_by_role("button", name="Enrol and invite").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Eve Example is enrolled")
    site = Patient.objects.get().treatments.get().sites.get()
    assert (site.amount, site.unit) == (6, "U")
