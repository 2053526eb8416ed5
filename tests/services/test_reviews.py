"""The moves: who may make which, in which state, and what each leaves behind."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tracker.errors import (
    ContactRequired,
    DomainError,
    Invalid,
    MoveNotLegal,
    NotAllowed,
    StaleVersion,
)
from tracker.models import AuditEvent, Message, Notification, PhotoRequest, ReviewCase
from tracker.services import opinions, reviews
from tracker.services.check_ins import submit_check_in
from tracker.services.moves import MOVES

PHONED = {"at": "2026-11-22T09:00:00Z", "how": "phone", "outcome": "reached"}


def soon(**hours):
    return timezone.now() + timedelta(**(hours or {"minutes": 30}))


def every_move(case, by):
    """Each move with a body that is right in every state that allows it."""
    base = {"by": by, "case": case, "version": case.version}
    return {
        "claim": lambda: reviews.claim(**base),
        "release": lambda: reviews.release(**base),
        "acknowledge": lambda: reviews.acknowledge(**base),
        "message": lambda: reviews.message(**base, text="How is it now?"),
        "request-photo": lambda: reviews.request_photo(**base, view="front_rest", wanted_by=soon()),
        "snooze": lambda: reviews.snooze(**base, until=soon(minutes=5), reason="phoning at 10"),
        "escalate": lambda: reviews.escalate(**base, to="lead", reason="?", wanted_by=soon()),
        "assign": lambda: reviews.assign(**base, to=by),
        "second-opinion": lambda: opinions.ask_opinion(
            **base, to=by, question="?", wanted_by=soon()
        ),
        "give-opinion": lambda: opinions.give_opinion(**base, text="A nerve."),
        "book": lambda: reviews.book(**base),
        "decide": lambda: reviews.decide(**base, reason="expected_course", contact=PHONED),
        "reopen": lambda: reviews.reopen(**base, reason="came back"),
    }


def test_acknowledging_meets_the_clock_and_names_who_saw_it(urgent_case, dr_cho):
    case = reviews.acknowledge(by=dr_cho, case=urgent_case, version=1)

    assert (case.acknowledged_by, case.version, case.is_overdue) == (dr_cho, 2, False)
    assert case.events.last().action == "acknowledge"
    assert AuditEvent.objects.filter(action="case.acknowledge", actor=dr_cho.pk).exists()


def test_a_stale_version_is_refused_with_the_case_as_it_stands(urgent_case, dr_cho, lead_a):
    reviews.claim(by=dr_cho, case=urgent_case, version=1)

    with pytest.raises(StaleVersion) as refused:
        reviews.claim(by=lead_a, case=urgent_case, version=1)

    assert refused.value.extra["case"].assigned_to == dr_cho
    assert ReviewCase.objects.get().version == 2


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_one_wins_and_nothing_is_overwritten(urgent_case, dr_cho, lead_a):
    def try_to_decide(who):
        try:
            reviews.decide(
                by=who, case=urgent_case, version=1, reason="treated", note=who.name, contact=PHONED
            )
            return who.name
        except DomainError as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(try_to_decide, [dr_cho, lead_a]))

    case = ReviewCase.objects.get()
    assert "stale-version" in results
    assert case.decision["note"] in results
    assert case.events.filter(action="decide").count() == 1


def test_an_urgent_case_closes_only_with_a_recorded_contact(urgent_case, dr_cho):
    with pytest.raises(ContactRequired):
        reviews.decide(by=dr_cho, case=urgent_case, version=1, reason="treated")

    assert ReviewCase.objects.get().is_open
    closed = reviews.decide(
        by=dr_cho, case=urgent_case, version=1, reason="treated", contact=PHONED
    )
    assert closed.decision["contact"]["how"] == "phone"
    assert closed.closed_at is not None


def test_a_review_closes_without_a_contact(review_case, dr_cho):
    closed = reviews.decide(by=dr_cho, case=review_case, version=1, reason="expected_course")

    assert not closed.is_open


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "because"},
        {"reason": "false_alarm"},
        {"reason": "false_alarm", "false_alarm_because": "mood"},
        {"reason": "treated", "contact": {"at": "x", "how": "pigeon", "outcome": ""}},
        {"reason": "treated", "contact": PHONED | {"at": timezone.now() + timedelta(hours=2)}},
    ],
)
def test_a_decision_outside_the_list_is_refused(wrong, review_case, dr_cho):
    with pytest.raises(Invalid):
        reviews.decide(by=dr_cho, case=review_case, version=1, **wrong)

    assert ReviewCase.objects.get().is_open


def test_an_emergency_is_never_put_aside(ana, her_toxin, a_report, dr_cho):
    signs = {"asked": True, "any": True, "signs": []}
    case = submit_check_in(by=ana, treatment=her_toxin, report=a_report(danger_signs=signs)).case

    with pytest.raises(MoveNotLegal) as refused:
        reviews.snooze(by=dr_cho, case=case, version=1, until=soon(minutes=5), reason="busy")

    assert "snooze" not in refused.value.extra["moves"]


def test_nothing_is_put_aside_past_the_time_it_is_due(urgent_case, dr_cho):
    late = urgent_case.due_at + timedelta(minutes=1)

    with pytest.raises(Invalid):
        reviews.snooze(by=dr_cho, case=urgent_case, version=1, until=late, reason="later")


def test_a_new_flag_wakes_a_case_that_was_put_aside(review_case, dr_cho, ana, her_toxin, a_report):
    reviews.snooze(by=dr_cho, case=review_case, version=1, until=soon(minutes=5), reason="later")

    lost = {"touch_felt": False, "movement_normal": True}
    submit_check_in(
        by=ana, treatment=her_toxin, report=a_report("cheek", "left", numbness=3, answers=lost)
    )

    case = ReviewCase.objects.get()
    assert (case.status, case.urgency, case.snoozed_until) == ("open", "urgent", None)


def test_a_photo_request_waits_for_the_patient_and_writes_her_a_neutral_notice(
    urgent_case, dr_cho, ana
):
    case = reviews.request_photo(
        by=dr_cho, case=urgent_case, version=1, view="left_45", wanted_by=soon(), text="Please"
    )

    assert case.status == "waiting_patient"
    assert PhotoRequest.objects.get().view == "left_45"
    notice = Notification.objects.get(address=ana.email)
    assert (notice.kind, notice.detail) == ("new_message", {})


def test_an_unknown_view_is_refused(urgent_case, dr_cho):
    with pytest.raises(Invalid):
        reviews.request_photo(
            by=dr_cho, case=urgent_case, version=1, view="from_above", wanted_by=soon()
        )


def test_an_escalated_case_stays_with_the_sender_until_it_is_taken(
    urgent_case, dr_cho, lead_a, coordinator_a
):
    case = reviews.escalate(
        by=dr_cho, case=urgent_case, version=1, to="lead", reason="please look", wanted_by=soon()
    )
    assert (case.assigned_to, case.escalation["to"]) == (dr_cho, "lead")
    with pytest.raises(MoveNotLegal):
        reviews.claim(by=coordinator_a, case=case, version=2)  # neither asked nor a lead

    taken = reviews.claim(by=lead_a, case=case, version=2)
    assert (taken.assigned_to, taken.escalation) == (lead_a, None)


def test_the_lead_who_heard_of_the_case_hears_of_the_escalation_too(
    lead_a, dr_cho, ana, her_toxin, a_report
):
    lost = {"touch_felt": False, "movement_normal": True}
    report = a_report("cheek", "left", numbness=4, answers=lost)
    case = submit_check_in(by=ana, treatment=her_toxin, report=report).case

    reviews.escalate(by=dr_cho, case=case, version=1, to="lead", reason="?", wanted_by=soon())

    assert Notification.objects.filter(address=lead_a.email).count() == 2


def test_a_case_is_not_escalated_to_another_clinic(urgent_case, dr_cho, dr_dia):
    with pytest.raises(Invalid):
        reviews.escalate(
            by=dr_cho, case=urgent_case, version=1, to=dr_dia, reason="?", wanted_by=soon()
        )


def test_a_case_claimed_by_a_colleague_can_be_worked_but_stays_theirs(urgent_case, dr_cho, lead_a):
    reviews.claim(by=dr_cho, case=urgent_case, version=1)

    case = reviews.message(by=lead_a, case=urgent_case, version=2, text="Hello")

    assert case.assigned_to == dr_cho
    assert Message.objects.get().sender == lead_a


def test_only_who_holds_a_case_or_a_lead_puts_it_back(urgent_case, dr_cho, coordinator_a):
    reviews.claim(by=dr_cho, case=urgent_case, version=1)

    with pytest.raises(NotAllowed):
        reviews.release(by=coordinator_a, case=urgent_case, version=2)


def test_reopening_starts_the_clock_anew(review_case, dr_cho):
    reviews.decide(by=dr_cho, case=review_case, version=1, reason="duplicate")

    case = reviews.reopen(by=dr_cho, case=review_case, version=2, reason="not a duplicate")

    assert (case.status, case.decision, case.acknowledged_at) == ("open", None, None)
    assert case.due_at > timezone.now()


def test_whose_case_it_is_hears_that_a_colleague_opened_it_again(review_case, dr_cho, lead_a):
    reviews.claim(by=dr_cho, case=review_case, version=1)
    closed = reviews.decide(by=dr_cho, case=review_case, version=2, reason="duplicate")
    Notification.objects.all().delete()

    again = reviews.reopen(by=lead_a, case=closed, version=3, reason="it was none")

    assert again.assigned_to == dr_cho
    assert [row.address for row in Notification.objects.exclude(patient=again.patient)] == [
        dr_cho.email
    ]
    Notification.objects.all().delete()
    closed = reviews.decide(by=dr_cho, case=again, version=4, reason="duplicate")
    reviews.reopen(by=dr_cho, case=closed, version=5, reason="my own mistake")
    assert not Notification.objects.filter(address=dr_cho.email).exists()


def test_reopening_beside_a_newer_open_case_is_not_legal(
    review_case, dr_cho, ana, her_toxin, a_report
):
    reviews.decide(by=dr_cho, case=review_case, version=1, reason="treated")
    submit_check_in(by=ana, treatment=her_toxin, report=a_report("brow", "left", brow_droop=6))

    with pytest.raises(MoveNotLegal):
        reviews.reopen(by=dr_cho, case=review_case, version=2, reason="again")


@pytest.mark.parametrize("name", MOVES)
def test_a_coordinator_makes_only_the_moves_of_her_role(name, urgent_case, coordinator_a):
    case = urgent_case
    if name == "assign":
        with pytest.raises(Invalid):  # she may give it away, but does not decide herself
            every_move(case, coordinator_a)[name]()
        return
    if name == "release":
        case = reviews.claim(by=coordinator_a, case=case, version=1)
    move = every_move(case, coordinator_a)[name]

    if name in {"claim", "release", "message", "request-photo", "book"}:
        assert move().version == case.version + 1
    else:
        with pytest.raises(NotAllowed):
            move()


@pytest.mark.parametrize("who", ["dr_dia", "removed_doctor", "admin_a", "nobody", "ana"])
@pytest.mark.parametrize("name", MOVES)
def test_nobody_else_moves_a_case(name, who, urgent_case, request):
    stranger = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        every_move(urgent_case, stranger)[name]()

    assert ReviewCase.objects.get().version == 1


@pytest.mark.parametrize("name", [name for name in MOVES if name != "reopen"])
def test_a_closed_case_can_only_be_reopened(name, review_case, dr_cho):
    case = reviews.decide(by=dr_cho, case=review_case, version=1, reason="treated")

    with pytest.raises(MoveNotLegal) as refused:
        every_move(case, dr_cho)[name]()

    assert refused.value.extra["moves"] == ["reopen"]


def test_the_same_harmless_finding_after_an_expected_course_joins_the_closed_case(
    review_case, dr_cho, ana, her_toxin, a_report
):
    reviews.decide(by=dr_cho, case=review_case, version=1, reason="expected_course")

    again = submit_check_in(
        by=ana, treatment=her_toxin, report=a_report("brow", "left", brow_droop=4)
    )
    assert ReviewCase.objects.count() == 1
    assert again.case.events.last().action == "reported_again"

    worse = submit_check_in(
        by=ana, treatment=her_toxin, report=a_report("brow", "left", brow_droop=7)
    )
    assert worse.case.previous == review_case


def test_a_case_is_given_to_a_colleague_who_is_told(urgent_case, coordinator_a, dr_cho, lead_a):
    Notification.objects.all().delete()

    case = reviews.assign(by=coordinator_a, case=urgent_case, version=1, to=dr_cho)

    given = case.events.last().detail["to"]
    assert (case.assigned_to, given) == (dr_cho, str(dr_cho.pk))
    assert Notification.objects.get().address == dr_cho.email
    passed_on = reviews.assign(by=dr_cho, case=case, version=2, to=lead_a)
    assert passed_on.assigned_to == lead_a


@pytest.mark.parametrize("who", ["dr_dia", "coordinator_a", "removed_doctor", "ana"])
def test_a_case_is_given_to_no_one_who_may_not_decide_here(request, urgent_case, dr_cho, who):
    stranger = request.getfixturevalue(who)

    with pytest.raises(Invalid):
        reviews.assign(by=dr_cho, case=urgent_case, version=1, to=stranger)
    with pytest.raises(Invalid):
        opinions.ask_opinion(
            by=dr_cho, case=urgent_case, version=1, to=stranger, question="?", wanted_by=soon()
        )
    assert ReviewCase.objects.get().version == 1


def asked(case, by, to):
    return opinions.ask_opinion(
        by=by, case=case, version=case.version, to=to, question="A nerve?", wanted_by=soon()
    )


def test_a_second_opinion_stands_beside_the_first_view_and_moves_nothing(
    urgent_case, dr_cho, lead_a
):
    before = urgent_case.due_at
    Notification.objects.all().delete()

    case = asked(urgent_case, dr_cho, lead_a)
    assert (case.assigned_to, case.due_at, case.acknowledged_at) == (None, before, None)
    assert Notification.objects.get().address == lead_a.email

    given = opinions.give_opinion(by=lead_a, case=case, version=2, text="Swelling, I think.")
    assert given.opinion is None
    assert [(each.action, each.by, each.note) for each in given.events.all()][1:] == [
        ("second-opinion", dr_cho, "A nerve?"),
        ("give-opinion", lead_a, "Swelling, I think."),
    ]
    assert Notification.objects.filter(address=dr_cho.email).exists()


def test_nobody_else_gives_it_and_nobody_asks_herself(urgent_case, dr_cho, lead_a):
    with pytest.raises(Invalid):
        asked(urgent_case, dr_cho, dr_cho)
    with pytest.raises(MoveNotLegal):
        opinions.give_opinion(by=lead_a, case=urgent_case, version=1, text="unasked")
    case = asked(urgent_case, dr_cho, lead_a)

    with pytest.raises(NotAllowed):
        opinions.give_opinion(by=dr_cho, case=case, version=2, text="my own")


def test_a_visit_is_told_on_her_clock_and_in_her_language(urgent_case, dr_cho, ana_patient):
    ana_patient.time_zone = "Europe/Madrid"
    ana_patient.save()
    urgent_case.treatment.patient.refresh_from_db()
    at = datetime(2099, 6, 1, 9, 30, tzinfo=UTC)

    reviews.book(by=dr_cho, case=urgent_case, version=1, at=at, text="Bring your card.")

    said = Message.objects.get().text
    assert "Monday 1 June, 11:30" in said
    assert "+44 20 7946 0101" in said
    assert said.endswith("Bring your card.")


def test_without_a_time_she_is_asked_to_call(urgent_case, dr_cho):
    case = reviews.book(by=dr_cho, case=urgent_case, version=1)

    assert "call us" in Message.objects.get().text
    assert case.acknowledged_by == dr_cho
    with pytest.raises(Invalid):
        reviews.book(by=dr_cho, case=case, version=2, at=timezone.now() - timedelta(hours=1))
