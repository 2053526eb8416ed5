"""GET /export/: her own data, whole, in one file; in a browser only soon after signing in."""

import json
import time
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.api.exported import opened
from tests.conftest import record_of, treat
from tests.skin import PLACE, THREE, circle
from tracker.errors import NotAllowed
from tracker.models import (
    AuditEvent,
    Photo,
    RemedyFeedback,
)
from tracker.services import photo_store
from tracker.services.check_ins import submit_check_in
from tracker.services.consents import decide
from tracker.services.exports import archive_of
from tracker.services.landmarks import mark_landmarks
from tracker.services.measuring import measure_bruise
from tracker.services.recovery_feedback import tell_slip

METHODS = "account_authentication_methods"


def test_the_archive_holds_data_photos_and_a_page(ana, call, full_record, the_protocol):
    archive = opened(call(ana).client.get("/api/v1/export/"))

    photo, data_name, page_name = archive.namelist()
    assert (data_name, page_name) == ("data.json", "index.html")
    assert archive.read(photo)[:3] == b"\xff\xd8\xff"
    data = json.loads(archive.read("data.json"))
    record = data["records"][0]
    assert data["account"]["email"] == "ana@example.org"
    assert record["check_ins"][0]["symptoms"][0]["symptom"] == "bruise"
    assert record["check_ins"][0]["assessments"][0]["protocol"] == the_protocol.version
    assert record["messages"][0]["text"] == "All well."
    assert (record["photos"][0]["file"], record["photos"][0]["taken_again"]) == (photo, 1)
    assert {each["kind"] for each in record["consents"]} == {"care", "photos"}


def test_what_she_told_between_check_ins_is_in_her_copy(ana, call, her_toxin, full_record):
    check_in = her_toxin.check_ins.get()
    RemedyFeedback.objects.create(
        check_in=check_in, treatment=her_toxin, remedy="cold_compress", outcome="no_change"
    )
    tell_slip(by=ana, treatment=her_toxin, timer="no_facials")

    archive = opened(call(ana).client.get("/api/v1/export/"))

    [record] = json.loads(archive.read("data.json"))["records"]
    assert record["remedies_tried"][0]["outcome"] == "no_change"
    assert record["aftercare_slips"][0]["behaviour"] == "facial"
    page = archive.read("index.html").decode()
    assert "What I said of remedies" in page
    assert "Aftercare slips that I told" in page


def test_her_skin_type_is_in_her_copy(ana, ana_patient, call, full_record):
    type(ana_patient).objects.filter(pk=ana_patient.pk).update(skin_type="IV")

    archive = opened(call(ana).client.get("/api/v1/export/"))

    [record] = json.loads(archive.read("data.json"))["records"]
    assert record["patient"]["skin_type"] == "IV"
    page = archive.read("index.html").decode()
    assert "<dt>Skin type</dt><dd>IV: seldom burns, tans well</dd>" in page


def test_what_her_clinic_asked_is_in_her_copy(ana, ana_patient, call, full_record):
    asked = {"prior_reaction": True, "toxin_elsewhere": False, "toxin_asked_on": "2026-11-02"}
    type(ana_patient).objects.filter(pk=ana_patient.pk).update(**asked, other_allergy=True)

    archive = opened(call(ana).client.get("/api/v1/export/"))

    [record] = json.loads(archive.read("data.json"))["records"]
    assert {name: record["patient"][name] for name in asked} == asked
    page = archive.read("index.html").decode()
    assert "<dt>Another allergy</dt><dd>Yes</dd>" in page
    assert "<dt>Reaction to an earlier injection</dt><dd>Yes</dd>" in page
    assert "4 months before 2 November 2026</dt><dd>No</dd>" in page


def test_how_her_product_was_diluted_is_in_her_copy(ana, call, her_toxin, full_record):
    her_toxin.dilution = "2.5 ml to 100 U"
    her_toxin.save()

    archive = opened(call(ana).client.get("/api/v1/export/"))

    treated = json.loads(archive.read("data.json"))["records"][0]["treatments"][0]
    assert treated["dilution"] == "2.5 ml to 100 U"
    assert "2.5 ml to 100 U" in archive.read("index.html").decode()
    assert "dilution" not in call(ana).get(f"/treatments/{her_toxin.pk}/").json()


