"""The clinic's pages in a real browser: nothing hidden, nothing sideways, sides never swapped."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.conftest import person, record_of, treat
from tracker.models import AuditEvent, Message, ReviewCase
from tracker.services import reviews
from tracker.services.check_ins import submit_check_in
from tracker.services.message_templates import add_starting_set
from tracker.services.messages import send_message
from tracker.services.photos import Upload, take_photo

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


@pytest.fixture
def case(ben, his_toxin, a_report, a_jpeg) -> ReviewCase:
    """Ben: numb left cheek, two photos of one view, the first as he was treated."""
    for at in (his_toxin.performed_at, timezone.now() - timedelta(hours=12)):
        upload = Upload(uuid4(), "front_rest", at, a_jpeg)
        take_photo(by=ben, treatment=his_toxin, check_in=None, upload=upload)
    report = a_report("cheek", "left", numbness=5, note="It began at night.")
    found = submit_check_in(by=ben, treatment=his_toxin, report=report).case
    assert found is not None
    return found


@pytest.fixture
def other_case(clinic_a, a_report) -> ReviewCase:
    patient = record_of(person("maria"), clinic_a)
    treatment = treat(patient, "dermal_filler", ["cheek"], hours_ago=20)
    report = a_report("cheek", "right", skin_blanching=8)
    found = submit_check_in(by=patient.user, treatment=treatment, report=report).case
    assert found is not None
    return found


@pytest.fixture
def wrote(ana, her_toxin, a_jpeg) -> Message:
    """Ana's words with a photo, which no case holds."""
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    photo, _is_new = take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)
    said = {"by": ana, "treatment": her_toxin, "client_id": uuid4(), "photos": [photo.pk]}
    return send_message(**said, text="It looks like this, and it is worse than in the morning")[0]


