"""Undelivered mail or push is shown where somebody can do something about it."""

from uuid import uuid4

import pytest

from tracker.models import Notification, NotificationState, Patient, ReviewCase
from tracker.services import reviews
from tracker.services.invitations import invite
from tracker.services.messages import send_message
from tracker.services.undelivered import show_undelivered

pytestmark = pytest.mark.django_db
CONTACT = {"at": "2026-01-01T10:00:00Z", "how": "phone", "outcome": "She is well"}


def fail(**which):
    return Notification.objects.filter(**which).update(state=NotificationState.FAILED)


@pytest.fixture
def eve(clinic_a, coordinator_a):
    """Invited by a mail that did not arrive."""
    known = {"clinic": clinic_a, "name": "Eve", "date_of_birth": "1990-02-28"}
    patient = Patient.objects.create(email="eve@example.org", time_zone="Europe/London", **known)
    invite(by=coordinator_a, patient=patient)
    assert fail(kind="invitation") == 1
    return patient


@pytest.fixture
def closed(numb_cheek, dr_cho):
    """Ben's case, decided."""
    case = reviews.acknowledge(by=dr_cho, case=numb_cheek, version=numb_cheek.version)
    decided = {"reason": "treated", "contact": CONTACT}
    return reviews.decide(by=dr_cho, case=case, version=case.version, **decided)


def test_an_invitation_that_did_not_arrive_stands_on_the_record_and_in_the_list(
    client_of, coordinator_a, eve, ben_patient, clinic_a, words_of
):
    client = client_of(coordinator_a)
    fay = Patient.objects.create(
        clinic=clinic_a, name="Fay", email="fay@example.org", date_of_birth="1990-02-28"
    )
    invite(by=coordinator_a, patient=fay)

    record = words_of(client.get(f"/clinic/patients/{eve.pk}"))
    rows = client.get("/clinic/patients").context["rows"]

    assert "The invitation did not arrive" in record
    assert "Invited, until" not in record
    failed = {row["name"]: row["not_invited"] for row in rows}
    assert failed == {"Ben": False, "Eve": True, "Fay": False}
    assert "Invited, until" in words_of(client.get(f"/clinic/patients/{fay.pk}"))
    assert "Invitation did not arrive" in words_of(client.get("/clinic/patients"))


def test_a_new_invitation_takes_the_words_away(client_of, coordinator_a, eve, words_of):
    invite(by=coordinator_a, patient=eve)
    client = client_of(coordinator_a)

    assert "Invited, until" in words_of(client.get(f"/clinic/patients/{eve.pk}"))
    assert "did not arrive" not in words_of(client.get("/clinic/patients"))


def test_another_clinics_invitation_is_nobodys_news(client_of, dr_dia, eve, cleo_patient, words_of):
    assert "did not arrive" not in words_of(client_of(dr_dia).get("/clinic/patients"))


def test_a_reminder_that_did_not_reach_her_stands_on_her_record_until_one_does(
    client_of, dr_cho, ana_patient, ben_patient, words_of
):
    client, url = client_of(dr_cho), f"/clinic/patients/{ana_patient.pk}"
    for number, state in enumerate((NotificationState.FAILED, NotificationState.SENT)):
        key = {"kind": "reminder", "dedupe_key": f"reminder:{number}", "state": state}
        Notification.objects.create(patient=ana_patient, address="ana@example.org", **key)
        said = "did not reach the patient" in words_of(client.get(url))

        assert said == (state == NotificationState.FAILED)
        his = words_of(client.get(f"/clinic/patients/{ben_patient.pk}"))
        assert "did not reach the patient" not in his


def test_a_decision_that_she_was_not_told_stands_on_the_closed_case(
    client_of, dr_cho, closed, words_of
):
    fail(dedupe_key=f"new_message:{closed.pk}:{closed.version - 1}")
    assert show_undelivered() == 1
    assert show_undelivered() == 0

    page = words_of(client_of(dr_cho).get(f"/clinic/cases/{closed.pk}"))

    assert "The notice of this decision did not reach the patient: phone." in page
    after = ReviewCase.objects.get()
    assert (after.version, after.status) == (closed.version, "closed"), "nothing was moved"


def test_a_case_about_which_she_was_not_reached_says_so_until_she_is_heard_from(
    client_of, dr_cho, ben, his_toxin, numb_cheek, words_of
):
    client, url = client_of(dr_cho), f"/clinic/cases/{numb_cheek.pk}"
    soon = numb_cheek.due_at
    reviews.request_photo(
        by=dr_cho, case=numb_cheek, version=numb_cheek.version, view="left_45", wanted_by=soon
    )
    fail(kind="new_message")
    show_undelivered()
    words = "A notice about this case did not reach the patient: phone."
    assert words in words_of(client.get(url))

    send_message(by=ben, treatment=his_toxin, client_id=uuid4(), text="I am here.")

    assert words not in words_of(client.get(url))
