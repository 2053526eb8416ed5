"""A search of the trail is about one clinic and, where one is named, about one patient."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.conftest import record_of
from tracker.errors import NotAllowed
from tracker.models import AuditEvent, Clinic, Message, Patient, Treatment, User
from tracker.records.audit_search import Asked, found, names_for
from tracker.services.audit_searches import search_audit
from tracker.services.looks import chart_viewed
from tracker.services.messages import send_message

pytestmark = pytest.mark.django_db
Write = Callable[[User, Treatment], Message]


@pytest.fixture
def write() -> Write:
    def send(by: User, treatment: Treatment) -> Message:
        return send_message(by=by, treatment=treatment, client_id=uuid4(), text="Hello")[0]

    return send


def test_what_was_written_to_another_patient_is_not_found(
    clinic_a: Clinic, dr_cho: User, her_toxin: Treatment, his_toxin: Treatment, write: Write
) -> None:
    hers, _his = write(dr_cho, her_toxin), write(dr_cho, his_toxin)

    rows = found(clinic_a, Asked(patient=her_toxin.patient_id), None, 50)

    assert [each.subject_id for each in rows if each.subject == "message"] == [str(hers.pk)]


def test_another_clinics_acts_are_not_found(
    clinic_a: Clinic, dr_cho: User, dr_dia: User, ana_patient: Patient, cleo_patient: Patient
) -> None:
    chart_viewed(by=dr_cho, patient=ana_patient)
    chart_viewed(by=dr_dia, patient=cleo_patient)

    rows = found(clinic_a, Asked(act="chart"), None, 50)

    assert [each.subject_id for each in rows] == [str(ana_patient.pk)]


@pytest.mark.parametrize("who", ["dr_cho", "coordinator_a", "dr_dia", "nobody", "ana"])
def test_who_is_no_administrator_there_searches_nothing(
    request: pytest.FixtureRequest, clinic_a: Clinic, who: str
) -> None:
    stranger = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        search_audit(by=stranger, clinic=clinic_a, asked=Asked(), before=None, most=50)


def test_only_her_own_colleagues_and_patients_have_their_names_in_full(
    clinic_a: Clinic, dr_cho: User, dr_dia: User, ana_patient: Patient, cleo_patient: Patient
) -> None:
    elsewhere = record_of(dr_dia, clinic_a)
    chart_viewed(by=dr_cho, patient=ana_patient)
    chart_viewed(by=dr_dia, patient=cleo_patient)

    names = names_for(clinic_a, AuditEvent.objects.all(), lambda name: f"{name[0]}.")

    assert names[str(dr_cho.pk)] == "Dr Cho"
    assert names[str(ana_patient.pk)] == "A."
    assert names[str(dr_dia.pk)] == "D.", "a colleague at another clinic is none here"
    assert str(cleo_patient.pk) not in names
    assert str(elsewhere.pk) not in names, "nothing was said of that record"
