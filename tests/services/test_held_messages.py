"""One of several messages: held for its seconds, then as any other; a colleague's act wins."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from time_machine import travel

from tests.cast import person, record_of, treat
from tracker.errors import Invalid, MoveNotLegal, NotAllowed, StaleVersion
from tracker.models import AuditEvent, HeldMessage, Membership, Message, Notification
from tracker.services import reviews
from tracker.services.case_opening import Finding, raise_case
from tracker.services.held_messages import (
    TOO_LATE,
    check_several,
    hold_message,
    send_held,
    take_back,
)
from tracker.services.staff_notices import MAY_UNDO_FOR

RUN = uuid4()


def hold(by, case, version=1, **other):
    said = {"text": "Please call us.", "run": RUN} | other
    return hold_message(by=by, case=case, version=version, **said)


def later(seconds=0):
    return timezone.now() + MAY_UNDO_FOR + timedelta(seconds=seconds)


def actions(case):
    return list(case.events.values_list("action", flat=True))


def test_nothing_leaves_before_its_seconds_are_over_and_then_it_leaves_once(review_case, dr_cho):
    Notification.objects.all().delete()
    hold(dr_cho, review_case)
    assert send_held() == 0
    assert not Message.objects.exists()

    assert [send_held(later()), send_held(later())] == [1, 0]

    sent = Message.objects.get()
    assert (sent.text, sent.sender, sent.case) == ("Please call us.", dr_cho, review_case)
    assert actions(review_case) == ["opened", "message"]
    assert review_case.events.last().detail == {"message": str(sent.pk)}
    assert Notification.objects.get().kind == "new_message"
    assert AuditEvent.objects.filter(action="case.message").count() == 1
    assert not HeldMessage.objects.exists()


def test_it_is_taken_back_within_its_seconds_by_who_sent_it_and_nobody_else(
    review_case, dr_cho, lead_a
):
    hold(dr_cho, review_case)
    assert take_back(by=lead_a, run=RUN) == []
    assert take_back(by=dr_cho, run=uuid4()) == []

    assert take_back(by=dr_cho, run=RUN) == [review_case.pk]

    assert send_held(later()) == 0
    assert actions(review_case) == ["opened"]
    audited = AuditEvent.objects.filter(action__startswith="case.message_")
    acts = list(audited.order_by("sequence").values_list("action", flat=True))
    assert acts == ["case.message_held", "case.message_taken_back"]


def test_after_its_seconds_nothing_is_taken_back(review_case, dr_cho):
    hold(dr_cho, review_case)

    with travel(later(), tick=False):
        assert take_back(by=dr_cho, run=RUN) == []
        assert send_held() == 1


def test_a_second_sending_of_the_same_page_holds_nothing_twice(review_case, dr_cho):
    assert hold(dr_cho, review_case) == hold(dr_cho, review_case)
    send_held(later())

    with pytest.raises(StaleVersion):
        hold(dr_cho, review_case)
    assert Message.objects.count() == 1


def closed(case, by, _doctor):
    reviews.decide(by=by, case=case, version=case.version, reason="treated")


def grown_urgent(case, _by, _doctor):
    raise_case(case.treatment, Finding("urgent", "Worse", "colleague"))


def sender_left(_case, _by, doctor):
    Membership.objects.filter(user=doctor).update(ended_at=timezone.now())


@pytest.mark.parametrize("meanwhile", [closed, grown_urgent, sender_left])
def test_what_happened_meanwhile_wins_and_the_case_says_that_nothing_was_sent(
    review_case, dr_cho, lead_a, meanwhile
):
    hold(dr_cho, review_case)
    meanwhile(review_case, lead_a, dr_cho)

    assert send_held(later()) == 0

    assert not Message.objects.exists()
    assert actions(review_case)[-1] == "message_not_sent"
    assert review_case.events.last().note == "Dr Cho"
    assert not HeldMessage.objects.exists()


def test_words_that_lay_for_hours_because_no_worker_ran_are_not_sent(review_case, dr_cho):
    hold(dr_cho, review_case)

    assert send_held(later(1) + TOO_LATE) == 0

    assert actions(review_case) == ["opened", "message_not_sent"]
    assert not Message.objects.exists()


def test_a_colleagues_step_meanwhile_is_kept_and_the_message_leaves(review_case, dr_cho, lead_a):
    hold(dr_cho, review_case)
    reviews.claim(by=lead_a, case=review_case, version=1)

    send_held(later())

    assert actions(review_case) == ["opened", "claim", "message"]
    review_case.refresh_from_db()
    assert (review_case.assigned_to, review_case.version) == (lead_a, 3)


def test_urgent_closed_and_changed_cases_and_strangers_are_refused(
    urgent_case, his_toxin, dr_cho, dr_dia, lead_a
):
    case = raise_case(his_toxin, Finding("review", "Odd", "colleague"))
    with pytest.raises(Invalid):
        hold(dr_cho, urgent_case)
    with pytest.raises(NotAllowed):
        hold(dr_dia, case)
    with pytest.raises(Invalid):
        hold(dr_cho, case, text="  ")
    reviews.claim(by=lead_a, case=case, version=1)
    with pytest.raises(StaleVersion):
        hold(dr_cho, case)
    reviews.decide(by=lead_a, case=case, version=2, reason="treated")
    with pytest.raises(MoveNotLegal):
        hold(dr_cho, case, version=3)

    assert not HeldMessage.objects.exists()


def test_who_has_not_joined_is_not_written_to(clinic_a, dr_cho):
    patient = record_of(person("new"), clinic_a)
    patient.user = None
    patient.save()
    treatment = treat(patient, "botulinum_toxin", ["forehead"], hours_ago=30)
    case = raise_case(treatment, Finding("review", "Odd", "colleague"))

    with pytest.raises(Invalid):
        hold(dr_cho, case)


def test_urgent_ones_too_many_and_two_clinics_are_no_selection(review_case, urgent_case, clinic_b):
    review_case.urgency = "review"
    check_several([review_case] * 50, clinic=review_case.clinic_id)

    for cases, clinic in (
        ([urgent_case], None),
        ([review_case] * 51, review_case.clinic_id),
        ([review_case], clinic_b.pk),
    ):
        with pytest.raises(Invalid):
            check_several(cases, clinic=clinic)
