"""Enrolling in Chromium: under a minute, few taps, units never mixed, readable without script."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tracker.models import Patient
from tracker.services.enrolment import SiteDetails, TreatmentDetails, record_treatment

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark"), (768, "light")]
LISTS = ("conditions", "allergies", "medicines", "circumstances")


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


def who(page, name="Eve Example", email="eve@example.org"):
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Date of birth").fill("1990-02-28")
    page.get_by_label("Mobile number").fill("07700 900123")
    page.get_by_label("E-mail address").fill(email)


def history(page):
    for name in LISTS:
        page.locator(f"input[name='{name}.others'][value=no]").check()


def test_a_patient_is_enrolled_with_the_face_map(page, signed_in, dr_cho, look):
    signed_in(page, dr_cho).goto("/clinic/enrol")
    look(page, "enrol-empty")
    who(page)
    page.get_by_label("Product", exact=True).select_option("xeomin")
    place(page, "Left cheek").click()
    place(page, "Right cheek").click()
    page.get_by_label("Left cheek").last.fill("6")
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


def test_a16_units_never_convert_another_product_clears_the_amounts(page, signed_in, dr_cho):
    signed_in(page, dr_cho).goto("/clinic/enrol")
    page.get_by_label("Product", exact=True).select_option("xeomin")
    place(page, "Left cheek").click()
    page.get_by_label("Left cheek").last.fill("6")
    page.get_by_label("Product", exact=True).select_option("hyaluronic_acid")

    expect(page.get_by_role("status").filter(has_text="amounts were cleared")).to_be_visible()
    expect(page.get_by_label("Left cheek").last).to_have_value("")
    expect(page.locator(".amount [data-unit]")).to_have_text("ml")


def test_the_clinician_s_map_faces_her(page, signed_in, dr_cho):
    """The patient's right stands at screen left; the data keep the anatomical side."""
    signed_in(page, dr_cho).goto("/clinic/enrol")
    left = place(page, "Left cheek").bounding_box()
    right = place(page, "Right cheek").bounding_box()

    assert right["x"] < left["x"]


@pytest.mark.walk
def test_a16_a_repeat_layout_takes_at_most_25_taps(page, signed_in, dr_cho, ana_patient):
    record_treatment(
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
    signed_in(page, dr_cho).goto("/clinic/enrol")
    page.get_by_role("navigation", name="Repeat a layout").get_by_role("link").first.click()
    who(page)
    history(page)
    page.get_by_role("button", name="Enrol and invite").click()

    taps = 1 + 4 + len(LISTS) + 1
    assert taps <= 25
    expect(page.get_by_role("heading", level=1)).to_have_text("Eve Example is enrolled")
    enrolled = Patient.objects.get(name="Eve Example").treatments.get()
    assert enrolled.lot == "L-77" and enrolled.sites.count() == 3


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


def test_enrolling_works_without_script(without_script, signed_in, dr_cho):
    page = signed_in(without_script, dr_cho)
    page.goto("/clinic/enrol")
    who(page)
    page.get_by_label("Product", exact=True).select_option("xeomin")
    page.get_by_role("checkbox", name="Left cheek").check()
    page.get_by_role("button", name="Enter amounts for the ticked places").click()
    page.get_by_role("spinbutton", name="Left cheek").fill("6")
    history(page)
    page.get_by_role("button", name="Enrol and invite").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Eve Example is enrolled")
    site = Patient.objects.get().treatments.get().sites.get()
    assert (site.amount, site.unit) == (6, "U")
