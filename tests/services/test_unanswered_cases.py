"""A case that was seen and then lies still calls again, until it is answered and decided."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.cast import treat
from tracker.models import AuditEvent, Notification, ReviewCase
from tracker.records.worklist import cases_in
from tracker.services import reviews
from tracker.services.check_ins import submit_check_in
from tracker.services.messages import send_message
from tracker.services.opinions import ask_opinion
from tracker.services.snoozes import wake_snoozed
from tracker.services.unanswered_cases import chase_unanswered
from tracker.services.unanswered_requests import chase_photo_requests
from tracker.services.undoing import undo

LONDON = ZoneInfo("Europe/London")
TUESDAY_10 = datetime(2026, 11, 24, 10, tzinfo=LONDON)
FRIDAY_16 = datetime(2026, 11, 27, 16, tzinfo=LONDON)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LOST = {"touch_felt": False, "movement_normal": True}


@pytest.fixture
def seen_at(ana, ana_patient, a_report, dr_cho):
    """seen_at(moment, **symptom): her case, seen at once; without a symptom it is urgent."""

    def see(moment, **said):
        with time_machine.travel(moment, tick=False):
            hers = treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=72)
            place = ("brow", "left") if said else ("cheek", "left")
            report = a_report(*place, **(said or {"numbness": 4, "answers": LOST}))
            case = submit_check_in(by=ana, treatment=hers, report=report).case
        return do(moment, "acknowledge", case, dr_cho)

    return see


def do(moment, move, case, by, **said):
    """One of the clinician's moves at a time; no mail of before is left."""
    case.refresh_from_db()
    with time_machine.travel(moment, tick=False):
        getattr(reviews, move)(by=by, case=case, version=case.version, **said)
    Notification.objects.all().delete()
    case.refresh_from_db()
    return case


def told():
    return sorted(Notification.objects.values_list("address", flat=True))


def test_an_urgent_case_seen_and_left_calls_the_team_half_way_and_the_lead_after_it(
    seen_at, dr_cho, lead_a, dr_dia, coordinator_a
):
    case = seen_at(TUESDAY_10)

    assert chase_unanswered(TUESDAY_10 + 59 * MINUTE) == 0
    assert chase_unanswered(TUESDAY_10 + HOUR) == 1
    assert case.events.last().action == "answer_half_way"
    assert told() == ["dr.cho@example.org", "lead.a@example.org"]
    assert chase_unanswered(TUESDAY_10 + 119 * MINUTE) == 0
    assert chase_unanswered(TUESDAY_10 + 2 * HOUR) == 1
    assert chase_unanswered(TUESDAY_10 + 3 * DAY) == 0

    event = case.events.last()
    assert event.action == "answer_overdue"
    assert set(event.detail["told"]) == {str(dr_cho.pk), str(lead_a.pk)}
    trail = AuditEvent.objects.filter(action__startswith="case.answer_")
    assert [(each.action, each.actor) for each in trail] == [
        ("case.answer_half_way", None),
        ("case.answer_overdue", None),
    ]


def test_it_stands_under_over_time_until_somebody_acts(seen_at, dr_cho, lead_a, dr_dia):
    case = seen_at(TUESDAY_10)
    chase_unanswered(TUESDAY_10 + 2 * HOUR)

    assert list(cases_in(lead_a, view="over_time")) == [case]
    assert list(cases_in(dr_dia, view="over_time")) == []
    do(TUESDAY_10 + 3 * HOUR, "claim", case, dr_cho)
    assert list(cases_in(lead_a, view="over_time")) == []
    assert chase_unanswered(TUESDAY_10 + 5 * HOUR - MINUTE) == 0
    assert chase_unanswered(TUESDAY_10 + 5 * HOUR) == 1


def test_whose_case_it_is_is_told_and_not_the_team_half_way(seen_at, dr_cho, lead_a, ana):
    case = seen_at(TUESDAY_10)
    do(TUESDAY_10, "claim", case, dr_cho)

    assert chase_unanswered(TUESDAY_10 + HOUR) == 0
    assert chase_unanswered(TUESDAY_10 + 2 * HOUR) == 1
    assert told() == ["dr.cho@example.org", "lead.a@example.org"]


