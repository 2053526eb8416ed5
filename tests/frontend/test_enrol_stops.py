"""What is unusual about an enrolment stops it, until it is mended or a reason is given."""

from uuid import uuid4

import pytest

from tests.frontend.enrolling import a_form, send
from tracker.models import AuditEvent, Patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, dr_cho):
    return client_of(dr_cho)


@pytest.fixture
def filled(clinic_a):
    return a_form(clinic_a)


def test_an_expired_lot_stops_until_a_reason_is_given(desk, filled):
    filled["lot_expires_on"] = "2026-01-04"
    page = send(desk, filled)

    text = page.content.decode()
    assert "past its date" in text
    assert not Patient.objects.exists()
    assert 'name="name" value="Eve Example"' in text, "what was typed travels along"

    again = send(desk, filled, interrupted="yes")
    assert again.status_code == 422
    nonsense = send(desk, filled, interrupted="yes", **{"passed.expired_lot": "because"})
    assert nonsense.status_code == 422
    assert not Patient.objects.exists()

    done = send(desk, filled, interrupted="yes", **{"passed.expired_lot": "was_used"})
    assert done.status_code == 201
    kept = AuditEvent.objects.get(action="treatment.recorded").detail
    assert kept["passed_expired_lot"] == "was_used"


def test_an_unusual_total_stops_until_it_is_mended_or_a_reason_is_given(desk, filled):
    filled["amount.glabella"] = "5000"
    page = send(desk, filled)

    text = page.content.decode()
    assert "The total is unusual: 5,012.5 U of Xeomin" in text
    assert "More than 100 U is rare." in text
    assert not Patient.objects.exists()

    for nonsense in ("", "because", "was_used"):
        again = send(desk, filled, interrupted="yes", **{"passed.unusual_total": nonsense})
        assert again.status_code == 422
    assert not Patient.objects.exists()

    mended = send(desk, filled, form_id=str(uuid4()), **{"amount.glabella": "50"})
    assert mended.status_code == 201
    filled["phone"] = ""
    done = send(desk, filled, interrupted="yes", **{"passed.unusual_total": "was_given"})
    assert done.status_code == 201
    usual, kept = AuditEvent.objects.filter(action="treatment.recorded").order_by("sequence")
    assert "total_unusual" not in usual.detail
    assert kept.detail["total_unusual"] is True
    assert kept.detail["passed_unusual_total"] == "was_given"


def test_two_things_that_are_unusual_need_two_reasons(desk, filled):
    filled |= {"amount.glabella": "5000", "lot_expires_on": "2026-01-04", "interrupted": "yes"}
    one = send(desk, filled, **{"passed.unusual_total": "was_given"})

    assert one.status_code == 422
    both = {"passed.unusual_total": "was_given", "passed.expired_lot": "was_used"}
    assert send(desk, filled, **both).status_code == 201


def test_a_patient_known_already_stops_until_a_reason_is_given(desk, filled):
    send(desk, filled)
    filled["form_id"] = str(uuid4())
    page = send(desk, filled, name="E. Example")

    assert "is here already" in page.content.decode()
    assert Patient.objects.count() == 1
    send(desk, filled, name="E. Example", **{"passed.known_patient": "another_person"})
    assert Patient.objects.count() == 2


def test_going_back_from_the_stop_keeps_the_form(desk, filled):
    filled["lot_expires_on"] = "2026-01-04"
    page = send(desk, filled, action="amounts", interrupted="yes")

    assert page.status_code == 200
    assert "Eve Example" in page.content.decode()
