"""Mail to a colleague about an emergency that does not arrive is told to who leads the clinic."""

import pytest

from tests.conftest import member
from tracker.models import AuditEvent, Notification, NotificationState, Role
from tracker.services.check_ins import submit_check_in
from tracker.services.undelivered_staff import tell_of_unreached_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def emergency(dr_cho, ben, his_toxin, a_report):
    """Only Dr Cho works at the clinic as it comes in, and hears of it by mail."""
    signs = {"asked": True, "any": True, "signs": ["cannot_breathe"]}
    case = submit_check_in(by=ben, treatment=his_toxin, report=a_report(danger_signs=signs)).case
    assert case.urgency == "emergency"
    return case


def fail(**which):
    return Notification.objects.filter(**which).update(state=NotificationState.FAILED)


def told():
    rows = Notification.objects.filter(dedupe_key__startswith="case_unreached:")
    return sorted(rows.values_list("address", flat=True))


def actions(case):
    return [each.action for each in case.events.all()]


def test_the_lead_of_that_clinic_hears_it_once(emergency, lead_a, dr_dia, clinic_b):
    member("lead.b", clinic_b, Role.CLINICAL_LEAD)
    fail(address="dr.cho@example.org")

    assert [tell_of_unreached_staff(), tell_of_unreached_staff()] == [1, 0]

    assert told() == ["lead.a@example.org"]
    assert actions(emergency)[-1] == "staff_unreached"
    assert AuditEvent.objects.filter(action="case.staff_unreached").count() == 1


def test_where_the_lead_was_not_reached_the_others_hear_it(emergency, lead_a, clinic_a):
    member("dr.fay", clinic_a, Role.DERMATOLOGIST)
    fail(address="dr.cho@example.org")
    tell_of_unreached_staff()
    fail(address="lead.a@example.org")

    assert tell_of_unreached_staff() == 1
    assert tell_of_unreached_staff() == 0

    assert told() == ["dr.cho@example.org", "dr.fay@example.org", "lead.a@example.org"]


def test_where_nobody_else_is_there_the_case_says_it_all_the_same(emergency):
    fail(address="dr.cho@example.org")

    assert tell_of_unreached_staff() == 1

    assert told() == []
    assert actions(emergency)[-1] == "staff_unreached"


def test_mail_about_less_or_about_a_closed_case_troubles_nobody(urgent_case, emergency, lead_a):
    fail(dedupe_key__contains=str(urgent_case.pk))
    assert tell_of_unreached_staff() == 0

    emergency.status, emergency.decision = "closed", {"reason": "treated"}
    emergency.closed_at = emergency.opened_at
    emergency.save()
    fail()

    assert tell_of_unreached_staff() == 0


@pytest.mark.parametrize("key", ["case_handover:20260101000000:x", "case_flagged", "case_a:b:c:d"])
def test_a_letter_that_names_no_case_is_passed_over(emergency, lead_a, key):
    Notification.objects.create(
        kind="case_waiting", address="x@example.org", dedupe_key=key, state="failed"
    )

    assert tell_of_unreached_staff() == 0
