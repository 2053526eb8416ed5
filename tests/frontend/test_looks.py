"""Each look of the clinic at a chart is one audit row, and the patient reads who looked."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.cast import record_of
from tests.papers.pdf import signed_in_now
from tracker.models import AuditEvent, Clinic, Membership, Photo, ReviewCase, Treatment, User
from tracker.services.clinics import end_roles
from tracker.services.photos import Upload, take_photo
from tracker.services.tokens import make_token

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
API = "/api/v1"


def looks() -> list[tuple[str, str]]:
    rows = AuditEvent.objects.filter(action__endswith=".viewed").order_by("sequence")
    return [(row.subject_id, row.detail.get("part", row.subject)) for row in rows]


@pytest.fixture
def her_photo(ana: User, her_toxin: Treatment, a_jpeg: bytes) -> Photo:
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    return take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)[0]


def test_each_page_of_the_clinic_about_her_writes_one_row(
    client_of: Browser, dr_cho: User, review_case: ReviewCase
) -> None:
    doctor, pk = client_of(dr_cho), str(review_case.patient_id)
    pages = {
        f"/clinic/cases/{review_case.pk}": "reviewcase",
        f"/clinic/patients/{pk}": "patient",
        f"/clinic/treatments/{review_case.treatment_id}/compare": "treatment",
        f"/clinic/treatments/{review_case.treatment_id}/days": "treatment",
    }
    for page, part in pages.items():
        assert doctor.get(page).status_code == 200
        assert looks()[-1] == (pk, part)

    stale = {"version": review_case.version + 5, "seen": 0}
    assert doctor.post(f"/clinic/cases/{review_case.pk}/acknowledge", stale).status_code == 409
    assert len(looks()) == len(pages) + 1


def test_each_read_of_a_program_of_the_clinic_writes_one_row_a_patient(
    client: Client, dr_cho: User, review_case: ReviewCase, his_toxin: Treatment
) -> None:
    told = {"Authorization": f"Bearer {make_token(dr_cho)}"}
    pk, check_in = str(review_case.patient_id), review_case.treatment.check_ins.get().pk
    reads = {
        f"/patients/{pk}/": "patient",
        f"/treatments/{review_case.treatment_id}/": "treatment",
        f"/treatments/{review_case.treatment_id}/bruises/": "treatment",
        f"/check-ins/{check_in}/": "checkin",
        "/check-ins/": "check_ins",
        f"/review-cases/{review_case.pk}/": "reviewcase",
    }
    for url, part in reads.items():
        assert client.get(API + url, headers=told).status_code == 200
        assert looks()[-1] == (pk, part)
    assert len(looks()) == len(reads)

    client.get(f"{API}/treatments/", headers=told)
    both = {pk, str(his_toxin.patient_id)}
    assert {who for who, part in looks() if part == "treatments"} == both


def test_what_is_refused_or_her_own_writes_none(
    client_of: Browser, ana: User, dr_dia: User, coordinator_a: User, review_case: ReviewCase
) -> None:
    for user in (ana, dr_dia):
        for page in ("cases", "patients"):
            pk = review_case.pk if page == "cases" else review_case.patient_id
            assert client_of(user).get(f"/clinic/{page}/{pk}").status_code in (403, 404)
    hers, pk = client_of(ana), review_case.treatment_id
    assert hers.get(f"/treatments/{pk}/compare").status_code == 200
    assert hers.get(f"{API}/check-ins/").status_code == 200
    assert client_of(coordinator_a).get(f"/clinic/treatments/{pk}/compare").status_code == 403

    assert looks() == []


def test_a_look_that_cannot_be_recorded_shows_nothing(
    client_of: Browser, dr_cho: User, review_case: ReviewCase, monkeypatch: Any
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("no room for the row")

    monkeypatch.setattr("tracker.services.looks.audit.record", fails)

    with pytest.raises(RuntimeError):
        client_of(dr_cho).get(f"/clinic/cases/{review_case.pk}")


def test_at_two_clinics_she_reads_who_looked_at_each(
    client_of: Browser,
    ana: User,
    dr_cho: User,
    dr_dia: User,
    clinic_b: Clinic,
    her_photo: Photo,
    words_of: Callable[[HttpResponse], str],
) -> None:
    other = record_of(ana, clinic_b)
    client_of(dr_cho).get(f"/clinic/patients/{her_photo.patient_id}")
    client_of(dr_dia).get(f"/clinic/patients/{other.pk}")

    page = words_of(client_of(ana).get("/settings/looks"))

    places = [page.index(each) for each in ("Clinic A", "Dr Cho", "Clinic B", "Dr Dia")]
    assert places == sorted(places)


def test_she_reads_of_a_list_that_was_taken_and_who_has_left_keeps_her_name(
    client_of: Browser,
    ana: User,
    ben: User,
    lead_a: User,
    dr_cho: User,
    her_photo: Photo,
    words_of: Callable[[HttpResponse], str],
) -> None:
    Treatment.objects.filter(pk=her_photo.treatment_id).update(lot="C1234")
    assert signed_in_now(client_of(lead_a)).get("/clinic/lots/list?lot=C1234").status_code == 200
    client_of(dr_cho).get(f"{API}/photos/{her_photo.pk}/display/")
    end_roles(by=None, clinic=her_photo.patient.clinic, user=dr_cho)
    dr_cho.refresh_from_db()
    assert not dr_cho.is_active

    page = words_of(client_of(ana).get("/settings/looks"))

    assert "Dr Cho , Dermatologist Looked at 1 photo." in page
    assert "Lead A , Clinical lead Opened your record." in page
    assert "Nobody has looked yet" in words_of(client_of(ben).get("/settings/looks"))


def test_she_reads_who_looked_and_nobody_elses_list(
    client_of: Browser,
    ana: User,
    ben: User,
    dr_cho: User,
    coordinator_a: User,
    clinic_b: Clinic,
    her_photo: Photo,
    words_of: Callable[[HttpResponse], str],
) -> None:
    Membership.objects.create(user=dr_cho, clinic=clinic_b, role="coordinator")
    assert "Nobody has looked yet" in words_of(client_of(ana).get("/settings/looks"))
    for variant in ("display", "thumb", "display"):
        client_of(dr_cho).get(f"{API}/photos/{her_photo.pk}/{variant}/")
    client_of(coordinator_a).get(f"/clinic/patients/{her_photo.patient_id}")

    page = words_of(client_of(ana).get("/settings/looks"))

    assert "Dr Cho , Dermatologist Looked at 1 photo." in page
    assert "Coordinator A , Coordinator Opened your record." in page
    assert "Nobody has looked yet" in words_of(client_of(ben).get("/settings/looks"))
    assert client_of(dr_cho).get("/settings/looks").status_code == 403
    assert 'href="/settings/looks"' in client_of(ana).get("/settings").content.decode()
