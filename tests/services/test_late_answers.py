"""What a colleague was asked and did not answer in time: both sides and the lead hear it, once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.conftest import member
from tracker.models import AuditEvent, Notification, Role
from tracker.services import late_answers, reviews
from tracker.services.handovers import hand_over
from tracker.services.late_answers import chase_late_answers
from tracker.services.mail_words import message_of, subject_of
from tracker.services.opinions import ask_opinion, give_opinion

pytestmark = pytest.mark.django_db
TUESDAY_10 = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Europe/London"))
BY = TUESDAY_10 + timedelta(hours=4)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def dr_eve(clinic_a):
    return member("dr.eve", clinic_a, Role.DERMATOLOGIST)


@pytest.fixture
def case(request, dr_cho, dr_eve, dr_dia):
    """Ana's urgent case, opened on that Tuesday morning."""
    with time_machine.travel(TUESDAY_10, tick=False):
        yield request.getfixturevalue("urgent_case")


@pytest.fixture
def escalated(case, dr_cho, dr_eve):
    return _escalate(case, dr_cho, dr_eve)


def _escalate(case, by, to):
    found = reviews.escalate(
        by=by, case=case, version=case.version, to=to, reason="Look", wanted_by=BY
    )
    Notification.objects.all().delete()
    return found


def told():
    return sorted(Notification.objects.values_list("address", flat=True))


def test_both_sides_and_the_lead_are_told_once(escalated, lead_a, coordinator_a):
    assert chase_late_answers(BY - MINUTE) == 0
    assert chase_late_answers(BY) == 1
    assert chase_late_answers(BY + MINUTE) == 0

    assert told() == ["dr.cho@example.org", "dr.eve@example.org", "lead.a@example.org"]
    event = escalated.events.last()
    assert (event.action, event.by, event.detail["by"]) == ("escalation_late", None, BY.isoformat())
    assert AuditEvent.objects.filter(action="case.escalation_late").count() == 1


def test_an_escalation_to_the_lead_tells_her_once_and_who_sent_it(case, dr_cho, lead_a):
    _escalate(case, dr_cho, "lead")

    assert chase_late_answers(BY) == 1

    assert told() == ["dr.cho@example.org", "lead.a@example.org"]


def test_an_opinion_that_does_not_come_is_told_too(case, dr_cho, dr_eve, lead_a):
    ask_opinion(
        by=dr_cho, case=case, version=case.version, to=dr_eve, question="Yours?", wanted_by=BY
    )
    Notification.objects.all().delete()

    assert chase_late_answers(BY) == 1

    assert told() == ["dr.cho@example.org", "dr.eve@example.org", "lead.a@example.org"]
    assert case.events.last().action == "opinion_late"


def test_what_was_taken_answered_or_decided_calls_nobody(case, dr_cho, dr_eve, lead_a):
    asked = ask_opinion(
        by=dr_cho, case=case, version=case.version, to=dr_eve, question="Yours?", wanted_by=BY
    )
    asked = _escalate(asked, dr_cho, dr_eve)
    asked = give_opinion(by=dr_eve, case=asked, version=asked.version, text="Mine.")
    reviews.claim(by=dr_eve, case=asked, version=asked.version)

    assert chase_late_answers(BY) == 0


def test_who_is_asked_instead_has_not_been_told_yet(escalated, dr_eve, lead_a, clinic_a, admin_a):
    chase_late_answers(BY)
    dr_fox = member("dr.fox", clinic_a, Role.DERMATOLOGIST)
    hand_over(
        by=admin_a, clinic=clinic_a, user=dr_eve, to=dr_fox, because="left",
        needed=(Role.DERMATOLOGIST,),
    )  # fmt: skip
    Notification.objects.all().delete()

    assert chase_late_answers(BY + MINUTE) == 1
    assert chase_late_answers(BY + 2 * MINUTE) == 0

    assert told() == ["dr.cho@example.org", "dr.fox@example.org", "lead.a@example.org"]


def test_a_worker_that_dies_between_mails_and_event_leaves_it_to_the_next(
    escalated, lead_a, monkeypatch
):
    def killed(*_args, **_said):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(late_answers, "note_event", killed)
        chase_late_answers(BY)
    assert told() == []

    assert chase_late_answers(BY) == 1
    assert len(told()) == 3


def test_two_workers_with_the_same_list_tell_it_once(escalated, lead_a):
    first, second = late_answers._asked(), late_answers._asked()

    done = [late_answers._chase(each.pk, "escalation_late", BY) for each in (*first, *second)]

    assert done == [True, False]
    assert len(told()) == 3


def test_the_mail_leads_to_the_case_and_says_nothing_of_it(escalated, lead_a, ana_patient):
    chase_late_answers(BY)
    row = Notification.objects.first()

    mail = message_of(row)

    assert f"/clinic/cases/{escalated.pk}\n" in mail.body
    assert subject_of(row) == "A case is waiting"
    for word in (ana_patient.name, escalated.reason, "numb", "Look", "urgent"):
        assert word.lower() not in mail.body.lower()
