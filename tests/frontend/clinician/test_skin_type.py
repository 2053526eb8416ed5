"""C4: the skin type on a patient's record, asked or corrected after she was enrolled."""

import re
from uuid import uuid4

import pytest

from tracker.models import AuditEvent, Patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(ana_patient):
    return f"/clinic/patients/{ana_patient.pk}"


def written():
    return Patient.objects.get(name="Ana").skin_type


def test_it_is_asked_of_somebody_who_is_here_already(client_of, coordinator_a, record, words_of):
    client = client_of(coordinator_a)
    assert "Skin type Not asked" in words_of(client.get(record))

    answer = client.post(f"{record}/skin-type", {"skin_type": "IV"}, follow=True)

    assert "Skin type IV: seldom burns, tans well" in words_of(answer)
    assert re.search(r'<option value="IV" selected', answer.content.decode())
    assert written() == "IV"
    assert AuditEvent.objects.filter(action="patient.edited").count() == 1


def test_it_is_taken_back(client_of, dr_cho, record):
    client = client_of(dr_cho)
    client.post(f"{record}/skin-type", {"skin_type": "II"})

    client.post(f"{record}/skin-type", {"skin_type": ""})

    assert written() == ""


@pytest.mark.parametrize("sent", [{}, {"skin_type": "VII"}, {"skin_type": "iv\0"}])
def test_what_is_no_type_is_said_at_its_field(client_of, dr_cho, record, sent):
    answer = client_of(dr_cho).post(f"{record}/skin-type", sent)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in page
    assert 'href="#skin_type"' in page
    assert page.count("Choose a skin type from the list") == 2
    assert written() == ""


def test_the_case_page_does_not_show_it(client_of, dr_cho, numb_cheek, words_of):
    Patient.objects.filter(pk=numb_cheek.patient_id).update(skin_type="IV")

    assert "kin type" not in words_of(client_of(dr_cho).get(f"/clinic/cases/{numb_cheek.pk}"))


def test_another_clinics_patient_looks_like_none(client_of, dr_dia, record):
    client = client_of(dr_dia)
    foreign = client.post(f"{record}/skin-type", {"skin_type": "I"})
    missing = client.post(f"/clinic/patients/{uuid4()}/skin-type", {"skin_type": "I"})

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content
    assert written() == ""


@pytest.mark.parametrize("who", ["ana", "admin_a", "removed_doctor", "nobody"])
def test_only_the_clinics_staff_writes_it(request, client_of, who, record):
    client = client_of(request.getfixturevalue(who))

    assert client.post(f"{record}/skin-type", {"skin_type": "I"}).status_code == 403
    assert written() == ""
