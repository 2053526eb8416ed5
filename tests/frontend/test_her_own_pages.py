"""Pages without an id in their address are about who opens them, whoever else is a patient."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from tests.cast import show_second_factor
from tracker.models import Consent, Patient, Treatment, User
from tracker.services.check_ins import submit_check_in
from tracker.services.erasures import request_of

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


def test_each_of_three_chooses_her_own_hour(
    client_of: Browser, ana_patient: Patient, ben_patient: Patient, cleo_patient: Patient
) -> None:
    hours = {ana_patient: time(7, 15), ben_patient: time(12, 30), cleo_patient: time(18, 45)}
    for patient, hour in hours.items():
        assert patient.user
        Consent.objects.create(
            patient=patient, kind="reminders", given=True, text_version="test", language="en"
        )
        said = {"at": "other", "other": hour.isoformat("minutes")}
        assert client_of(patient.user).post("/welcome/reminder-time", said).status_code == 302

    kept = dict(Patient.objects.values_list("pk", "reminder_at"))
    assert kept == {patient.pk: hour for patient, hour in hours.items()}


def test_each_of_three_takes_back_her_own_yes(
    client_of: Browser, ana_patient: Patient, ben_patient: Patient, cleo_patient: Patient
) -> None:
    for patient in (ana_patient, ben_patient, cleo_patient):
        assert patient.user
        Consent.objects.create(
            patient=patient, kind="reminders", given=True, text_version="test", language="en"
        )
        answer = client_of(patient.user).post("/welcome/photos", {"given": "no"})
        assert answer.status_code == 302

        assert Consent.objects.filter(patient=patient, kind="photos", given=False).count() == 1


def test_each_of_three_asks_for_her_own_erasure_and_takes_back_nobody_elses(
    client_of: Browser, ana_patient: Patient, ben_patient: Patient, cleo_patient: Patient
) -> None:
    patients = [ana_patient, ben_patient, cleo_patient]
    browsers = [fresh(client_of, patient) for patient in patients]
    for browser in browsers:
        assert browser.post("/settings/erase", {"do": "ask"}).status_code == 302
    assert [asked(patient) for patient in patients] == [True, True, True]

    browsers[1].post("/settings/erase", {"do": "take-back"})

    assert [asked(patient) for patient in patients] == [True, False, True]


def test_a_first_report_is_hers_and_not_the_clinics(
    client_of: Browser,
    ana: User,
    ben: User,
    her_toxin: Treatment,
    his_toxin: Treatment,
    a_report: Callable[..., Any],
) -> None:
    """Whether the app is offered for her screen goes by how often she told, not by all of them."""
    for _each in range(4):
        submit_check_in(by=ana, treatment=her_toxin, report=a_report())
    first = submit_check_in(by=ben, treatment=his_toxin, report=a_report()).check_in

    page = client_of(ben).get(f"/check-ins/{first.pk}").content.decode()

    assert "data-install" in page


def fresh(client_of: Browser, patient: Patient) -> Client:
    assert patient.user
    browser = client_of(patient.user)
    show_second_factor(browser, at=now().timestamp())
    return browser


def asked(patient: Patient) -> bool:
    return request_of(patient) is not None
