"""Nobody's case becomes invisible: who is away or gone, her cases are somebody else's at once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from tests.conftest import member
from tracker.errors import Invalid, MoveNotLegal, NotAllowed
from tracker.models import Absence, AuditEvent, Membership, Notification, ReviewCase, Role
from tracker.records.queries import colleagues_who_decide
from tracker.services import reviews
from tracker.services.absences import end_absence, set_absence
from tracker.services.case_opening import Finding, raise_case
from tracker.services.handovers import give_all, held_by, sweep_handovers
from tracker.services.members import remove, take_role
from tracker.services.opinions import ask_opinion
from tracker.services.unseen_cases import chase_unseen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def dr_eve(clinic_a):
    return member("dr.eve", clinic_a, Role.DERMATOLOGIST)


@pytest.fixture
def hers(urgent_case, dr_cho):
    """Dr Cho's: claimed, seen, and put aside."""
    case = reviews.claim(by=dr_cho, case=urgent_case, version=urgent_case.version)
    case = reviews.acknowledge(by=dr_cho, case=case, version=case.version)
    until = timezone.now() + timedelta(minutes=1)
    case = reviews.snooze(by=dr_cho, case=case, version=case.version, until=until, reason="lunch")
    Notification.objects.all().delete()
    return case


def away(by, clinic, user, stand_in=None, first=0, last=3):
    today = timezone.now().astimezone(ZoneInfo(clinic.time_zone)).date()
    return set_absence(
        by=by, clinic=clinic, user=user, first=today + first * DAY, last=today + last * DAY,
        stand_in=stand_in,
    )  # fmt: skip


def told():
    return sorted(Notification.objects.values_list("address", flat=True))


def last(case):
    return case.events.last()


def test_who_leaves_leaves_an_open_case_in_the_queue_with_a_clock_that_runs(
    hers, admin_a, dr_cho, lead_a, clinic_a
):
    remove(by=admin_a, clinic=clinic_a, user=dr_cho)

    hers.refresh_from_db()
    assert (hers.assigned_to, hers.status, hers.snoozed_until) == (None, "open", None)
    assert hers.acknowledged_at is None and hers.due_at > timezone.now()
    event = last(hers)
    assert (event.action, event.by, event.from_status) == ("returned", admin_a, "snoozed")
    assert event.detail["because"] == "left" and event.detail["from"] == str(dr_cho.pk)
    assert told() == ["lead.a@example.org"]
    assert AuditEvent.objects.filter(action="case.handed_over", subject_id=hers.pk).count() == 1


def test_who_leaves_may_leave_it_to_a_colleague(hers, admin_a, dr_cho, dr_eve, clinic_a):
    version = hers.version

    remove(by=admin_a, clinic=clinic_a, user=dr_cho, to=dr_eve)

    hers.refresh_from_db()
    assert (hers.assigned_to, hers.version) == (dr_eve, version + 1)
    assert last(hers).action == "handed_over" and hers.has_news
    assert told() == ["dr.eve@example.org"]


@pytest.mark.parametrize("who", ["coordinator_a", "dr_dia", "dr_cho", "admin_a", "removed_doctor"])
def test_nobody_takes_over_who_may_not_decide_here(request, hers, admin_a, dr_cho, clinic_a, who):
    with pytest.raises(Invalid):
        remove(by=admin_a, clinic=clinic_a, user=dr_cho, to=request.getfixturevalue(who))

    hers.refresh_from_db()
    assert hers.assigned_to == dr_cho
    assert Membership.objects.filter(user=dr_cho, ended_at=None).exists(), "nothing was done"


def test_taking_the_last_role_with_patients_moves_the_cases_too(
    hers, admin_a, dr_cho, lead_a, clinic_a
):
    Membership.objects.create(user=dr_cho, clinic=clinic_a, role=Role.ADMINISTRATOR)

    take_role(by=admin_a, clinic=clinic_a, user=dr_cho, role=Role.DERMATOLOGIST)

    hers.refresh_from_db()
    assert hers.assigned_to is None


def test_days_away_that_begin_today_move_the_cases_at_once(hers, dr_cho, dr_eve, clinic_a):
    away(dr_cho, clinic_a, dr_cho, stand_in=dr_eve)

    hers.refresh_from_db()
    assert (hers.assigned_to, hers.status) == (dr_eve, "open")
    assert last(hers).detail["because"] == "absent" and last(hers).by is None