ADDRESSES = {
    "worklist": "/clinic/",
    "empty": "/clinic/?view=waiting",
    "words": "/clinic/?view=notes",
    "thread": "/clinic/patients/{wrote}?case={about}",
    "case": "/clinic/cases/{case}",
    "report": "/clinic/cases/{case}/report",
    "templates": "/clinic/templates",
    "patients": "/clinic/patients",
    "patient": "/clinic/patients/{patient}",
    "history": "/clinic/patients/{patient}/history",
    "treatment": "/clinic/patients/{patient}/treatment",
    "caseload": "/clinic/caseload",
    "caseload-empty": "/clinic/caseload?from=2020-01-01&to=2020-01-02",
    "caseload-cases": "/clinic/caseload/cases?level=urgent",
    "caseload-check-ins": "/clinic/caseload/check-ins?flagged=1",
    "caseload-treatments": "/clinic/caseload/treatments",
    "protocol": "/clinic/protocol",
    "not-found": "/clinic/cases/00000000-0000-4000-8000-000000000000",
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_axe_finds_nothing_and_nothing_is_sideways(
    page, signed_in, wear, axe, sideways, dr_cho, lead_a, clinic_a, case, other_case, wrote, name
):
    add_starting_set(by=None, clinic=clinic_a)
    signed_in(page, lead_a if name == "templates" else dr_cho)
    ids = {"case": case.pk, "patient": case.patient_id, "about": wrote.treatment_id}
    address = ADDRESSES[name].format(**ids, wrote=wrote.treatment.patient_id)
    page.goto(address)
    for width, theme in SIZES:
        wear(page, width=width, theme=theme)
        axe(page)
    for width in (320, 768):
        wear(page, width=width)
        assert sideways(page) == 0


def test_axe_finds_nothing_with_every_form_open_and_every_error_shown(
    page, signed_in, wear, axe, sideways, dr_cho, case
):
    signed_in(page, dr_cho)
    for width, theme in ((390, "dark"), (1280, "light")):
        wear(page, width=width, theme=theme)
        page.goto(f"/clinic/cases/{case.pk}")
        for form in page.locator("details.disposition > summary").all():
            form.click()
        axe(page)
        page.locator("#move-decide button").click()
        expect(page.get_by_role("alert")).to_contain_text("Give a reason")
        axe(page)
    wear(page, width=320)
    assert sideways(page) == 0


def test_the_patients_left_is_at_the_right_of_the_screen_also_right_to_left(
    page, signed_in, wear, dr_cho, case
):
    signed_in(page, dr_cho)
    wear(page, width=1280)
    page.goto(f"/clinic/cases/{case.pk}")
    drawing = page.locator(".face--clinic .face__frame")
    cheek = page.locator(".face--clinic .place", has_text="Left cheek")

    for direction in ("ltr", "rtl"):
        page.evaluate("way => { document.documentElement.dir = way; }", direction)
        frame, place = drawing.bounding_box(), cheek.bounding_box()
        right, left = page.locator(".face__sides span").all()
        assert place["x"] + place["width"] / 2 > frame["x"] + frame["width"] / 2
        assert (right.inner_text(), left.inner_text()) == ("R", "L")
        assert right.bounding_box()["x"] < left.bounding_box()["x"]


@pytest.mark.walk
def test_a_photo_is_sharp_only_after_the_click_and_the_look_is_audited_once(
    page, signed_in, dr_cho, case
):
    signed_in(page, dr_cho)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/clinic/cases/{case.pk}")
    tile = page.get_by_role("button", name="Show photo: Front, at rest, Day 0").first
    tile.scroll_into_view_if_needed()
    assert [url for url in asked if url.endswith("/display/")] == []

    with page.expect_response("**/display/") as answer:
        tile.click()

    assert answer.value.status == 200
    assert "no-store" in answer.value.headers["cache-control"]
    assert AuditEvent.objects.filter(action="photo.viewed", actor=dr_cho.pk).count() == 1
    expect(tile).to_have_attribute("aria-pressed", "true")


def test_a_case_is_decided_by_keyboard_alone(page, signed_in, wear, dr_cho, case):
    signed_in(page, dr_cho)
    wear(page, width=1280)
    page.goto("/clinic/")

    tab_to(page, "a.case__who")
    page.keyboard.press("Enter")
    page.wait_for_url("**/clinic/cases/*")
    tab_to(page, "#move-decide > summary")
    page.keyboard.press("Enter")
    tab_to(page, "#move-decide input[name=reason]")
    page.keyboard.press("Space")
    tab_to(page, "#move-decide input[name=contact_how]")
    page.keyboard.press("Space")
    tab_to(page, "#decide-contact_outcome")
    page.keyboard.type("Comes in at four")
    tab_to(page, "#move-decide button")
    page.keyboard.press("Enter")

    expect(page.locator("[data-toast]")).to_contain_text("closed with your decision")
    case.refresh_from_db()
    assert case.decision["contact"]["outcome"] == "Comes in at four"


# A row or a choice wears the ring of what is inside it.
HAS_RING = (
    "document.activeElement.matches('body, .case *, .choice *, .tick *')"
    " || getComputedStyle(document.activeElement).outlineStyle !== 'none'"
)


def tab_to(page, target: str) -> None:
    """Press Tab until the target has the focus; each stop on the way shows a ring."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("target => document.activeElement.matches(target)", target):
            return
        here = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        assert page.evaluate(HAS_RING), here
    raise AssertionError(f"Tab never reached {target}")


def test_without_script_a_case_is_read_and_acted_on(
    without_script, signed_in, dr_cho, lead_a, case
):
    """A5, C2."""
    page = signed_in(without_script, dr_cho)
    page.goto("/clinic/")
    page.locator(".case__who", has_text="Ben").click()
    page.locator("#move-message > summary").click()
    page.get_by_label("Message to the patient").fill("Please come in at four.")
    reviews.claim(by=lead_a, case=case, version=1)
    page.get_by_role("button", name="Send to the patient").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("A colleague was here first")
    expect(page.get_by_label("Message to the patient")).to_have_value("Please come in at four.")
    page.get_by_role("button", name="Send to the patient").click()

    expect(page.get_by_role("status")).to_contain_text("Your message was sent")


def test_a_conflict_page_has_nothing_for_axe(page, signed_in, wear, axe, dr_cho, lead_a, case):
    signed_in(page, dr_cho)
    for width, theme in ((390, "light"), (1280, "dark")):
        wear(page, width=width, theme=theme)
        page.goto(f"/clinic/cases/{case.pk}")
        case.refresh_from_db()
        reviews.acknowledge(by=lead_a, case=case, version=case.version)
        page.get_by_role("button", name="Assign to me").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("A colleague was here first")
        axe(page)


def test_the_action_bar_of_a_phone_never_covers_what_has_the_focus(
    page, signed_in, wear, dr_cho, case
):
    signed_in(page, dr_cho)
    wear(page, width=390)
    page.goto(f"/clinic/cases/{case.pk}")
    page.get_by_role("link", name="Go to the actions").click()
    bar = page.locator(".action-bar").bounding_box()

    for _ in range(6):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(() => { const box = document.activeElement.getBoundingClientRect();"
            " return [box.top, box.bottom]; })()"
        )
        if page.evaluate("Boolean(document.activeElement.closest('.action-bar, .rail'))"):
            break
        assert focused[1] <= bar["y"] + 1 or focused[0] >= bar["y"] + bar["height"]


def test_a_layer_of_the_map_that_is_switched_off_is_not_drawn(page, signed_in, dr_cho, case):
    signed_in(page, dr_cho)
    page.goto(f"/clinic/cases/{case.pk}")
    treated, reported = (
        page.locator(f".face--clinic .place.is-{layer}").first for layer in ("treated", "reported")
    )

    expect(reported.locator("b")).to_be_visible()  # the word for how strong it is

    page.locator('[data-layer="treated"]').uncheck()
    expect(treated).to_be_hidden()
    expect(reported).to_be_visible()

    page.locator('[data-layer="reported"]').uncheck()
    page.locator('[data-layer="treated"]').check()
    expect(treated).to_be_visible()
    expect(reported).to_be_hidden()
