"""P16: her language for everything that is written to her, and how pages look on this device."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tracker.models import AuditEvent, Clinic, Notification, Patient, User
from tracker.services.check_ins import submit_check_in
from tracker.services.languages import choose_language
from tracker.services.notifications import deliver_due
from tracker.services.patient_notices import tell_patient

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]


def choose(client: Client, language: str) -> Any:
    return client.post("/settings", {"change": "language", "language": language})


def test_from_the_next_page_on_all_is_in_the_language_she_chose(
    hers: Client, ana: User, ana_patient: Patient, words_of: Words
) -> None:
    answer = choose(hers, "es")

    assert answer.url == "/settings?saved=1"
    page = hers.get(answer.url)
    assert '<html lang="es"' in page.content.decode()
    assert "data-changed" in page.content.decode()  # the phone's kept pages are fetched anew
    assert "Párpado o ceja que cae" in words_of(hers.get("/check-in"))
    assert 'data-questions="/check-in/questions?of=es-' in hers.get("/check-in").content.decode()

    choose(hers, "en")
    assert "Language" in words_of(hers.get("/settings"))


def test_what_she_was_told_before_is_told_in_it_too(
    hers: Client, ana: User, her_toxin: Any, a_report: Any, words_of: Words
) -> None:
    told = submit_check_in(by=ana, treatment=her_toxin, report=a_report("forehead", bruise=2))
    choose(hers, "es")

    page = words_of(hers.get(f"/check-ins/{told.check_in.pk}"))
    assert "Puedes no hacer nada y darle tiempo" in page
    assert "¿Está la piel ahí rota o abierta?" in page
    assert "Is the skin there broken" not in page
    assert told.check_in.assessments.get().language == "en"

    address = f"/check-ins/{told.check_in.pk}/answers"
    open_question = words_of(hers.post(address, {}))
    assert "¿Está la piel ahí rota o abierta? Elige No, Sí o No sé." in open_question

    asked = told.check_in.assessments.get().said["questions"]
    hers.post(address, {each["id"]: "false" for each in asked})
    assert told.check_in.assessments.count() == 2


def test_an_alarm_on_today_changes_its_language_with_her(
    hers: Client, ana: User, her_toxin: Any, a_report: Any, words_of: Words
) -> None:
    submit_check_in(by=ana, treatment=her_toxin, report=a_report(region="cheek", numbness=5))
    assert "Contact your clinic today" in words_of(hers.get("/"))

    choose(hers, "es")

    assert "Contact your clinic today" not in words_of(hers.get("/"))


def test_words_that_cannot_be_had_in_it_stay_and_name_their_language(
    hers: Client, ana: User, her_toxin: Any, a_report: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = submit_check_in(by=ana, treatment=her_toxin, report=a_report("forehead", bruise=2))
    choose(hers, "es")
    monkeypatch.setattr("tracker.triage.receipt.ENGINE", "3")

    page = hers.get(f"/check-ins/{told.check_in.pk}").content.decode()

    assert '<legend class="label" lang="en">Is the skin there broken or open?</legend>' in page
    assert '<ul class="stack" lang="en"><li>' in page


def test_what_leaves_while_she_is_away_is_in_it_too(
    hers: Client, ana_patient: Patient, her_toxin: Any, words_of: Words
) -> None:
    choose(hers, "es")
    her_toxin.refresh_from_db()

    tell_patient(her_toxin, about=her_toxin.pk)

    assert Notification.objects.get().language == "es"
    deliver_due()
    assert mail.outbox[0].subject == "Tienes un mensaje nuevo"


def test_each_language_stands_in_its_own_words_and_the_clinics_is_named(hers: Client) -> None:
    page = hers.get("/settings").content.decode()

    assert '<b lang="es">Español</b>' in page
    assert '<b lang="en">English</b><span class="hint">Your clinic' in page


@pytest.mark.parametrize("language", ["", "xx", "en-GB", "../es"])
def test_a_language_that_is_not_spoken_here_changes_nothing(
    language: str, hers: Client, ana: User, ana_patient: Patient
) -> None:
    answer = choose(hers, language)

    assert answer.status_code == 400
    for record in (ana, ana_patient):
        record.refresh_from_db()
        assert record.language == "en"


def test_the_choice_is_written_down_without_what_it_says(ana: User, ana_patient: Patient) -> None:
    choose_language(by=ana, patients=[ana_patient], language="es")

    event = AuditEvent.objects.get(action="language.chosen")
    assert event.actor == ana.pk


@pytest.mark.parametrize(
    ("name", "other", "usual"),
    [
        ("theme", "dark", "system"),
        ("motion", "still", "system"),
        ("blur", "off", "on"),
        ("voice", "on", "off"),
    ],
)
def test_a_choice_of_the_device_is_in_every_page_and_can_be_taken_back(
    name: str, other: str, usual: str, hers: Client
) -> None:
    hers.post("/settings", {"change": "look", name: other})
    for path in ("/", "/history", "/check-in"):
        assert f'data-{name}="{other}"' in hers.get(path).content.decode()
    assert f'name="{name}" value="{other}" checked' in hers.get("/settings").content.decode()

    hers.post("/settings", {"change": "look", name: usual})
    assert f"data-{name}" not in hers.get("/").content.decode().partition("<head>")[0]


@pytest.mark.parametrize("name", ["theme", "motion", "blur", "voice"])
def test_a_choice_that_is_none_is_never_written_into_a_page(name: str, hers: Client) -> None:
    hers.post("/settings", {"change": "look", name: '"><b>'})
    assert name not in hers.cookies

    hers.cookies[name] = '"><b>'
    assert '"><b>' not in hers.get("/settings").content.decode()


def test_signed_out_before_there_is_a_treatment_the_number_is_that_of_her_record(
    client_of: Callable[[User], Client], ana: User, ana_patient: Patient
) -> None:
    Clinic.objects.filter(pk=ana_patient.clinic_id).update(emergency_number="118")

    page = client_of(ana).get("/settings").content.decode()

    assert 'href="tel:118"' in page and 'href="tel:112"' not in page
