"""/patients/ and /treatments/: enrol, find, correct, record."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tracker.models import Patient, Treatment


@pytest.fixture
def new_patient():
    return {
        "name": "Maria Núñez",
        "date_of_birth": "1979-02-28",
        "email": "maria@example.org",
        "language": "en",
        "time_zone": "Europe/London",
        "conditions": ["hypertension"],
        "allergies": [],
        "medicines": None,
        "not_asked": ["asteraceae"],
    }


@pytest.fixture
def a_treatment(ana_patient):
    return {
        "patient": str(ana_patient.pk),
        "procedure": "botulinum_toxin",
        "lot": "C1234",
        "lot_expires_on": "2030-01-31",
        "performed_at": (timezone.now() - timedelta(hours=1)).isoformat(),
        "circumstances": ["topical_anaesthetic"],
        "sites": [
            {"region": "forehead", "side": "both", "amount": "12.50", "unit": "U"},
            {"region": "glabella"},
        ],
    }


def test_a_patient_is_enrolled_and_invited(coordinator_a, call, new_patient, clinic_a):
    answer = call(coordinator_a).post("/patients/", new_patient)

    assert answer.status_code == 201
    body = answer.json()
    assert body["clinic"] == str(clinic_a.pk)
    assert (body["medicines"], body["allergies"]) == (None, [])
    assert body["not_asked"] == ["asteraceae"]
    assert "/i/" in body["invitation"]["url"]
    assert Patient.objects.get(pk=body["id"]).user is None


WRONG = [
    ({"name": " "}, "name"),
    ({"name": "x" * 201}, "name"),
    ({"date_of_birth": "2999-01-01"}, "date_of_birth"),
    ({"date_of_birth": "28/02/1979"}, "date_of_birth"),
    ({"email": "maria"}, "email"),
    ({"language": "klingon"}, "language"),
    ({"time_zone": "Mars/Olympus"}, "time_zone"),
    ({"time_zone": "../../etc/passwd"}, "time_zone"),
    ({"conditions": ["asthma?"]}, "conditions.0"),
    ({"conditions": "hypertension"}, "conditions"),
    ({"not_asked": ["mood"]}, "not_asked.0"),
    ({"skin_type": "VII"}, "skin_type"),
    ({"skin_type": 4}, "skin_type"),
    ({"skin_type": ["IV"]}, "skin_type"),
    ({"prior_reaction": "yes"}, "prior_reaction"),
    ({"toxin_elsewhere": 1}, "toxin_elsewhere"),
    ({"other_allergy": None}, "other_allergy"),
    ({"clinic": "x"}, "clinic"),
]


@pytest.mark.parametrize(("wrong", "field"), WRONG)
def test_an_enrolment_that_misses_its_shape_keeps_nothing(
    coordinator_a, call, new_patient, wrong, field
):
    answer = call(coordinator_a).post("/patients/", new_patient | wrong)

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert not Patient.objects.exists()


@pytest.mark.parametrize(
    ("sent", "kept"), [({}, None), ({"skin_type": None}, None), ({"skin_type": "V"}, "V")]
)
def test_a_skin_type_may_be_given_and_left_out(coordinator_a, call, new_patient, sent, kept):
    answer = call(coordinator_a).post("/patients/", new_patient | sent)

    assert answer.status_code == 201
    assert answer.json()["skin_type"] == kept
    assert Patient.objects.get().skin_type == (kept or "")


def test_a_skin_type_is_corrected_taken_back_and_read_by_the_patient(
    coordinator_a, dr_dia, ana, ana_patient, call
):
    path = f"/patients/{ana_patient.pk}/"
    assert call(coordinator_a).patch(path, {"skin_type": "III"}).json()["skin_type"] == "III"
    assert call(coordinator_a).patch(path, {"name": "Ana M"}).json()["skin_type"] == "III"

    assert call(ana).get(path).json()["skin_type"] == "III"
    assert call(dr_dia).patch(path, {"skin_type": "I"}).status_code == 404
    assert call(ana).patch(path, {"skin_type": "I"}).status_code == 403
    assert call(coordinator_a).patch(path, {"skin_type": "3"}).status_code == 400
    assert call(coordinator_a).patch(path, {"skin_type": None}).json()["skin_type"] is None


def test_what_was_asked_besides_the_lists_may_be_left_out_given_and_taken_back(
    coordinator_a, dr_dia, ana, ana_patient, call, new_patient
):
    enrolled = call(coordinator_a).post("/patients/", new_patient).json()
    path, toxin = f"/patients/{ana_patient.pk}/", {"toxin_elsewhere": False}
    facts = ("other_allergy", "other_blood_thinner", "prior_reaction", "toxin_elsewhere")
    assert [enrolled[name] for name in facts] == [False, False, None, None]

    said = call(coordinator_a).patch(path, {"prior_reaction": True, **toxin}).json()
    assert (said["prior_reaction"], said["toxin_elsewhere"]) == (True, False)
    assert said["toxin_asked_on"] == timezone.localdate().isoformat()
    assert call(ana).get(path).json()["prior_reaction"] is True
    assert call(dr_dia).patch(path, toxin).status_code == 404
    assert call(ana).patch(path, toxin).status_code == 403
    kept = call(coordinator_a).patch(path, {"toxin_asked_on": "2020-01-01"}).json()
    assert kept["toxin_asked_on"] == said["toxin_asked_on"]

    back = call(coordinator_a).patch(path, {"toxin_elsewhere": None}).json()
    assert (back["toxin_elsewhere"], back["toxin_asked_on"]) == (None, None)


def test_who_only_administers_or_is_a_patient_enrols_nobody(admin_a, ana, call, new_patient):
    for user in (admin_a, ana):
        assert call(user).post("/patients/", new_patient).status_code == 403


def test_patients_are_found_by_name_and_by_lot(
    dr_cho, call, ana_patient, ben_patient, cleo_patient, a_treatment
):
    cho = call(dr_cho)
    cho.post("/treatments/", a_treatment)

    def names(query):
        return [each["name"] for each in cho.get(f"/patients/{query}").json()["results"]]

    assert names("") == ["Ana", "Ben"]
    assert names("?search=AN") == ["Ana"]
    assert names("?lot=c1234") == ["Ana"]
    assert names("?lot=none") == []
    assert names("?search=cleo") == []


def test_a_patient_reads_her_own_record_and_changes_nothing(ana, ana_patient, call):
    path = f"/patients/{ana_patient.pk}/"

    assert [each["id"] for each in call(ana).get("/patients/").json()["results"]] == [
        str(ana_patient.pk)
    ]
    assert call(ana).get(path).json()["date_of_birth"] == "1988-05-14"
    assert call(ana).patch(path, {"name": "Anna"}).status_code == 403


def test_what_is_left_out_of_a_correction_stays(coordinator_a, ana_patient, call):
    answer = call(coordinator_a).patch(
        f"/patients/{ana_patient.pk}/", {"allergies": ["asteraceae"], "phone": None}
    )

    assert answer.status_code == 200
    ana_patient.refresh_from_db()
    assert (ana_patient.allergies, ana_patient.name) == (["asteraceae"], "Ana")


@pytest.mark.parametrize("field", ["user", "clinic", "id", "created_at", "safety_answers"])
def test_a_correction_reaches_only_what_it_names(coordinator_a, ana_patient, call, field):
    before = {f.attname: getattr(ana_patient, f.attname) for f in Patient._meta.concrete_fields}

    call(coordinator_a).patch(f"/patients/{ana_patient.pk}/", {field: None})

    ana_patient.refresh_from_db()
    assert before == {
        f.attname: getattr(ana_patient, f.attname) for f in Patient._meta.concrete_fields
    }


def test_a_treatment_is_recorded_with_its_timers(dr_cho, call, a_treatment):
    answer = call(dr_cho).post("/treatments/", a_treatment)

    assert answer.status_code == 201
    body = answer.json()
    london = ZoneInfo("Europe/London")
    began = datetime.fromisoformat(a_treatment["performed_at"]).astimezone(london).date()
    assert body["day"] == (timezone.now().astimezone(london).date() - began).days
    assert body["sites"][0] == {
        "region": "forehead",
        "side": "both",
        "amount": "12.5",
        "unit": "U",
    }
    assert body["sites"][1]["amount"] is None
    assert body["timers"]
    assert {timer["source"] for timer in body["timers"]} == {"protocol"}
    assert all(timer["ends_at"].endswith("Z") for timer in body["timers"])


WRONG_TREATMENT = [
    ({"patient": None}, "patient"),
    ({"procedure": "laser"}, "procedure"),
    ({"product": "water"}, "product"),
    ({"performed_at": "2026-11-22T08:00:00"}, "performed_at"),
    ({"performed_at": "2999-11-22T08:00:00Z"}, "performed_at"),
    ({"lot_expires_on": "soon"}, "lot_expires_on"),
    ({"circumstances": ["rain"]}, "circumstances.0"),
    ({"sites": []}, "sites"),
    ({"sites": [{"region": "elbow"}]}, "sites.0.region"),
    ({"sites": [{"region": "forehead", "side": "up"}]}, "sites.0.side"),
    ({"sites": [{"region": "forehead", "amount": "much"}]}, "sites.0.amount"),
    ({"sites": [{"region": "forehead", "amount": "-1"}]}, "sites.0.amount"),
    ({"sites": [{"region": "forehead", "amount": "NaN"}]}, "sites.0.amount"),
    ({"sites": [{"region": "forehead", "amount": "1e9"}]}, "sites.0.amount"),
    ({"sites": [{"region": "forehead"}] * 61}, "sites"),
]


@pytest.mark.parametrize(("wrong", "field"), WRONG_TREATMENT)
def test_a_treatment_that_misses_its_shape_is_not_recorded(dr_cho, call, a_treatment, wrong, field):
    answer = call(dr_cho).post("/treatments/", a_treatment | wrong)

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]
    assert not Treatment.objects.exists()


def test_a_patients_treatments_are_her_own_newest_first(ana, call, her_toxin, his_toxin):
    listed = call(ana).get("/treatments/").json()["results"]

    assert [each["id"] for each in listed] == [str(her_toxin.pk)]
    assert listed[0]["day"] == 3
    assert call(ana).get(f"/treatments/{her_toxin.pk}/").json() == listed[0]