def test_what_she_answered_about_a_symptom_stands_in_words(ana, call, her_toxin, a_report):
    looks = {"bruise_size": "under_20_mm", "bruise_colour": "not_sure", "of_another_day": True}
    report = a_report("forehead", bruise=2, answers=looks)
    submit_check_in(by=ana, treatment=her_toxin, report=report)

    archive = opened(call(ana).client.get("/api/v1/export/"))

    [record] = json.loads(archive.read("data.json"))["records"]
    assert record["check_ins"][0]["symptoms"][0]["answers"] == looks
    page = archive.read("index.html").decode()
    assert "mild, not sure of its colour, 10 to 20 mm across" in page
    assert "of_another_day" not in page


def test_the_page_reads_like_words_and_runs_nothing(ana, call, full_record):
    page = opened(call(ana).client.get("/api/v1/export/")).read("index.html").decode()

    assert "Bruise, forehead" in page
    assert "Bruise, forehead: mild" in page
    assert "All well." in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_in_spanish_places_sides_and_moments_are_spanish(
    ana, ana_patient, call, her_toxin, a_report
):
    ana.language = "es"
    ana.save()
    report = a_report("cheek", "left", bruise=2)
    submit_check_in(by=ana, treatment=her_toxin, report=report)
    treat(ana_patient, "dermal_filler", ["cheek"], hours_ago=1)

    page = opened(call(ana).client.get("/api/v1/export/")).read("index.html").decode()

    assert "<li>Moretón, mejilla izquierda" in page
    assert '<ul lang="en">' in page  # what she was told that day, as she was told it
    told = timezone.localtime(report.reported_at, ZoneInfo(ana.time_zone))
    assert f" de {told:%Y}, {told:%-H:%M} (día" in page
    for english in (", left", ", both", ", right", "cheek", "forehead"):
        assert english not in page


def test_her_history_and_her_decisions_read_like_words_too(ana, ana_patient, call, full_record):
    ana_patient.allergies = ["vitamin_k"]
    ana_patient.save()
    decide(by=ana, patient=ana_patient, kind="care", given=False, language="en")

    page = opened(call(ana).client.get("/api/v1/export/")).read("index.html").decode()

    assert "<dd>Vitamin K" in page and "vitamin_k" not in page
    assert "Use of my check-ins for my care: no" in page
    assert "Photos for my care: yes" in page


def test_nothing_of_another_person_is_in_it(ana, cleo, call, full_record):
    archive = opened(call(cleo).client.get("/api/v1/export/"))

    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert archive.namelist() == ["data.json", "index.html"]
    assert b"ana@" not in everything
    assert b"All well." not in everything


def test_each_of_two_records_holds_its_own(
    ana, dr_cho, dr_dia, clinic_b, call, full_record, her_toxin, cleo
):
    """Her records at two clinics are two in the file: none shows what was told to the other."""
    filler = treat(record_of(ana, clinic_b), "dermal_filler", ["cheek"], hours_ago=30)
    other = {**full_record, "treatment": str(filler.pk), "client_id": str(uuid4())}
    other["symptoms"] = [{"symptom": "bruise", "region": "cheek", "severity": 3}]
    assert call(ana).post("/check-ins/", other).status_code == 201
    text = {"treatment": str(filler.pk), "client_id": str(uuid4()), "text": "Come in."}
    call(dr_dia).post("/messages/", text)
    tell_slip(by=ana, treatment=her_toxin, timer="no_facials")
    RemedyFeedback.objects.create(
        check_in=her_toxin.check_ins.get(), treatment=her_toxin, remedy="waiting", outcome="worse"
    )
    ring = circle(0.1, PLACE)
    measure_bruise(by=ana, photo=Photo.objects.get(), bruise=None, ring=ring, scale="none")

    archive = opened(call(ana).client.get("/api/v1/export/"))

    records = json.loads(archive.read("data.json"))["records"]
    assert [[each["text"] for each in record["messages"]] for record in records] == [
        ["All well."],
        ["Come in."],
    ]
    for record, own in zip(records, (her_toxin, filler), strict=True):
        assert [each["id"] for each in record["treatments"]] == [str(own.pk)]
        assert [each["treatment"] for each in record["check_ins"]] == [str(own.pk)]
    for kind in ("photos", "bruises", "aftercare_slips", "remedies_tried"):
        assert [len(record[kind]) for record in records] == [1, 0]