def test_days_to_come_move_them_when_they_begin_and_only_then(hers, dr_cho, lead_a, clinic_a):
    away(dr_cho, clinic_a, dr_cho, first=2, last=4)
    begins = Absence.objects.get().starts_at

    assert sweep_handovers(begins - timedelta(seconds=1)) == 0
    assert sweep_handovers(begins) == 1
    assert sweep_handovers(begins) == 0, "a second round finds nothing"
    hers.refresh_from_db()
    assert hers.assigned_to is None


def test_the_sweep_finds_what_nobody_said(hers, dr_cho, lead_a):
    """A role ended behind every service, in the database itself."""
    Membership.objects.filter(user=dr_cho).update(ended_at=timezone.now())

    assert sweep_handovers() == 1
    hers.refresh_from_db()
    assert hers.assigned_to is None


def test_a_stand_in_who_is_gone_too_leaves_it_to_the_queue_and_hers_goes_on_to_the_next(
    hers, dr_cho, dr_eve, lead_a, clinic_a
):
    away(dr_cho, clinic_a, dr_cho, stand_in=dr_eve, first=1)
    tomorrow = timezone.now() + DAY
    Absence.objects.create(
        clinic=clinic_a, user=dr_eve, starts_at=timezone.now(), ends_at=tomorrow + DAY,
        stand_in=lead_a,
    )  # fmt: skip

    sweep_handovers(Absence.objects.get(user=dr_cho).starts_at)

    hers.refresh_from_db()
    assert hers.assigned_to == lead_a


def test_two_who_stand_in_for_each_other_end_in_the_queue(hers, dr_cho, dr_eve, lead_a, clinic_a):
    now = timezone.now()
    for one, other in ((dr_cho, dr_eve), (dr_eve, dr_cho)):
        Absence.objects.create(
            clinic=clinic_a, user=one, stand_in=other, starts_at=now, ends_at=now + DAY
        )

    assert sweep_handovers() == 1
    hers.refresh_from_db()
    assert hers.assigned_to is None


def test_an_escalation_to_who_is_away_goes_to_her_stand_in_or_to_the_lead(
    urgent_case, dr_cho, dr_eve, lead_a, clinic_a
):
    soon = timezone.now() + timedelta(hours=1)
    case = reviews.escalate(
        by=dr_cho, case=urgent_case, version=urgent_case.version, to=dr_eve, reason="?",
        wanted_by=soon,
    )  # fmt: skip
    absence = away(dr_eve, clinic_a, dr_eve, stand_in=lead_a)
    case.refresh_from_db()
    assert case.escalation["to"] == str(lead_a.pk)
    assert (case.assigned_to, last(case).action) == (dr_cho, "redirected")
    end_absence(by=dr_eve, absence=absence)

    Membership.objects.filter(user=lead_a).update(ended_at=timezone.now())
    sweep_handovers()

    case.refresh_from_db()
    assert case.escalation["to"] == "lead"


def test_a_second_opinion_moves_on_and_never_back_to_who_asked(
    urgent_case, dr_cho, dr_eve, clinic_a
):
    soon = timezone.now() + timedelta(hours=1)
    case = ask_opinion(
        by=dr_cho, case=urgent_case, version=urgent_case.version, to=dr_eve, question="nerve?",
        wanted_by=soon,
    )  # fmt: skip
    Notification.objects.all().delete()

    away(dr_eve, clinic_a, dr_eve, stand_in=dr_cho)

    case.refresh_from_db()
    assert case.opinion is None
    assert told() == ["dr.cho@example.org"], "she may ask another one"


def test_what_is_closed_stays_whose_it_was(hers, admin_a, dr_cho, clinic_a):
    contact = {"at": timezone.now().isoformat(), "how": "phone", "outcome": "well"}
    case = reviews.decide(
        by=dr_cho, case=hers, version=hers.version, reason="treated", contact=contact
    )
    remove(by=admin_a, clinic=clinic_a, user=dr_cho)

    case.refresh_from_db()
    assert (case.assigned_to, case.status) == (dr_cho, "closed")


