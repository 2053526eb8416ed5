"""Undo: within seconds, hers alone, an event beside the one it takes back, and nothing lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from tracker.errors import MoveNotLegal, NotAllowed, StaleVersion
from tracker.models import AuditEvent, Notification, ReviewCase
from tracker.services import reviews
from tracker.services.moving import standing
from tracker.services.notifications import deliver_due
from tracker.services.staff_notices import MAY_UNDO_FOR
from tracker.services.undoing import undo

STEPS = {
    "claim": lambda case, by, to: reviews.claim(by=by, case=case, version=1),
    "assign": lambda case, by, to: reviews.assign(by=by, case=case, version=1, to=to),
    "acknowledge": lambda case, by, to: reviews.acknowledge(by=by, case=case, version=1),
    "snooze": lambda case, by, to: reviews.snooze(
        by=by, case=case, version=1, until=timezone.now() + timedelta(minutes=5), reason="later"
    ),
}


def events_of(case):
    return list(case.events.values_list("action", flat=True))


@pytest.mark.parametrize("step", STEPS)
def test_the_case_stands_as_before_and_both_events_stay(review_case, dr_cho, lead_a, step):
    before = standing(review_case)
    STEPS[step](review_case, dr_cho, lead_a)

    undo(by=dr_cho, case=review_case, version=2)

    after = standing(ReviewCase.objects.get())
    assert after == before | {"version": 3}
    assert events_of(review_case) == ["opened", step, "undo"]
    last = review_case.events.last()
    assert (last.by, last.detail) == (dr_cho, {"undid": step})
    assert AuditEvent.objects.filter(action="case.undo", actor=dr_cho.pk).count() == 1


def test_the_response_clock_runs_on_as_if_nobody_had_looked(urgent_case, dr_cho):
    due = urgent_case.due_at
    reviews.acknowledge(by=dr_cho, case=urgent_case, version=1)

    case = undo(by=dr_cho, case=urgent_case, version=2)

    assert (case.acknowledged_at, case.acknowledged_by, case.due_at) == (None, None, due)


def test_after_its_seconds_nothing_is_taken_back(review_case, dr_cho):
    reviews.claim(by=dr_cho, case=review_case, version=1)

    with travel(timezone.now() + MAY_UNDO_FOR, tick=False), pytest.raises(MoveNotLegal):
        undo(by=dr_cho, case=review_case, version=2)

    assert ReviewCase.objects.get().assigned_to == dr_cho


def test_a_case_that_a_colleague_moved_since_is_left_alone(review_case, dr_cho, lead_a):
    reviews.claim(by=dr_cho, case=review_case, version=1)
    reviews.acknowledge(by=lead_a, case=review_case, version=2)

    with pytest.raises(StaleVersion):
        undo(by=dr_cho, case=review_case, version=2)
    with pytest.raises(MoveNotLegal):
        undo(by=dr_cho, case=review_case, version=3)

    assert events_of(review_case) == ["opened", "claim", "acknowledge"]


def test_a_colleagues_step_a_message_and_a_decision_are_not_taken_back(review_case, dr_cho, lead_a):
    reviews.claim(by=lead_a, case=review_case, version=1)
    with pytest.raises(MoveNotLegal):
        undo(by=dr_cho, case=review_case, version=2)
    reviews.message(by=dr_cho, case=review_case, version=2, text="How is it?")
    with pytest.raises(MoveNotLegal):
        undo(by=dr_cho, case=review_case, version=3)
    reviews.decide(by=dr_cho, case=review_case, version=3, reason="treated")
    with pytest.raises(MoveNotLegal):
        undo(by=dr_cho, case=review_case, version=4)

    assert ReviewCase.objects.get().version == 4


def test_undo_is_not_undone_and_works_once(review_case, dr_cho):
    reviews.claim(by=dr_cho, case=review_case, version=1)
    undo(by=dr_cho, case=review_case, version=2)

    for version in (2, 3):
        with pytest.raises((StaleVersion, MoveNotLegal)):
            undo(by=dr_cho, case=review_case, version=version)


def test_who_left_the_clinic_takes_nothing_back(review_case, dr_cho):
    reviews.claim(by=dr_cho, case=review_case, version=1)
    dr_cho.memberships.update(ended_at=timezone.now())

    with pytest.raises(NotAllowed):
        undo(by=dr_cho, case=review_case, version=2)


def test_the_mail_of_an_assignment_waits_for_its_undo_and_never_leaves_after_it(
    review_case, dr_cho, lead_a, mailoutbox
):
    Notification.objects.all().delete()
    reviews.assign(by=dr_cho, case=review_case, version=1, to=lead_a)
    assert deliver_due() == {}

    undo(by=dr_cho, case=review_case, version=2)

    assert deliver_due(timezone.now() + timedelta(hours=1)) == {}
    assert mailoutbox == []


def test_the_mail_of_an_assignment_that_stands_leaves_after_the_seconds(
    review_case, dr_cho, lead_a, mailoutbox
):
    Notification.objects.all().delete()
    reviews.assign(by=dr_cho, case=review_case, version=1, to=lead_a)

    assert deliver_due(timezone.now() + MAY_UNDO_FOR) == {"sent": 1}
    assert [mail.to for mail in mailoutbox] == [[lead_a.email]]
