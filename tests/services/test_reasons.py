"""The one line with which a case stands in the worklist: the clinic's language, each thing once."""

from uuid import uuid4

import pytest
from django.utils import translation

from tracker.models import Clinic, Patient, ReviewCase, ReviewEvent
from tracker.services.check_ins import submit_check_in
from tracker.services.messages import send_message

pytestmark = pytest.mark.django_db
NUMB = {"touch_felt": False}


@pytest.fixture
def in_spanish(ana_patient, her_toxin):
    """Ana reads Spanish, and so does her browser; her clinic reads English."""
    Patient.objects.filter(pk=ana_patient.pk).update(language="es")
    her_toxin.patient.refresh_from_db()
    with translation.override("es"):
        yield her_toxin


def reported(ana, treatment, report):
    return submit_check_in(by=ana, treatment=treatment, report=report)


def test_a_flag_is_worded_for_the_clinic_and_her_result_for_her(ana, in_spanish, a_report):
    sent = reported(ana, in_spanish, a_report("cheek", "left", numbness=4, answers=NUMB))

    assert sent.case.reason == (
        "Loss of feeling away from the treated areas: numbness, left cheek, 4 of 10, touch not felt"
    )
    assert ReviewEvent.objects.get().detail["reason"] == sent.case.reason
    assert sent.assessment.language == "es"
    assert "Pérdida de tacto" in str(sent.assessment.said["flags"])


def test_a_clinic_that_reads_spanish_reads_it_in_spanish(ana, her_toxin, clinic_a, a_report):
    Clinic.objects.filter(pk=clinic_a.pk).update(language="es")
    her_toxin.patient.clinic.refresh_from_db()

    sent = reported(ana, her_toxin, a_report("cheek", "left", numbness=4, answers=NUMB))

    assert sent.case.reason.startswith("Pérdida de tacto lejos de las zonas tratadas: ")
    assert sent.assessment.language == "en"


def test_what_she_asks_for_is_worded_for_the_clinic_too(ana, in_spanish, a_report):
    reported(ana, in_spanish, a_report(wants_contact=True))

    assert ReviewCase.objects.get().reason == "Asked to be contacted today"


def test_so_is_that_she_is_worried(ana, in_spanish):
    said = {"by": ana, "treatment": in_spanish, "client_id": uuid4(), "worried": True}
    send_message(**said, text="Sigue igual")

    assert ReviewCase.objects.get().reason == "Wrote that they are worried"


def test_a_flag_that_names_the_symptom_does_not_name_it_twice(ana, her_toxin, a_report):
    drooping = a_report("forehead", None, eyelid_droop=4)
    sent = reported(ana, her_toxin, drooping)

    assert sent.case.reason.lower().count("drooping eyelid") == 1
    assert sent.case.reason.startswith("Drooping eyelid near a treated area: ")
    assert "4 of 10" in sent.case.reason
