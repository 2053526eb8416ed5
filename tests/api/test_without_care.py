"""Who has ended the use of her check-ins: refused by a code of its own, and never without words."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import record_of, treat
from tracker.models import CheckIn, Message, Photo
from tracker.services.consents import decide

CODE = "about:blank#consent-required"


@pytest.fixture
def ended(ana, ana_patient):
    decide(by=ana, patient=ana_patient, kind="care", given=False, language="en")


def refused(answer):
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert said["type"] == CODE
    return said


def test_a_check_in_and_a_message_are_refused_in_words(ana, call, a_check_in, ended, her_toxin):
    said = refused(call(ana).post("/check-ins/", a_check_in()))
    message = {"treatment": str(her_toxin.pk), "client_id": str(uuid4()), "text": "How long?"}

    assert "your clinic has not seen it" in said["detail"]
    assert "seek_emergency_care" not in said
    assert "your clinic has not seen it" in refused(call(ana).post("/messages/", message))["detail"]
    assert not CheckIn.objects.exists() and not Message.objects.exists()


def test_a_danger_sign_is_answered_with_what_to_do(ana, call, a_check_in, ended):
    body = a_check_in(danger_signs={"asked": True, "any": True, "signs": []})

    said = refused(call(ana).post("/check-ins/", body))

    assert said["detail"].startswith("Emergency: call 112 or go to hospital now.")
    assert (said["seek_emergency_care"], said["emergency_number"]) == (True, "112")


def test_the_answer_speaks_her_language(ana, call, a_check_in, ended):
    ana.language = "es"
    ana.save()

    said = refused(call(ana).post("/check-ins/", a_check_in()))

    assert "tu clínica no lo ha visto" in said["detail"]


def test_a_photo_is_refused_from_her_and_from_her_clinic(
    ana, dr_cho, call, a_check_in, ana_patient, her_toxin, a_jpeg
):
    body = a_check_in()
    call(ana).post("/check-ins/", body)
    decide(by=ana, patient=ana_patient, kind="care", given=False, language="en")

    def form():
        now = timezone.now().isoformat()
        sent = SimpleUploadedFile("a.jpg", a_jpeg)
        return {"client_id": str(uuid4()), "view": "front_rest", "taken_at": now, "file": sent}

    refused(call(ana).upload(f"/check-ins/{body['client_id']}/photos/", **form()))
    refused(call(dr_cho).upload(f"/treatments/{her_toxin.pk}/photos/", **form()))
    assert not Photo.objects.exists()


def test_her_clinic_may_still_write_and_the_other_clinic_still_finds_nothing(
    dr_cho, dr_dia, call, ended, her_toxin
):
    message = {"treatment": str(her_toxin.pk), "client_id": str(uuid4()), "text": "Please call."}

    assert call(dr_cho).post("/messages/", message).status_code == 201
    assert call(dr_dia).post("/messages/", message).status_code == 404


def test_her_data_can_be_read_and_taken_along(ana, call, ended, her_toxin):
    assert call(ana).get(f"/treatments/{her_toxin.pk}/").status_code == 200
    assert call(ana).client.get("/api/v1/export/").status_code == 200


def test_at_two_clinics_each_treatment_asks_its_own(ana, call, a_check_in, ended, clinic_b):
    other = treat(record_of(ana, clinic_b), "botulinum_toxin", ["forehead"], hours_ago=240)

    refused(call(ana).post("/check-ins/", a_check_in()))
    taken = call(ana).post("/check-ins/", a_check_in(treatment=str(other.pk)))

    assert taken.status_code == 201
    assert CheckIn.objects.get().treatment == other
