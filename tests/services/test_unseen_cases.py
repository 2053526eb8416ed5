"""A case that nobody sees in time tells the team half-way, the lead when over time, once each."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.cast import treat
from tracker.models import AuditEvent, Membership, Notification, Role
from tracker.services.check_ins import submit_check_in
from tracker.services.reviews import acknowledge, claim
from tracker.services.unseen_cases import MOST_CALLS, chase_unseen

LONDON = ZoneInfo("Europe/London")
TUESDAY_10 = datetime(2026, 11, 24, 10, tzinfo=LONDON)
FRIDAY_16 = datetime(2026, 11, 27, 16, tzinfo=LONDON)
LOST = {"touch_felt": False, "movement_normal": True}


@pytest.fixture
def flagged_at(ana, ana_patient, a_report):
    """flagged_at(moment, **symptom): her case of that moment; without a symptom it is urgent."""

    def flag(moment, **said):
        with time_machine.travel(moment, tick=False):
            hers = treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=72)
            if said:
                report = a_report("brow", "left", **said)
            else:
                report = a_report("cheek", "left", numbness=4, answers=LOST)
            case = submit_check_in(by=ana, treatment=hers, report=report).case
            Notification.objects.all().delete()
            return case

    return flag


def told():
    return sorted(Notification.objects.values_list("address", flat=True))


def test_half_way_the_whole_team_is_told_once(flagged_at, dr_cho, lead_a, dr_dia, coordinator_a):
    case = flagged_at(TUESDAY_10)

    assert chase_unseen(TUESDAY_10 + timedelta(minutes=59)) == 0
    assert chase_unseen(TUESDAY_10 + timedelta(minutes=60)) == 1
    assert chase_unseen(TUESDAY_10 + timedelta(minutes=61)) == 0

    assert told() == ["dr.cho@example.org", "lead.a@example.org"]
    assert case.events.last().action == "half_way"
    assert AuditEvent.objects.filter(action="case.half_way").count() == 1


def test_half_way_the_team_is_told_though_a_coordinator_holds_it_and_not_once_a_clinician_does(
    flagged_at, dr_cho, lead_a, dr_dia, coordinator_a
):
    case = flagged_at(TUESDAY_10)
    with time_machine.travel(TUESDAY_10, tick=False):
        held = claim(by=coordinator_a, case=case, version=case.version)
        assert chase_unseen(TUESDAY_10 + timedelta(minutes=60)) == 1
        assert told() == ["dr.cho@example.org", "lead.a@example.org"]

        other = flagged_at(TUESDAY_10 + timedelta(minutes=1))
        claim(by=dr_cho, case=other, version=other.version)
    assert held.pk != other.pk
    assert chase_unseen(TUESDAY_10 + timedelta(minutes=62)) == 0


def test_half_way_who_decides_at_another_clinic_alone_is_no_clinician_of_this_case(
    flagged_at, dr_cho, lead_a, dr_dia, clinic_a
):
    Membership.objects.create(user=dr_dia, clinic=clinic_a, role=Role.COORDINATOR)
    case = flagged_at(TUESDAY_10)
    with time_machine.travel(TUESDAY_10, tick=False):
        claim(by=dr_dia, case=case, version=case.version)

    assert chase_unseen(TUESDAY_10 + timedelta(minutes=60)) == 1
    assert told() == ["dr.cho@example.org", "lead.a@example.org"]


def test_over_time_a_coordinator_who_holds_it_is_told_beside_the_lead(
    flagged_at, lead_a, coordinator_a
):
    case = flagged_at(TUESDAY_10)
    with time_machine.travel(TUESDAY_10, tick=False):
        claim(by=coordinator_a, case=case, version=case.version)

    assert chase_unseen(TUESDAY_10 + timedelta(hours=2)) == 1
    assert told() == sorted([coordinator_a.email, lead_a.email])


def test_over_time_the_lead_is_told_and_not_the_whole_team(flagged_at, dr_cho, lead_a):
    case = flagged_at(TUESDAY_10)

    assert chase_unseen(TUESDAY_10 + timedelta(hours=2)) == 1
    assert chase_unseen(TUESDAY_10 + timedelta(hours=9)) == 0

    assert told() == ["lead.a@example.org"]
    event = case.events.last()
    assert (event.action, event.detail["told"]) == ("overdue", [str(lead_a.pk)])


def test_where_there_is_no_lead_every_clinician_is_told(flagged_at, dr_cho, dr_dia):
    flagged_at(TUESDAY_10)

    chase_unseen(TUESDAY_10 + timedelta(hours=2))

    assert told() == ["dr.cho@example.org"]


def test_who_holds_the_case_is_told_too_when_it_is_over_time(flagged_at, dr_cho, lead_a):
    case = flagged_at(TUESDAY_10)
    with time_machine.travel(TUESDAY_10, tick=False):
        claim(by=dr_cho, case=case, version=case.version)

    assert chase_unseen(TUESDAY_10 + timedelta(minutes=90)) == 0, "somebody holds it"
    assert chase_unseen(TUESDAY_10 + timedelta(hours=2)) == 1
    assert told() == ["dr.cho@example.org", "lead.a@example.org"]


def test_what_was_seen_calls_nobody(flagged_at, dr_cho, lead_a):
    case = flagged_at(TUESDAY_10)
    with time_machine.travel(TUESDAY_10, tick=False):
        acknowledge(by=dr_cho, case=case, version=case.version)

    assert chase_unseen(TUESDAY_10 + timedelta(days=1)) == 0


def test_the_night_and_the_weekend_are_not_counted(flagged_at, dr_cho, lead_a):
    flagged_at(FRIDAY_16)  # an hour before closing: due on Monday at 10

    monday = datetime(2026, 11, 30, 9, tzinfo=LONDON)
    assert chase_unseen(FRIDAY_16 + timedelta(minutes=59)) == 0
    assert chase_unseen(FRIDAY_16 + timedelta(hours=1)) == 1, "half of the opening time is gone"
    assert chase_unseen(monday + timedelta(minutes=59)) == 0
    assert chase_unseen(monday + timedelta(hours=1)) == 1


def test_a_review_is_quiet_until_it_is_over_time(flagged_at, dr_cho, lead_a):
    flagged_at(TUESDAY_10, brow_droop=4)

    assert chase_unseen(TUESDAY_10 + timedelta(hours=23)) == 0
    assert chase_unseen(TUESDAY_10 + timedelta(hours=24)) == 1
    assert told() == ["lead.a@example.org"]


def test_an_emergency_calls_again_until_somebody_looks_and_not_for_ever(flagged_at, lead_a):
    case = flagged_at(TUESDAY_10, difficulty_breathing=5)
    assert case.urgency == "emergency"

    quarters = [chase_unseen(TUESDAY_10 + timedelta(minutes=15 * n)) for n in range(1, 20)]

    assert quarters == [1] * MOST_CALLS + [0] * (19 - MOST_CALLS)
    assert len(told()) == MOST_CALLS


def test_a_new_flag_starts_the_clock_and_its_steps_anew(flagged_at, ana, a_report, dr_cho, lead_a):
    case = flagged_at(TUESDAY_10)
    chase_unseen(TUESDAY_10 + timedelta(hours=2))
    with time_machine.travel(TUESDAY_10 + timedelta(hours=3), tick=False):
        case.refresh_from_db()
        case = acknowledge(by=dr_cho, case=case, version=case.version)
        more = a_report("chin", "left", numbness=6, answers=LOST)
        submit_check_in(by=ana, treatment=case.treatment, report=more)

    assert chase_unseen(TUESDAY_10 + timedelta(hours=3, minutes=59)) == 0
    assert chase_unseen(TUESDAY_10 + timedelta(hours=4)) == 1
    assert chase_unseen(TUESDAY_10 + timedelta(hours=5)) == 1
    assert [each.action for each in case.events.all()][-2:] == ["half_way", "overdue"]
