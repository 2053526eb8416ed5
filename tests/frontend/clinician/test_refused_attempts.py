"""Who asks for another clinic's record reads "not found"; her clinic can read that she asked."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import record_of
from tracker.models import AuditEvent, Clinic
from tracker.records.audit_chain import faults
from tracker.services.refused_access import MOST, note_refused
from tracker.services.tokens import make_token

pytestmark = pytest.mark.django_db


def refused():
    return list(AuditEvent.objects.filter(action="access.refused").order_by("sequence"))


def test_her_own_clinics_trail_has_it_with_the_id_alone(
    client_of, dr_cho, dr_dia, clinic_b, numb_cheek, caplog
):
    answer = client_of(dr_dia).get(f"/clinic/cases/{numb_cheek.pk}")

    [row] = refused()
    assert answer.status_code == 404
    assert (row.chain, row.actor) == (str(clinic_b.pk), dr_dia.pk)
    assert (row.subject, row.subject_id, row.detail) == ("reviewcase", str(numb_cheek.pk), {})
    [line] = [each for each in caplog.records if each.name == "fadewell.security"]
    assert line.getMessage().startswith(f"refused: {dr_dia.pk} asked for cases {numb_cheek.pk}")


@pytest.mark.parametrize(
    "address",
    ["/clinic/patients/{}", "/clinic/patients/{}/skin-type", "/api/v1/patients/{}/"],
)
def test_pages_steps_and_programs_are_all_noted(client_of, dr_dia, ana_patient, address):
    url = address.format(ana_patient.pk)
    if url.startswith("/api/"):
        Client(headers={"Authorization": f"Bearer {make_token(dr_dia)}"}).get(url)
    elif url.endswith("type"):
        client_of(dr_dia).post(url, {"skin_type": "1"})
    else:
        client_of(dr_dia).get(url)

    assert [row.subject_id for row in refused()] == [str(ana_patient.pk)]


def test_the_answer_is_the_same_as_to_an_id_that_is_nobodys(client_of, dr_dia, numb_cheek):
    client = client_of(dr_dia)
    there, nowhere = numb_cheek.pk, uuid4()

    pages = [client.get(f"/clinic/cases/{pk}").content for pk in (there, nowhere)]

    assert len({page.split(b"<main", 1)[1] for page in pages}) == 1
    assert len(refused()) == 1, "of what does not exist nothing is written"


def test_patients_and_those_who_may_are_not_noted(client_of, ana, cleo, dr_cho, numb_cheek, nobody):
    for user in (ana, cleo, dr_cho, nobody):
        client_of(user).get(f"/clinic/cases/{numb_cheek.pk}")
        client_of(user).get(f"/clinic/cases/{numb_cheek.pk}/no-such-step")
    Client().get(f"/clinic/cases/{numb_cheek.pk}")

    assert refused() == []


def test_the_same_record_is_written_once_an_hour_and_no_more_than_so_many(
    dr_dia, some_cases, clinic_a
):
    cases, now = some_cases(clinic_a, MOST + 3), timezone.now()

    written = [note_refused(by=dr_dia, kind="cases", pk=each.pk) for each in cases + cases]

    assert sum(written) == MOST
    assert refused()[-1].detail == {"no_more_this_hour": True}
    later = now + timedelta(hours=1, minutes=1)
    assert note_refused(by=dr_dia, kind="cases", pk=cases[0].pk, now=later) == 1


def test_who_works_at_two_clinics_is_noted_at_both(both_clinics_doctor, clinic_a, clinic_b, cleo):
    third = Clinic.objects.create(name="C", phone="+44 20 7946 0303", time_zone="Europe/London")
    hers = record_of(cleo, third)

    note_refused(by=both_clinics_doctor, kind="patients", pk=hers.pk)

    assert {row.chain for row in refused()} == {str(clinic_a.pk), str(clinic_b.pk)}


def test_the_chain_holds_and_the_administrator_finds_it(
    client_of, dr_cho, lead_a, cleo_patient, clinic_a, markup_of
):
    client_of(dr_cho).get(f"/clinic/patients/{cleo_patient.pk}")

    page = markup_of(client_of(lead_a).get("/clinic/admin/audit?search=1&act=access"))

    assert "Asked for another clinic&#x27;s record: refused" in page
    assert str(cleo_patient.pk) in page
    assert "Cleo" not in page
    assert [each for each in faults() if each.chain == str(clinic_a.pk)] == []