def test_the_clock_pauses_while_the_clinic_is_closed(seen_at, lead_a):
    seen_at(FRIDAY_16)

    assert chase_unanswered(FRIDAY_16 + 2 * DAY) == 1  # half-way: the hour till five
    assert chase_unanswered(datetime(2026, 11, 30, 9, 59, tzinfo=LONDON)) == 0
    assert chase_unanswered(datetime(2026, 11, 30, 10, tzinfo=LONDON)) == 1


def test_an_emergency_calls_each_quarter_of_an_hour_also_at_night(seen_at, ana, dr_cho, lead_a):
    case = seen_at(TUESDAY_10)
    case.urgency, case.rank = "emergency", 4
    case.save()
    night = TUESDAY_10 + 12 * HOUR
    do(night, "acknowledge", case, dr_cho)

    assert chase_unanswered(night + 8 * MINUTE) == 1
    for quarter in range(1, 13):
        assert chase_unanswered(night + quarter * 15 * MINUTE) == 1
        assert chase_unanswered(night + quarter * 15 * MINUTE + MINUTE) == 0
    assert chase_unanswered(night + DAY) == 0


def test_once_the_patient_is_answered_the_time_of_the_level_below_runs(seen_at, dr_cho, lead_a):
    case = seen_at(TUESDAY_10)
    do(TUESDAY_10 + HOUR, "message", case, dr_cho, text="Please come in at four.")

    assert chase_unanswered(TUESDAY_10 + HOUR + DAY - MINUTE) == 0
    assert chase_unanswered(TUESDAY_10 + HOUR + DAY) == 1
    assert case.events.last().action == "answer_overdue"


def test_what_was_written_on_the_record_is_an_answer_too(seen_at, dr_cho, lead_a):
    case, at = seen_at(TUESDAY_10), TUESDAY_10 + HOUR
    with time_machine.travel(at, tick=False):
        send_message(by=dr_cho, treatment=case.treatment, client_id=uuid4(), text="Come in.")

    assert chase_unanswered(at + DAY - MINUTE) == 0
    assert chase_unanswered(at + DAY) == 1
    assert cases_in(lead_a, view="over_time").exists()
    send_message(by=dr_cho, treatment=case.treatment, client_id=uuid4(), text="Please come in.")
    assert not cases_in(lead_a, view="over_time").exists()


def test_a_new_flag_has_to_be_seen_and_answered_anew(seen_at, ana, dr_cho, a_report, lead_a):
    case, at = seen_at(TUESDAY_10), TUESDAY_10 + HOUR
    do(TUESDAY_10, "message", case, dr_cho, text="Please come in at four.")
    with time_machine.travel(at, tick=False):
        report = a_report("chin", numbness=6, answers=LOST)
        submit_check_in(by=ana, treatment=case.treatment, report=report)
    assert chase_unanswered(at + DAY) == 0  # nobody has seen it: its first clock calls
    do(at, "acknowledge", case, dr_cho)

    assert chase_unanswered(at + HOUR) == 1
    assert case.events.last().action == "answer_half_way"


def test_a_review_is_quiet_until_a_working_day_has_gone(seen_at, lead_a):
    assert seen_at(TUESDAY_10, brow_droop=4).urgency == "review"

    assert chase_unanswered(TUESDAY_10 + DAY - MINUTE) == 0
    assert chase_unanswered(TUESDAY_10 + DAY) == 1


def test_a_visit_is_waited_for(seen_at, dr_cho):
    case = seen_at(TUESDAY_10)
    do(TUESDAY_10, "book", case, dr_cho, at=TUESDAY_10 + 2 * DAY)

    assert chase_unanswered(TUESDAY_10 + 3 * DAY - MINUTE) == 0
    assert chase_unanswered(TUESDAY_10 + 3 * DAY) == 1


def test_what_was_escalated_waits_for_the_colleague_and_calls_again_where_nobody_came(
    seen_at, dr_cho, lead_a
):
    case = seen_at(TUESDAY_10)
    wanted = TUESDAY_10 + 3 * HOUR
    do(TUESDAY_10, "escalate", case, dr_cho, to="lead", reason="Look", wanted_by=wanted)

    assert chase_unanswered(wanted + 2 * HOUR - MINUTE) == 0
    assert chase_unanswered(wanted + 2 * HOUR) == 1
    assert chase_unanswered(wanted + DAY) == 0
    assert set(case.events.last().detail["told"]) == {str(dr_cho.pk), str(lead_a.pk)}
    assert list(cases_in(lead_a, view="over_time")) == [case]