def test_a_reminder_goes_to_who_is_there_or_stands_in(
    urgent_case, dr_cho, dr_eve, lead_a, clinic_a
):
    away(lead_a, clinic_a, lead_a, stand_in=dr_eve)
    Notification.objects.all().delete()

    assert chase_unseen(urgent_case.due_at) == 1
    assert told() == ["dr.eve@example.org"]
    assert last(urgent_case).detail["told"] == [str(dr_eve.pk)]


def test_where_every_clinician_is_away_all_of_them_hear_it(urgent_case, dr_cho, lead_a, clinic_a):
    for each in (dr_cho, lead_a):
        away(each, clinic_a, each)
    Notification.objects.all().delete()

    chase_unseen(urgent_case.due_at)

    assert told() == ["dr.cho@example.org", "lead.a@example.org"]


def test_nothing_is_given_to_who_is_away_and_she_takes_nothing(
    urgent_case, dr_cho, dr_eve, clinic_a
):
    away(dr_eve, clinic_a, dr_eve)

    assert list(colleagues_who_decide(urgent_case)) == [dr_cho]
    with pytest.raises(Invalid):
        reviews.assign(by=dr_cho, case=urgent_case, version=urgent_case.version, to=dr_eve)
    with pytest.raises(Invalid):
        reviews.claim(by=dr_eve, case=urgent_case, version=urgent_case.version)


def test_a_colleague_who_is_away_too_keeps_nobody_from_standing_in(
    dr_cho, dr_eve, lead_a, clinic_a
):
    away(lead_a, clinic_a, lead_a)

    assert away(dr_cho, clinic_a, dr_cho, stand_in=dr_eve).stand_in == dr_eve


def test_she_who_is_back_takes_cases_again(urgent_case, dr_eve, clinic_a):
    absence = away(dr_eve, clinic_a, dr_eve)
    for _again in range(2):
        end_absence(by=dr_eve, absence=absence)

    assert (
        reviews.claim(by=dr_eve, case=urgent_case, version=urgent_case.version).assigned_to
        == dr_eve
    )
    assert list(AuditEvent.objects.filter(subject="absence").values_list("action", flat=True)) == [
        "absence.set",
        "absence.ended",
    ]


def test_her_own_open_cases_are_handed_over_in_one_go(hers, dr_cho, dr_eve, clinic_a):
    assert give_all(by=dr_cho, clinic=clinic_a, to=dr_eve) == 1

    hers.refresh_from_db()
    assert hers.assigned_to == dr_eve
    assert (last(hers).by, last(hers).detail["because"]) == (dr_cho, "given")


def test_who_leaves_one_clinic_keeps_her_cases_at_the_other(
    admin_a, both_clinics_doctor, urgent_case, cleos_filler, clinic_a
):
    there = raise_case(cleos_filler, Finding("review", "Odd", "colleague"))
    for case in (urgent_case, there):
        reviews.claim(by=both_clinics_doctor, case=case, version=case.version)

    remove(by=admin_a, clinic=clinic_a, user=both_clinics_doctor)

    held = dict(ReviewCase.objects.values_list("pk", "assigned_to"))
    assert held == {urgent_case.pk: None, there.pk: both_clinics_doctor.pk}


def test_what_she_holds_is_counted_at_each_clinic(
    both_clinics_doctor, urgent_case, clinic_a, clinic_b
):
    reviews.claim(by=both_clinics_doctor, case=urgent_case, version=urgent_case.version)

    held = [held_by(both_clinics_doctor, clinic.pk) for clinic in (clinic_a, clinic_b)]
    assert held == [1, 0]


def test_a_stranger_hands_nothing_over(hers, dr_dia, clinic_a):
    with pytest.raises(NotAllowed):
        give_all(by=dr_dia, clinic=clinic_a, to=None)


def test_who_was_about_to_move_it_is_told_that_it_changed(hers, admin_a, dr_cho, lead_a, clinic_a):
    remove(by=admin_a, clinic=clinic_a, user=dr_cho)

    with pytest.raises((NotAllowed, MoveNotLegal)):
        reviews.acknowledge(by=dr_cho, case=hers, version=hers.version)


