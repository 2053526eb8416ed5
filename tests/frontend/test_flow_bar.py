"""Section 2: every page on her way in has a way back, and a way out that keeps what she said."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.test import Client

from tests.frontend.inviting import invited_patient, opened, shown_link
from tracker.models import Clinic, Consent, Patient, Treatment, User
from tracker.services.consents import decisions

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
ALL = ("care", "photos", "reminders")


@pytest.fixture
def newcomer(
    client_of: Callable[[User], Client], ana: User, ana_patient: Patient, her_toxin: Treatment
) -> Client:
    Consent.objects.all().delete()
    return client_of(ana)


def say(client: Client, *kinds: str, given: str = "yes") -> str:
    return [client.post(f"/welcome/{kind}", {"given": given}) for kind in kinds][-1].url


def links(client: Client, path: str) -> set[str]:
    page = client.get(path).content.decode()
    bar = page.partition('class="flow-bar"')[2].partition("<h1")[0]
    return {part.partition('"')[0] for part in bar.split('class="back" href="')[1:]}


def test_each_page_leads_back_to_the_one_before(newcomer: Client) -> None:
    assert "Sign out" in newcomer.get("/welcome/care").content.decode()
    say(newcomer, "care")
    assert links(newcomer, "/welcome/photos") == {"/welcome/care", "/"}
    say(newcomer, "photos")
    assert links(newcomer, "/welcome/reminders") == {"/welcome/photos", "/"}
    say(newcomer, "reminders")
    assert links(newcomer, "/welcome/reminder-time") == {"/welcome/reminders"}
    assert links(newcomer, "/welcome/about-you") == {"/welcome/reminder-time"}
    say(newcomer, "reminders", given="no")
    assert links(newcomer, "/welcome/about-you") == {"/welcome/reminders"}
    assert links(newcomer, "/welcome/next-time") == {"/welcome/about-you"}


def test_no_page_of_an_account_is_a_dead_end(
    client: Client, client_of: Callable[[User], Client], ana: User, her_toxin: Treatment
) -> None:
    hers, back = client_of(ana), 'class="back" href="/account"'
    assert back in hers.get("/password").content.decode()

    asked = hers.get("/settings/erase", follow=True).content.decode()
    assert "Please sign in again" in asked and '<a class="link" href="/">Not now</a>' in asked

    client.post("/password/forgot", {"email": ana.email})
    code = client.get("/password/forgot/code").content.decode()
    assert 'class="back" href="/password/forgot"' in code


def test_who_goes_back_reads_her_answer_and_may_give_another(
    newcomer: Client, ana_patient: Patient, words_of: Words
) -> None:
    say(newcomer, "care", "photos")
    assert "Your answer so far: You agreed" in words_of(newcomer.get("/welcome/photos"))
    assert "Your answer so far" not in words_of(newcomer.get("/welcome/reminders"))

    assert say(newcomer, "photos", given="no") == "/welcome"
    assert newcomer.get("/welcome").url == "/welcome/reminders"

    assert decisions(ana_patient) == {"care": True, "photos": False}
    say(newcomer, "reminders", given="no")
    assert say(newcomer, "photos") == "/welcome/reminders", "and on from there, as the first time"


def test_with_all_decided_she_goes_back_to_her_own_answer(
    client_of: Callable[[User], Client], ana_patient: Patient, ben_patient: Patient, ben: User
) -> None:
    browser = client_of(ben)
    say(browser, "reminders", given="no")

    assert say(browser, "photos", given="no") == "/welcome/reminders"

    assert decisions(ben_patient)["photos"] is False
    assert decisions(ana_patient)["photos"] is True


def test_the_required_one_is_gone_back_to_until_all_is_decided(
    newcomer: Client, ana_patient: Patient
) -> None:
    say(newcomer, "care", "photos")
    assert newcomer.get("/welcome/care").status_code == 200
    say(newcomer, "reminders")

    assert say(newcomer, "care", given="no") == "/welcome"
    assert decisions(ana_patient)["care"] is True


def test_without_the_required_one_no_other_is_open(newcomer: Client, ana_patient: Patient) -> None:
    say(newcomer, *ALL)
    Consent.objects.create(
        patient=ana_patient, kind="care", given=False, text_version="test", language="en"
    )

    assert newcomer.get("/welcome/photos").url == "/welcome"
    assert newcomer.get("/welcome/reminders").url == "/welcome"


@pytest.mark.parametrize(
    ("said", "leads_to", "kept"),
    [
        ({"exit": "yes"}, "/", None),
        ({"exit": "yes", "at": "08:00"}, "/", time(8)),
        ({"exit": "yes", "at": "other", "other": "22:00"}, None, None),
    ],
)
def test_who_leaves_the_page_of_the_hour_keeps_what_she_chose(
    said: dict[str, str],
    leads_to: str | None,
    kept: time | None,
    newcomer: Client,
    ana_patient: Patient,
) -> None:
    say(newcomer, *ALL)

    answer = newcomer.post("/welcome/reminder-time", said)

    assert answer.status_code == (302 if leads_to else 422)
    assert getattr(answer, "url", None) == leads_to
    ana_patient.refresh_from_db()
    assert ana_patient.reminder_at == kept


def test_who_leaves_about_you_keeps_the_lists_that_she_finished(
    newcomer: Client, ana_patient: Patient
) -> None:
    Patient.objects.filter(pk=ana_patient.pk).update(conditions=None, medicines=None)
    say(newcomer, *ALL)
    said = {"conditions": ["pregnancy"], "conditions.others": "no", "medicines": ["ibuprofen"]}

    answer = newcomer.post("/welcome/about-you", {**said, "exit": "yes", "passkeys": "yes"})

    assert answer.url == "/"
    ana_patient.refresh_from_db()
    assert (ana_patient.conditions, ana_patient.medicines) == (["pregnancy"], None)


def test_from_settings_about_you_leads_back_to_settings(newcomer: Client) -> None:
    say(newcomer, *ALL)
    page = "/welcome/about-you?from=settings"

    assert page in newcomer.get("/settings").content.decode()
    assert links(newcomer, page) == {"/settings"}
    assert "Save &amp; exit" not in newcomer.get(page).content.decode()
    assert links(newcomer, f"{page}&change=allergies") == {page}
    said = {"change": "allergies", "allergies.others": "no", "passkeys": "yes"}
    assert newcomer.post(f"{page}&change=allergies", said).url == "/settings"


def test_the_invitation_leads_back_to_the_date_of_birth(
    client: Client, clinic_a: Clinic, dr_cho: User, markup_of: Words
) -> None:
    opened(client, shown_link(invited_patient(clinic_a), by=dr_cho))
    assert links(client, "/invitation") == {"/invitation?birth"}

    page = markup_of(client.get("/invitation?birth"))

    assert 'action="/invitation/birth"' in page
    assert "Eve" not in page and "Clinic A" not in page
