"""The invitation, the welcome and signing in, walked in Chromium: keyboard, axe, both themes."""

import re
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.taps import RESULT, Keys
from tracker.models import Patient, SymptomReport, Treatment
from tracker.services.invitations import invite
from tracker.services.notifications import deliver_due

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [(390, "light")]  # every look of these screens: test_every_screen.py, test_layout.py


@pytest.fixture
def eve(clinic_a):
    patient = Patient.objects.create(
        clinic=clinic_a,
        name="Eve Example",
        date_of_birth=date(1990, 2, 28),
        email="eve@example.org",
        conditions=[],
        allergies=["vitamin_k"],
    )
    treatment = Treatment.objects.create(
        patient=patient, procedure="botulinum_toxin", performed_at="2026-01-05T10:00Z"
    )
    treatment.sites.create(region="forehead", side="left")
    return patient


@pytest.fixture
def link(eve, dr_cho):
    """The link in the mail, as a path."""
    invite(by=dr_cho, patient=eve)
    deliver_due()
    return re.search(r"http://localhost:8000(/i/\S+)", mail.outbox[-1].body).group(1)


def code_in_mail():
    deliver_due()
    return re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[-1].body).group()


@pytest.fixture
def look(axe, wear, sideways, screenshot):
    """look(page, name): axe, no sideways scroll, a picture, at every width and theme."""

    def at_every_look(page, name):
        page.emulate_media(reduced_motion="reduce")  # or a colour is measured half-way
        for width, theme in LOOKS:
            wear(page, width=width, theme=theme)
            axe(page)
            assert sideways(page) == 0, f"{name} at {width}"
            screenshot(page, f"{name}-{width}-{theme}")
        wear(page)

    return at_every_look


def give_birth_date(page, day="28"):
    page.get_by_label("Day", exact=True).fill(day)
    page.get_by_label("Month").fill("2")
    page.get_by_label("Year").fill("1990")
    page.get_by_role("button", name="Continue").click()