def test_days_away_are_whole_days_by_the_clinics_clock(dr_cho, clinic_a):
    clinic_a.time_zone = "Pacific/Auckland"
    clinic_a.save()
    with time_machine.travel(datetime(2026, 9, 26, 14, tzinfo=ZoneInfo("UTC")), tick=False):
        absence = away(dr_cho, clinic_a, dr_cho, first=0, last=0)

    zone = ZoneInfo("Pacific/Auckland")  # the clocks change that night
    assert absence.starts_at == datetime(2026, 9, 27, tzinfo=zone)
    assert absence.ends_at.astimezone(zone).replace(tzinfo=None) == datetime(2026, 9, 28)


@pytest.mark.parametrize(
    ("days", "field"), [((2, 1), "last"), ((-3, -1), "last"), ((0, 400), "last")]
)
def test_days_that_cannot_be_are_refused(dr_cho, clinic_a, days, field):
    with pytest.raises(Invalid) as refused:
        away(dr_cho, clinic_a, dr_cho, first=days[0], last=days[1])

    assert field in refused.value.fields


def test_the_same_days_are_marked_once(dr_cho, clinic_a):
    away(dr_cho, clinic_a, dr_cho, first=1, last=4)

    with pytest.raises(Invalid):
        away(dr_cho, clinic_a, dr_cho, first=4, last=6)
    away(dr_cho, clinic_a, dr_cho, first=5, last=6)


def test_a_stand_in_is_there_on_those_days_and_may_decide(
    dr_cho, dr_eve, coordinator_a, dr_dia, clinic_a
):
    away(dr_eve, clinic_a, dr_eve, first=3, last=5)
    for unfit in (dr_eve, coordinator_a, dr_dia, dr_cho):
        with pytest.raises(Invalid):
            away(dr_cho, clinic_a, dr_cho, stand_in=unfit, first=2, last=4)


def test_days_are_marked_by_herself_a_lead_or_an_administrator(
    dr_cho, dr_eve, lead_a, admin_a, coordinator_a, dr_dia, clinic_a
):
    for n, keeper in enumerate((dr_cho, lead_a, admin_a)):
        away(keeper, clinic_a, dr_cho, first=10 * n + 1, last=10 * n + 2)
    for stranger in (dr_eve, coordinator_a, dr_dia):
        with pytest.raises(NotAllowed):
            away(stranger, clinic_a, dr_cho, first=50, last=51)
        with pytest.raises(NotAllowed):
            end_absence(by=stranger, absence=Absence.objects.first())


def test_a_sweep_that_was_cut_short_and_gone_on_with_sends_one_letter(
    hers, his_toxin, dr_cho, dr_eve, clinic_a
):
    """The second run finds the first one's letter waiting: it says the same of all her cases."""
    other = raise_case(his_toxin, Finding("review", "Odd", "colleague"))
    away(dr_cho, clinic_a, dr_cho, stand_in=dr_eve)
    assert told() == ["dr.eve@example.org"]
    ReviewCase.objects.filter(pk=other.pk).update(assigned_to=dr_cho)  # was not reached
    later = timezone.now() + timedelta(seconds=7)

    assert sweep_handovers(later) == 1
    assert told() == ["dr.eve@example.org"]
    Notification.objects.update(state="sent")
    ReviewCase.objects.filter(pk=other.pk).update(assigned_to=dr_cho)
    assert sweep_handovers(later + timedelta(seconds=7)) == 1

    assert told() == ["dr.eve@example.org"] * 2


@pytest.mark.parametrize("who", ["dr_dia", "admin_a", "nobody", "removed_doctor", "ana"])
def test_days_away_are_marked_of_who_works_with_patients_here_alone(request, lead_a, clinic_a, who):
    with pytest.raises(Invalid):
        away(lead_a, clinic_a, request.getfixturevalue(who))

    assert not Absence.objects.exists()


def test_a_case_is_escalated_to_a_colleague_or_the_lead_and_to_no_other_word(urgent_case, dr_cho):
    until = timezone.now() + timedelta(minutes=30)

    with pytest.raises(Invalid):
        reviews.escalate(
            by=dr_cho, case=urgent_case, version=1, to="anybody", reason="?", wanted_by=until
        )

    assert ReviewCase.objects.get().escalation is None
