"""She asks to be erased on a page that says when, and her clinic reads that she did."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from time_machine import travel

from frontend.wording import date_in_full
from tests.cast import record_of
from tracker.models import Clinic, Erasure, Patient, Treatment, User
from tracker.services import erasures

pytestmark = pytest.mark.django_db


def test_the_page_asks_for_a_fresh_sign_in_and_says_when(
    client: Client,
    client_of: Callable[[User], Client],
    ana: User,
    ana_patient: Patient,
    her_toxin: Treatment,
    dr_cho: User,
    words_of: Callable[..., str],
) -> None:
    assert client_of(ana).post("/settings/erase", {"do": "ask"}).status_code == 302
    assert not Erasure.objects.exists(), "a session that is not fresh asks for nothing"
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    client.post("/sign-in/password", {"login": ana.email, "password": "correct horse battery"})

    page = words_of(client.get("/settings/erase"))
    year = str(her_toxin.performed_at.year + 8)
    assert year in page and "The law asks Clinic A to keep it until then" in page
    client.post("/settings/erase", {"do": "ask"})
    assert "You asked for it" in words_of(client.get("/settings/erase"))
    seen = words_of(client_of(dr_cho).get(f"/clinic/patients/{ana_patient.pk}"))
    assert "Asked to be erased. Kept until" in seen
    client.post("/settings/erase", {"do": "take-back"})
    assert erasures.request_of(ana_patient) is None


def test_who_has_no_password_signs_in_again_and_comes_back_to_the_page(
    client_of: Callable[[User], Client], ana: User, her_toxin: Treatment
) -> None:
    ana.set_unusable_password()
    ana.save()
    hers = client_of(ana)

    asked = hers.get("/settings/erase").content.decode()

    assert 'value="/sign-in?next=/settings/erase"' in asked
    assert "password" not in asked
    assert hers.post("/sign-out", {"next": "/sign-in?next=/settings/erase"}).url == (
        "/sign-in?next=/settings/erase"
    )


def test_at_two_clinics_she_says_which_record_and_only_that_one_is_asked_for(
    client: Client,
    ana: User,
    ana_patient: Patient,
    cleo_patient: Patient,
    clinic_b: Clinic,
    words_of: Callable[..., str],
) -> None:
    other = record_of(ana, clinic_b)
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    client.post("/sign-in/password", {"login": ana.email, "password": "correct horse battery"})
    page = words_of(client.get("/settings/erase"))
    assert page.index("Clinic A") < page.index("Clinic B")
    assert "Your account stays while you have another record" in page

    for named in ({}, {"record": str(cleo_patient.pk)}, {"record": "odd"}):
        assert client.post("/settings/erase", {"do": "ask", **named}).status_code == 404
    assert not Erasure.objects.exists()
    client.post("/settings/erase", {"do": "ask", "record": str(other.pk)})

    assert erasures.request_of(other) is not None
    assert erasures.request_of(ana_patient) is None
    page = words_of(client.get("/settings/erase"))
    assert page.index("Clinic B") < page.index("You asked for it")
    client.post("/settings/erase", {"do": "take-back", "record": str(other.pk)})
    assert erasures.request_of(other) is None


def test_where_the_law_lets_go_the_page_names_the_day_14_days_after_she_asked(
    client: Client,
    ana: User,
    ana_patient: Patient,
    her_toxin: Treatment,
    words_of: Callable[..., str],
) -> None:
    Clinic.objects.update(retention_years=0)
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    client.post("/sign-in/password", {"login": ana.email, "password": "correct horse battery"})
    in_14_days = date_in_full(timezone.now() + timedelta(days=14))
    told = f"on {in_14_days}. Until then you can take it back."
    page = words_of(client.get("/settings/erase"))
    assert told in page and "The law asks" not in page

    client.post("/settings/erase", {"do": "ask"})
    with travel(timezone.now() + timedelta(minutes=9), tick=False):
        assert told in words_of(client.get("/settings/erase"))
    assert list(erasures.due()) == []