def test_an_opinion_that_did_not_come_does_not_let_the_case_lie(seen_at, dr_cho, lead_a):
    case = seen_at(TUESDAY_10)
    asked = {"to": lead_a, "question": "A nerve?", "wanted_by": TUESDAY_10 + 30 * MINUTE}
    with time_machine.travel(TUESDAY_10, tick=False):
        case = ask_opinion(by=dr_cho, case=case, version=case.version, **asked)

    assert chase_unanswered(TUESDAY_10 + 29 * MINUTE) == 0
    assert chase_unanswered(TUESDAY_10 + 30 * MINUTE + 2 * HOUR) == 1
    assert case.events.last().action == "answer_overdue"


def test_a_colleague_who_took_it_starts_the_time_anew(seen_at, dr_cho, lead_a):
    case = seen_at(TUESDAY_10)
    wanted = TUESDAY_10 + HOUR
    do(TUESDAY_10, "escalate", case, dr_cho, to="lead", reason="Look", wanted_by=wanted)
    do(TUESDAY_10 + 2 * HOUR, "claim", case, lead_a)

    assert chase_unanswered(TUESDAY_10 + 4 * HOUR - MINUTE) == 0
    assert chase_unanswered(TUESDAY_10 + 4 * HOUR) == 1


def test_who_waits_for_a_photo_waits_and_is_told_a_day_after_it_did_not_come(
    seen_at, dr_cho, lead_a
):
    case, wanted = seen_at(TUESDAY_10), TUESDAY_10 + 6 * HOUR
    do(TUESDAY_10, "request_photo", case, dr_cho, view="front_rest", wanted_by=wanted)

    assert chase_unanswered(TUESDAY_10 + 5 * HOUR) == 0
    with time_machine.travel(wanted, tick=False):
        chase_photo_requests(wanted)
    assert ReviewCase.objects.get().status == "open"
    assert chase_unanswered(wanted + DAY - MINUTE) == 0
    assert chase_unanswered(wanted + DAY) == 1


def test_a_snooze_that_ended_starts_the_time_anew(seen_at, dr_cho):
    case, until = seen_at(TUESDAY_10), TUESDAY_10 + 119 * MINUTE
    do(TUESDAY_10, "snooze", case, dr_cho, until=until, reason="In theatre")

    assert chase_unanswered(until) == 0
    with time_machine.travel(until, tick=False):
        wake_snoozed(until)
    assert chase_unanswered(until + 59 * MINUTE) == 0
    assert chase_unanswered(until + 2 * HOUR) == 1


def test_a_word_of_the_patient_is_no_step_of_the_clinic(seen_at, ana, dr_cho):
    case = do(TUESDAY_10, "claim", seen_at(TUESDAY_10), dr_cho)
    with time_machine.travel(TUESDAY_10 + HOUR, tick=False):
        send_message(by=ana, treatment=case.treatment, client_id=uuid4(), text="Still numb.")

    assert chase_unanswered(TUESDAY_10 + 2 * HOUR) == 1


def test_a_case_that_was_decided_or_never_seen_is_left_alone(
    seen_at, dr_cho, ben, his_toxin, a_report
):
    case = seen_at(TUESDAY_10)
    contact = {"at": TUESDAY_10, "how": "phone", "outcome": "Comes in at four"}
    do(TUESDAY_10 + HOUR, "decide", case, dr_cho, reason="treated", contact=contact)
    submit_check_in(by=ben, treatment=his_toxin, report=a_report("cheek", numbness=4, answers=LOST))

    assert chase_unanswered(TUESDAY_10 + 30 * DAY) == 0


def test_what_is_taken_back_leaves_it_over_time(seen_at, dr_cho, lead_a):
    case = seen_at(TUESDAY_10)
    chase_unanswered(TUESDAY_10 + 2 * HOUR)
    case = do(TUESDAY_10 + 3 * HOUR, "claim", case, dr_cho)
    with time_machine.travel(TUESDAY_10 + 3 * HOUR, tick=False):
        undo(by=dr_cho, case=case, version=case.version)

    assert list(cases_in(lead_a, view="over_time")) == [case]