def test_marks_and_measurements_of_her_photos_go_along(ana, call, full_record):
    photo = Photo.objects.get()
    mark_landmarks(by=ana, photo=photo, points=THREE)
    measure_bruise(by=ana, photo=photo, bruise=None, ring=circle(0.1, PLACE), scale="eyes")

    archive = opened(call(ana).client.get("/api/v1/export/"))

    record = json.loads(archive.read("data.json"))["records"][0]
    assert set(record["photos"][0]["landmarks"][0]["points"]) == set(THREE)
    (bruise,) = record["bruises"]
    (seen,) = bruise["measurements"]
    assert (bruise["number"], seen["photo"], seen["scale"]) == (1, str(photo.pk), "eyes")
    assert bool(seen["result"]) != bool(seen["cannot_be_measured"])
    assert "Measured bruises" in archive.read("index.html").decode()


def test_it_is_written_down_once_and_never_twice_on_disk(ana, call, full_record):
    opened(call(ana).client.get("/api/v1/export/"))

    assert AuditEvent.objects.filter(action="patient.exported", actor=ana.pk).count() == 1


def test_it_is_sent_in_pieces(ana, call, full_record):
    pieces = list(call(ana).client.get("/api/v1/export/").streaming_content)

    assert len([piece for piece in pieces if piece]) >= 3


def test_a_photo_that_cannot_be_read_is_listed_without_a_file(ana, call, full_record, monkeypatch):
    def damaged(*_photo):
        raise photo_store.PhotoStoreError

    monkeypatch.setattr(photo_store, "read", damaged)
    archive = opened(call(ana).client.get("/api/v1/export/"))

    photos = json.loads(archive.read("data.json"))["records"][0]["photos"]
    assert archive.namelist() == ["data.json", "index.html"]
    assert [each["file"] for each in photos] == [None]


@pytest.mark.parametrize(("minutes", "status"), [(1, 200), (9, 200), (11, 403), (None, 403)])
def test_a_browser_needs_a_fresh_sign_in(ana, client_of, released, minutes, status):
    client = client_of(ana)
    session = client.session
    if minutes is not None:
        at = time.time() - timedelta(minutes=minutes).total_seconds()
        session[METHODS] = [{"method": "password", "at": at}]
        session[f"{METHODS}_user"] = str(ana.pk)
        session.save()

    answer = client.get("/api/v1/export/")

    assert answer.status_code == status
    if status == 403:
        assert answer.json()["type"] == "about:blank#reauthentication-required"


def test_nobody_takes_another_patients_record_along(ben, ana_patient):
    with pytest.raises(NotAllowed):
        archive_of(by=ben, patients=[ana_patient], photos=[], documents=lambda _files: [])

    assert not AuditEvent.objects.exists()


def test_only_a_patient_has_data_to_take_along(dr_cho, call):
    assert call(dr_cho).get("/export/").status_code == 403


def test_why_there_was_no_photo_is_in_her_copy_in_words(ana, call, a_check_in):
    call(ana).post("/check-ins/", a_check_in(no_photo_because="no_change"))

    archive = opened(call(ana).client.get("/api/v1/export/"))

    [record] = json.loads(archive.read("data.json"))["records"]
    assert record["check_ins"][0]["no_photo_because"] == "no_change"
    page = archive.read("index.html").decode()
    assert "No photo: Nothing has changed since my last photo" in page
