"""C4: the clinic's own patients, found by what is known of them."""

from uuid import uuid4

import pytest

from frontend.pages import clinic_patients
from tests.conftest import person, record_of
from tracker.models import Membership, Role, Treatment
from tracker.services.check_ins import submit_check_in
from tracker.services.invitations import invite

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(client_of, dr_cho):
    def search(address=""):
        response = client_of(dr_cho).get(f"/clinic/patients{address}")
        return [row["name"] for row in response.context["rows"]]

    return search


def test_the_list_shows_day_and_last_result(
    client_of, dr_cho, ana, her_toxin, ben_patient, a_report, words_of
):
    submit_check_in(by=ana, treatment=her_toxin, report=a_report("cheek", "left", numbness=5))

    page = words_of(client_of(dr_cho).get("/clinic/patients"))

    assert "Ana born 14 May 1988 Botulinum toxin Day 3 Urgent" in page
    assert "Ben born 14 May 1988 No treatment yet No check-in yet" in page


@pytest.mark.parametrize("words", ["an", "ANA", "1988-05-14", "4477"])
def test_a_patient_is_found_by_name_birth_or_the_end_of_the_phone(found, ana_patient, words):
    ana_patient.phone = "+44 20 7946 4477"
    ana_patient.save()

    assert found(f"?search={words}") == ["Ana"]


def test_a_lot_finds_everybody_who_had_it(found, ana_patient, ben_patient, her_toxin):
    Treatment.objects.filter(pk=her_toxin.pk).update(lot="C7431")

    assert found("?lot=c7431") == ["Ana"]
    assert found("?lot=C74") == []


@pytest.mark.parametrize(
    "address",
    ["?search=%00an", "?lot=%00", "?after=00000000-0000-4000-8000-000000000000~%00A"],
)
def test_a_nul_in_the_address_is_passed_over(found, ana_patient, address):
    assert found(address) == ["Ana"]


def test_a_search_that_finds_nobody_says_so(client_of, dr_cho, ana_patient, words_of):
    page = words_of(client_of(dr_cho).get("/clinic/patients?search=zzz"))

    assert "Nobody found" in page


def test_a_clinic_without_patients_offers_to_enrol(client_of, dr_cho, words_of):
    page = words_of(client_of(dr_cho).get("/clinic/patients"))

    assert "No patients yet" in page
    assert "Enrol a patient" in page


def test_another_clinics_patients_are_not_found(found, ana_patient, cleo_patient):
    assert found() == ["Ana"]
    assert found("?search=cleo") == []


def test_her_own_record_elsewhere_is_no_patient_of_hers(found, dr_cho, ana_patient, clinic_b):
    record_of(dr_cho, clinic_b)

    assert found() == ["Ana"]


def test_an_administrator_of_the_other_clinic_sees_only_her_own_patients(
    found, dr_cho, ana_patient, cleo_patient, clinic_b
):
    Membership.objects.create(user=dr_cho, clinic=clinic_b, role=Role.ADMINISTRATOR)

    assert found() == ["Ana"]


def test_pages_of_patients_miss_nobody(client_of, dr_cho, clinic_a, monkeypatch):
    monkeypatch.setattr(clinic_patients, "PAGE", 2)
    for number in range(5):
        patient = record_of(person(f"p{number}"), clinic_a)
        patient.name = "Same Name" if number < 3 else f"Name ~ {number}"
        patient.save()
    client, url, shown = client_of(dr_cho), "/clinic/patients", []

    while url:
        response = client.get(url)
        shown += [row["url"] for row in response.context["rows"]]
        url = response.context["next_url"]

    assert len(shown) == len(set(shown)) == 5


@pytest.mark.parametrize("cursor", ["x", "x~Ana", "~", "%00~a"])
def test_a_made_up_cursor_begins_at_the_start(found, ana_patient, cursor):
    assert found(f"?after={cursor}") == ["Ana"]


def test_a_patients_page_tells_treatments_check_ins_cases_and_what_was_not_asked(
    client_of, dr_cho, ben_patient, numb_cheek, words_of
):
    ben_patient.medicines = None
    ben_patient.save()

    page = words_of(client_of(dr_cho).get(f"/clinic/patients/{ben_patient.pk}"))

    for words in (numb_cheek.reason, "Botulinum toxin: forehead", "Numbness, left cheek, moderate"):
        assert words in page
    assert "Blood thinners Not asked" in page
    assert "Uses the app" in page


def test_where_the_invitation_stands_is_said(client_of, coordinator_a, clinic_a, words_of):
    patient = record_of(person("new"), clinic_a)
    patient.user = None
    patient.save()
    client, url = client_of(coordinator_a), f"/clinic/patients/{patient.pk}"
    assert "Not invited yet" in words_of(client.get(url))

    invite(by=coordinator_a, patient=patient)

    assert "Invited, until" in words_of(client.get(url))
    patient.invitations.update(tries=5)
    assert "The invitation is over" in words_of(client.get(url))


def test_another_clinics_patient_looks_like_none(client_of, dr_dia, ana_patient):
    client = client_of(dr_dia)

    foreign = client.get(f"/clinic/patients/{ana_patient.pk}")
    missing = client.get(f"/clinic/patients/{uuid4()}")

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content


@pytest.mark.parametrize("who", ["ana", "admin_a", "removed_doctor", "nobody"])
def test_only_the_clinics_staff_looks_for_patients(request, client_of, who, ana_patient):
    client = client_of(request.getfixturevalue(who))

    assert client.get("/clinic/patients").status_code == 403
    assert client.get(f"/clinic/patients/{ana_patient.pk}").status_code == 403
