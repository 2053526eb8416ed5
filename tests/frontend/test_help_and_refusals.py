"""Get help now, the page without a connection, and every refusal in the same voice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from frontend.pages import errors
from tracker import errors as refusals
from tracker.models import Clinic, Patient, ProtocolRelease, Treatment, User
from tracker.records import protocol

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]


def test_help_works_signed_out(client: Client, released: ProtocolRelease, words_of: Words) -> None:
    response = client.get("/help")

    page = words_of(response)
    assert "Emergency: call 112 if you have any of these" in page
    assert "Trouble breathing" in page


def test_help_knows_her_clinic_and_what_was_injected(hers: Client, words_of: Words) -> None:
    page = words_of(hers.get("/help"))

    assert "Clinic A" in page
    assert "I had botulinum toxin on" in page


def test_each_number_in_a_sentence_is_called_with_one_tap(hers: Client, clinic_a: Clinic) -> None:
    clinic_a.out_of_hours_phone = "+44 20 7946 0999"
    clinic_a.save(update_fields=["out_of_hours_phone"])

    at_night = 'closed: <a href="tel:+442079460999">'
    assert at_night in hers.get("/help").content.decode()
    assert '<a href="tel:+442079460101">' in hers.get("/settings").content.decode()


def test_a_patient_who_strays_to_the_clinics_pages_keeps_the_way_to_help(hers: Client) -> None:
    refused = hers.get("/clinic/")

    assert refused.status_code == 403
    assert 'class="help-link" href="/help"' in refused.content.decode()


@pytest.mark.parametrize("path", ["/help", "/check-in", "/kept"])
def test_staff_of_a_hospital_are_shown_where_her_clinic_is(
    hers: Client, ana_patient: Patient, words_of: Words, path: str
) -> None:
    Clinic.objects.filter(pk=ana_patient.clinic_id).update(address="1 Quay Road, Harbourtown")

    shown = words_of(hers.get(path)).partition("Show this to the staff")[2]

    assert "I had botulinum toxin on" in shown
    assert "Clinic A, 1 Quay Road, Harbourtown" in shown
    assert "Clinic A: +44" in shown


def test_somebody_who_is_no_patient_there_is_not_shown_it(
    client: Client, ana_patient: Patient, words_of: Words
) -> None:
    Clinic.objects.filter(pk=ana_patient.clinic_id).update(address="1 Quay Road, Harbourtown")

    assert "Quay Road" not in words_of(client.get("/help"))


def test_help_stands_without_a_protocol(client: Client, words_of: Words) -> None:
    protocol.forget()

    assert "Call 112" in words_of(client.get("/help"))


def test_without_a_protocol_in_force_nobody_is_judged_by_an_older_one(
    hers: Client, words_of: Words
) -> None:
    ProtocolRelease.objects.all().delete()
    protocol.forget()

    response = hers.get("/check-in")

    assert response.status_code == 503
    assert "We are away for a moment" in words_of(response)


@pytest.mark.parametrize("status", sorted(errors.PAGES))
def test_every_refusal_is_a_page_in_the_same_voice(status: int, words_of: Words) -> None:
    refusal = refusals.DomainError("")
    refusal.status = status
    refusal.detail = ""

    response = errors.refused(a_request(), refusal)

    page = words_of(response)
    assert response.status_code == status
    assert "Get help now" in page
    assert "Fadewell" in page


def test_a_page_that_does_not_exist_says_so(client: Client, words_of: Words) -> None:
    response = client.get("/nowhere")

    assert response.status_code == 404
    assert "We could not find that page" in words_of(response)


def test_a_form_without_its_token_is_refused_and_explained(
    ana: User, her_toxin: Treatment, words_of: Words
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)

    response = client.post("/settings", {"change": "look", "theme": "dark"})

    assert response.status_code == 403
    assert "This page was open too long" in words_of(response)


def test_the_page_without_a_connection_names_the_danger_signs(
    client: Client, released: ProtocolRelease, words_of: Words
) -> None:
    page = words_of(client.get("/offline"))

    assert "There is no connection" in page
    assert "Trouble swallowing" in page
    assert "Skin that turned white, grey or blotchy" in page


def test_the_worker_keeps_looks_and_scripts_and_nothing_of_the_clinics(
    client: Client, released: ProtocolRelease
) -> None:
    script = client.get("/sw.js")

    assert script["Content-Type"] == "text/javascript"
    files = script.content.decode().split("FILES = [", 1)[1].split("]", 1)[0]
    kept = [each.strip(' "') for each in files.split(",")]
    assert all(each.startswith("/static/frontend/") for each in kept)
    assert {each.rpartition(".")[2] for each in kept} == {"css", "js", "svg"}
    assert not [each for each in kept if "clinic" in each or "worklist" in each or "enrol" in each]


@pytest.mark.parametrize("path", ["/", "/check-in", "/history", "/messages", "/settings", "/help"])
def test_no_page_of_hers_is_kept_by_a_cache(hers: Client, path: str) -> None:
    assert hers.get(path)["Cache-Control"] == "private, no-store"


def a_request() -> HttpRequest:
    return RequestFactory().get("/messages")