def test_from_the_link_to_today(page, link, eve, look):
    page.goto(link)
    expect(page).to_have_url(re.compile("/invitation$"))
    look(page, "invitation-birth")
    give_birth_date(page, day="1")
    expect(page).to_have_title(re.compile("^Error:"))
    look(page, "invitation-birth-wrong")
    give_birth_date(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Clinic A invites you")
    look(page, "invitation-welcome")
    page.get_by_role("button", name="Continue").click()

    for kind in ("care", "photos", "reminders"):
        expect(page).to_have_url(re.compile(f"/welcome/{kind}$"))
        page.get_by_text("More detail").click()
        look(page, f"consent-{kind}")
        page.get_by_role("button", name="Yes, I agree").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Reminder time")
    look(page, "reminder-time")
    page.get_by_role("button", name="Save and go on").click()
    expect(page).to_have_title(re.compile("^Error:"))
    page.get_by_label("8am").check()
    page.get_by_role("button", name="Save and go on").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("About you")
    look(page, "about-you")
    page.get_by_role("button", name="Save and go on").click()
    expect(page).to_have_title(re.compile("^Error:"))
    look(page, "about-you-error")
    page.get_by_text("No, none of them").last.click()
    page.get_by_role("button", name="Save and go on").click()

    expect(page).to_have_url(re.compile("/$"))
    eve.refresh_from_db()
    assert eve.medicines == []


@pytest.mark.parametrize(
    ("pasted", "filled"),
    [
        ("28.02.1990", ["28", "02", "1990"]),
        (" 28/2/1990 ", ["28", "2", "1990"]),
        ("28. 2. 1990", ["28", "2", "1990"]),
        ("1990-02-28", ["28", "02", "1990"]),
        ("02/28/1990", ["02", "", ""]),  # no day of ours: the browser keeps what fits the box
        ("30.02.1990", ["30", "", ""]),
        ("28.02.90", ["28", "", ""]),
        ("28", ["28", "", ""]),
    ],
)
def test_a_pasted_date_fills_its_boxes_and_what_is_none_is_left_alone(page, link, pasted, filled):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(link)
    page.evaluate("(text) => navigator.clipboard.writeText(text)", pasted)
    page.get_by_label("Day", exact=True).focus()
    page.keyboard.press("Control+v")

    boxes = ("Day", "Month", "Year")
    assert [page.get_by_label(box, exact=True).input_value() for box in boxes] == filled


def test_the_whole_way_without_script(without_script, link, eve):
    """A5, P1 to P5."""
    page = without_script
    page.goto(link)
    give_birth_date(page)
    page.get_by_label("Your e-mail address").fill("new@example.org")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Code from the mail").fill(code_in_mail())
    page.get_by_role("button", name="Confirm").click()
    for _kind in range(3):
        page.get_by_role("button", name="Yes, I agree").click()
    page.get_by_label("12:30pm").check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_text("Not sure").last.click()
    page.get_by_role("button", name="Save and go on").click()

    expect(page).to_have_url(re.compile("/$"))
    eve.refresh_from_db()
    assert eve.user.email == "new@example.org"


def test_the_invitation_by_keyboard_alone(page, link):
    page.goto(link)
    for key in ("28", "2", "1990"):
        tab_to(page, "input")
        page.keyboard.type(key)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Clinic A invites you")


@pytest.mark.walk
def test_a3_from_the_invitation_to_a_sent_check_in_by_keyboard_alone(page, link, eve):
    Treatment.objects.filter(patient=eve).update(performed_at=timezone.now() - timedelta(days=2))
    keys = Keys(page)
    page.goto(link)
    for number in ("28", "2", "1990"):
        tab_to(page, "input")
        page.keyboard.type(number)
    page.keyboard.press("Enter")
    keys.press("button", "Continue")
    for kind, word in (("care", "Yes, I agree"), ("photos", "No, thank you")):
        page.wait_for_url(f"**/welcome/{kind}")
        keys.press("button", word)
    page.wait_for_url("**/welcome/reminders")
    keys.press("button", "No, thank you")
    page.wait_for_url("**/welcome/about-you")
    keys.press("radio", "No, none of them", "Space")
    keys.press("button", "Save and go on")

    keys.press("link", "Start check-in")
    keys.press("button", "None of these")
    keys.press("checkbox", "Bruise", "Space")
    keys.press("button", "Continue")
    keys.press("checkbox", "Left cheek", "Space")
    keys.press("checkbox", "Chin", "Space")
    keys.press("radio", "Mild I notice it", "Space")
    keys.press("radio", "Just after the treatment", "Space")
    keys.press("button", "Continue")
    keys.press("button", "Nothing to add")
    keys.press("button", "Send to my clinic")

    expect(page).to_have_url(RESULT)
    places = set(SymptomReport.objects.values_list("region", "side"))
    assert places == {("cheek", "left"), ("chin", "")}


def tab_to(page, tag):
    """Press Tab until the next element of that kind has the focus."""
    for _stop in range(12):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.tagName.toLowerCase()")
        if focused == tag:
            return
    raise AssertionError(f"no {tag} can be reached by Tab")


def test_signing_in_by_code_and_by_password_and_out(page, ana, her_toxin, look):
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    page.goto("/sign-in")
    look(page, "sign-in")
    page.get_by_role("button", name="Send me a code").click()
    expect(page).to_have_title(re.compile("^Error:"))
    look(page, "sign-in-error")
    page.get_by_label("Your e-mail address").fill(ana.email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter the code")
    look(page, "sign-in-code")
    page.get_by_label("Code from the mail").fill(code_in_mail())
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("navigation")).to_be_visible()

    page.goto("/sign-out")
    look(page, "sign-out")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in$"))

    page.get_by_role("link", name="Use a password").click()
    expect(page.get_by_label("Your password")).to_be_visible()
    look(page, "sign-in-password")
    page.get_by_label("Your e-mail address").fill(ana.email)
    page.get_by_label("Your password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("navigation")).to_be_visible()


def test_after_signing_out_no_cookie_of_the_session_is_left(page, signed_in, ana, her_toxin):
    signed_in(page, ana).goto("/")
    page.goto("/settings")
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in$"))

    assert "sessionid" not in {cookie["name"] for cookie in page.context.cookies()}
    page.go_back()
    expect(page).to_have_url(re.compile("/sign-in"))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/password/forgot", "password-forgot"),
        ("/sign-up", "by-invitation"),
        ("/sign-in/closed", "account-closed"),
        ("/i/unknown", "invitation-spent"),
    ],
)
def test_the_pages_around_it(path, name, page, look, db):
    page.goto(path)

    look(page, name)


def test_a_forgotten_password(page, ana, her_toxin, look):
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    page.goto("/password/forgot")
    page.get_by_label("Your e-mail address").fill(ana.email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_label("Code from the mail")).to_be_visible()
    look(page, "password-forgot-code")
    page.get_by_label("Code from the mail").fill(code_in_mail())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("New password", exact=True)).to_be_visible()
    look(page, "password-forgot-new")
    page.get_by_label("New password", exact=True).fill("a quiet lake at dawn")
    page.get_by_label("New password, once more").fill("a quiet lake at dawn")
    page.get_by_role("button", name="Set the password").click()
    expect(page).to_have_url(re.compile("/password/done$"))
    look(page, "password-done")


def test_changing_the_password(page, signed_in, ana, her_toxin, look):
    signed_in(page, ana).goto("/password")

    look(page, "password-change")


def test_this_is_not_me(page, link, look):
    page.goto(link)
    page.get_by_role("button", name="This is not me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    look(page, "invitation-refused")
