"""What the phone's outbox is answered, by whichever version of the app it was filled."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests import cast
from tracker.models import CheckIn, Patient, Treatment, User

pytestmark = pytest.mark.django_db
Form = Callable[..., dict[str, Any]]
JSON = {"HTTP_ACCEPT": "application/json"}


def test_a_form_of_an_older_app_is_taken_and_its_treatment_is_the_current_one(
    hers: Client, a_form: Form, her_toxin: Treatment
) -> None:
    form = a_form()
    for newer in ("treatment", "carried_from", "opened_at"):
        form.pop(newer, None)

    answer = hers.post("/check-in", form, **JSON)

    assert answer.status_code == 201
    assert set(answer.json()) >= {"result", "photos", "level", "heading", "status"}
    assert CheckIn.objects.get().treatment == her_toxin


def test_a_form_of_a_newer_app_is_taken_without_what_nobody_knows_here(
    hers: Client, a_form: Form
) -> None:
    answer = hers.post("/check-in", a_form(of_a_newer_app="yes"), **JSON)

    assert answer.status_code == 201
    assert CheckIn.objects.count() == 1


def test_the_second_time_the_answer_is_the_first_one(hers: Client, a_form: Form) -> None:
    form = a_form(client_id=str(uuid4()), reported_at="2026-01-05T10:00:00+00:00")

    first, again = (hers.post("/check-in", form, **JSON) for _time in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert CheckIn.objects.count() == 1


def test_other_answers_under_a_known_number_are_refused_for_the_script(
    hers: Client, a_form: Form
) -> None:
    number = str(uuid4())
    hers.post("/check-in", a_form(client_id=number), **JSON)

    answer = hers.post("/check-in", a_form(client_id=number, note="Other words."), **JSON)

    assert answer.status_code == 409
    assert answer.json()["detail"]
    assert CheckIn.objects.get().note == ""


def test_what_waited_belongs_to_the_treatment_that_it_was_said_of(
    hers: Client, a_form: Form, her_toxin: Treatment, ana_patient: Patient
) -> None:
    """Between the report and the connection another treatment was given."""
    cast.treat(ana_patient, "dermal_filler", ["lips"], hours_ago=1)

    answer = hers.post("/check-in", a_form(treatment=str(her_toxin.pk)), **JSON)

    assert answer.status_code == 201
    assert CheckIn.objects.get().treatment == her_toxin


def test_nobody_reports_on_somebody_elses_treatment(
    hers: Client, a_form: Form, his_toxin: Treatment
) -> None:
    for foreign in (str(his_toxin.pk), str(uuid4()), "no number"):
        answer = hers.post("/check-in", a_form(treatment=foreign), **JSON)
        assert answer.status_code == 404, foreign
    assert not CheckIn.objects.exists()


def test_the_session_says_who_is_signed_in_and_to_a_stranger_nothing(
    hers: Client, ana: User, client: Client
) -> None:
    assert hers.get("/session").json()["person"] == str(ana.pk)

    answer = client.get("/session")

    assert answer.status_code == 401
    assert "person" not in answer.json()


def test_a_sign_out_without_a_connection_ends_the_session_with_the_next_request(
    hers: Client,
) -> None:
    hers.cookies["signed-out"] = "1"

    answer = hers.get("/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in")
    assert answer.cookies["signed-out"]["max-age"] == 0
    assert hers.get("/session").status_code == 401
