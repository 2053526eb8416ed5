"""All that is kept of her is in her copy, or stands here with the reason why it is not."""

import json
from datetime import time, timedelta

import pytest
from django.utils import timezone

from tests.api.exported import opened
from tests.services.her_tables import ways_to_her
from tracker.models import (
    AftercareSlip,
    CheckIn,
    Consent,
    Message,
    Patient,
    Photo,
    RemedyFeedback,
    Treatment,
)
from tracker.services import reviews
from tracker.services.recovery_feedback import tell_slip

pytestmark = pytest.mark.django_db
IN_HER_COPY = {
    *("Treatment", "InjectionSite", "TreatmentCorrection", "CheckIn", "SymptomReport"),
    *("SafetyAnswer", "Assessment", "NoteMark", "Message", "Message_photos", "RemedyFeedback"),
    *("AftercareSlip", "Photo", "Landmarks", "Bruise", "BruiseMeasurement", "Consent"),
    *("ReviewEvent", "PhotoRequest"),  # what her clinic did, as far as her history tells it
}
LEFT_OUT = {
    "ReviewCase": "the clinic's work on it; what she may read of it are its steps",
    "CaseLabel": "how colleagues sort their work",
    "CaseViewing": "who has a case open in this minute",
    "HeldMessage": "nobody's before it has left; then it is a message",
    "Invitation": "a link that is used up, as a hash",
    "LegalHold": "the clinic's own; her page of erasure says that there is one",
    "Notification": "an envelope; what it told of stands in its own place",
    "PatientKey": "the name of a key",
    "RehearsedChange": "about a draft of the rules",
}
COLUMNS_LEFT_OUT = {
    "patient": {"user", "reminder_at", "weekend_reminder_at"},  # the hours stand in "reminders"
    "treatments": {"recorded_by", "created_at"},
    "check_ins": {"fingerprint", "content", "utc_offset_minutes", "judged_at", "patient"},
    "messages": {"case", "fingerprint", "sender", "sender_role", "seen_by", "chased_at"},
    "photos": {"patient", "request", "sent_by", "fingerprint", "key", "stored_name", "contents"},
    "consents": {"id", "patient"},
    "remedies_tried": {"id", "check_in", "treatment"},
    "aftercare_slips": {"id", "treatment"},
}


def test_each_table_that_leads_to_her_is_in_her_copy_or_has_a_reason():
    tables = {model.__name__ for model in ways_to_her()}

    assert tables == IN_HER_COPY | LEFT_OUT.keys()


def test_each_column_of_what_she_gave_is_in_her_copy_or_has_a_reason(
    ana, ana_patient, call, her_toxin, full_record
):
    RemedyFeedback.objects.create(
        check_in=her_toxin.check_ins.get(), treatment=her_toxin, remedy="waiting", outcome="worse"
    )
    tell_slip(by=ana, treatment=her_toxin, timer="no_facials")
    archive = opened(call(ana).client.get("/api/v1/export/"))
    [record] = json.loads(archive.read("data.json"))["records"]

    rows = {"patient": Patient, "treatments": Treatment, "check_ins": CheckIn, "messages": Message}
    rows |= {"photos": Photo, "consents": Consent, "remedies_tried": RemedyFeedback}
    for name, model in {**rows, "aftercare_slips": AftercareSlip}.items():
        told = record[name] if name == "patient" else record[name][0]
        columns = {field.name for field in model._meta.concrete_fields}
        assert columns - told.keys() == COLUMNS_LEFT_OUT[name], name


def test_danger_signs_and_her_answers_before_a_remedy_are_in_her_copy_in_words(
    ana, call, a_check_in, the_protocol
):
    signs = {"asked": True, "any": True, "signs": ["breathing"]}
    told = a_check_in(danger_signs=signs, behaviours=["took_ibuprofen"], wants_contact=True)
    call(ana).post("/check-ins/", told)
    answers = {"answers": {"broken_skin": False, "vitamin_k": "not_sure"}}
    assert call(ana).post(f"/check-ins/{told['client_id']}/answers/", answers).status_code == 200

    archive = opened(call(ana).client.get("/api/v1/export/"))

    [record] = json.loads(archive.read("data.json"))["records"]
    given = record["check_ins"][0]["safety_answers"]
    assert {each["question"]: each["answer"] for each in given} == answers["answers"]
    page = archive.read("index.html").decode()
    assert f"Danger sign: {the_protocol.danger_signs['breathing'].label()}." in page
    assert "Is the skin there broken or open? No" in page
    assert "took_ibuprofen" not in page and "buprofen" in page
    assert "Do you want someone to contact you today? Yes" in page


def test_what_her_clinic_did_is_in_her_copy_as_her_history_tells_it(
    ana, ana_patient, dr_cho, call, urgent_case
):
    ana_patient.reminder_at = time(8, 30)
    ana_patient.save()
    by = timezone.now() + timedelta(days=1)
    version = urgent_case.version
    reviews.acknowledge(by=dr_cho, case=urgent_case, version=version)
    reviews.request_photo(
        by=dr_cho, case=urgent_case, version=version + 1, view="front_smile", wanted_by=by, text="?"
    )

    archive = opened(call(ana).client.get("/api/v1/export/"))

    [record] = json.loads(archive.read("data.json"))["records"]
    seen, asked = record["clinic_did"]
    assert (seen["action"], seen["by"]) == ("acknowledge", dr_cho.name)
    assert (asked["view"], asked["text"]) == ("front_smile", "?")
    assert record["reminders"] == {"hour": "08:30", "weekend_hour": None}
    page = archive.read("index.html").decode()
    assert f"Seen by {dr_cho.name}" in page and f"{dr_cho.name} asked for a photo" in page


def test_why_her_clinic_closed_it_stays_the_clinics(ana, dr_cho, call, urgent_case):
    contact = {"at": timezone.now(), "how": "phone", "outcome": "zanzibar"}
    reviews.decide(
        by=dr_cho,
        case=urgent_case,
        version=urgent_case.version,
        reason="treated",
        note="zanzibar",
        contact=contact,
    )

    archive = opened(call(ana).client.get("/api/v1/export/"))

    assert (
        json.loads(archive.read("data.json"))["records"][0]["clinic_did"][-1]["action"] == "decide"
    )
    assert not any(b"zanzibar" in archive.read(name) for name in archive.namelist())
