"""A promised check-in that did not come, after a risky answer or while harm can still begin."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.cast import report, treat
from tracker.models import ReviewCase
from tracker.services.check_ins import submit_check_in
from tracker.services.reviews import decide
from tracker.services.silences import open_silences, silences

DAY = timedelta(days=1)
CONTACT = {"how": "phone", "result": "reached"}


@pytest.fixture
def treated(ana_patient):
    """At 10 this morning: every later day of the test is counted from there."""
    return treat(ana_patient, "botulinum_toxin", ["forehead", "glabella"], hours_ago=0)


def day(treatment, number, hours=0):
    return treatment.performed_at + number * DAY + timedelta(hours=hours)


def report_on(moment, ana, treatment, report):
    with time_machine.travel(moment, tick=False):
        return submit_check_in(by=ana, treatment=treatment, report=report())


def test_who_never_began_is_looked_at_after_two_days(treated, dr_cho):
    assert open_silences(day(treated, 2, hours=23)) == 0
    assert open_silences(day(treated, 3)) == 1
    assert open_silences(day(treated, 4)) == 0, "the same silence is no news"

    case = ReviewCase.objects.get()
    assert (case.urgency, case.raised_by) == ("review", "rule")
    assert "day 1, 2" in case.reason
    assert [each.action for each in case.events.all()] == ["opened", "no_check_in"]


def test_one_missed_day_of_a_calm_patient_is_nobodys_alarm(treated, ana, a_report):
    report_on(day(treated, 1), ana, treated, a_report)

    assert open_silences(day(treated, 3, hours=20)) == 0
    assert open_silences(day(treated, 4)) == 1


def test_a_calm_patient_who_stops_after_the_onset_window_is_left_alone(treated, ana, a_report):
    report_on(day(treated, 10), ana, treated, a_report)

    assert open_silences(day(treated, 30)) == 0


def test_a_case_that_was_closed_before_a_risky_answer_settles_nothing_of_it(
    treated, ana, a_report, dr_cho
):
    case = report_on(
        day(treated, 11), ana, treated, lambda: a_report("brow", "left", brow_droop=4)
    ).case
    with time_machine.travel(day(treated, 11, hours=1), tick=False):
        decide(by=dr_cho, case=case, version=1, reason="treated")
    report_on(day(treated, 12), ana, treated, lambda: a_report("brow", "left", brow_droop=7))

    assert open_silences(day(treated, 14)) == 1


def test_after_a_risky_answer_one_missed_day_is_enough_and_joins_the_open_case(
    treated, ana, a_report
):
    numb = {"touch_felt": False, "movement_normal": True}
    case = report_on(
        day(treated, 12), ana, treated, lambda: a_report("cheek", "left", numbness=4, answers=numb)
    ).case
    before = ReviewCase.objects.get()

    assert open_silences(day(treated, 13, hours=23)) == 0
    assert open_silences(day(treated, 14)) == 1

    case.refresh_from_db()
    assert ReviewCase.objects.count() == 1
    assert case.news_at == day(treated, 14)
    assert (case.urgency, case.due_at) == (before.urgency, before.due_at)
    assert case.events.last().detail["days"] == [13]


def test_a_risk_that_a_clinician_has_settled_is_over(treated, ana, a_report, dr_cho):
    brow = report_on(
        day(treated, 12), ana, treated, lambda: a_report("brow", "left", brow_droop=4)
    ).case
    with time_machine.travel(day(treated, 12, hours=2), tick=False):
        decide(by=dr_cho, case=brow, version=brow.version, reason="expected_course")

    assert open_silences(day(treated, 20)) == 0


def test_a_check_in_for_a_later_session_is_no_silence_of_the_earlier(
    treated, ana, ana_patient, a_report
):
    with time_machine.travel(day(treated, 1, hours=-2), tick=False):
        second = treat(ana_patient, "dermal_filler", ["cheek"], hours_ago=0)
    report_on(day(treated, 2), ana, second, a_report)

    assert open_silences(day(treated, 4)) == 0


def test_what_another_patient_told_or_had_treated_later_is_not_hers(treated, ben, ben_patient):
    with time_machine.travel(day(treated, 1), tick=False):
        his = treat(ben_patient, "botulinum_toxin", ["forehead"], hours_ago=0)
    report_on(day(treated, 2), ben, his, report)

    assert [each.treatment for each in silences(day(treated, 3))] == [treated]


def test_what_another_patient_told_is_no_risk_of_hers(treated, ana, ben, his_toxin, a_report):
    report_on(day(treated, 1), ana, treated, a_report)
    report_on(day(treated, 2), ben, his_toxin, lambda: a_report("brow", "left", brow_droop=4))

    assert treated not in [each.treatment for each in silences(day(treated, 3, hours=20))]


def test_a_case_of_another_patient_that_was_closed_settles_nothing_of_hers(
    treated, ana, ben, his_toxin, a_report, dr_cho
):
    def drooping():
        return a_report("brow", "left", brow_droop=4)

    report_on(day(treated, 12), ana, treated, drooping)
    his = report_on(day(treated, 12), ben, his_toxin, drooping).case
    with time_machine.travel(day(treated, 12, hours=2), tick=False):
        decide(by=dr_cho, case=his, version=his.version, reason="expected_course")

    assert [each.treatment for each in silences(day(treated, 14))] == [treated]


def test_who_has_not_joined_or_has_left_is_not_waited_for(treated, ana, ana_patient):
    ana.is_active = False
    ana.save()

    assert open_silences(timezone.now() + 5 * DAY) == 0
