"""Reminders: who agreed, on her days, by her own clock, at most two, and none once she has told."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail

from tests.cast import treat
from tracker.errors import Invalid
from tracker.models import Consent, Notification
from tracker.services import notifications
from tracker.services.check_ins import submit_check_in
from tracker.services.reminders import choose_time, coming, queue_reminders

LONDON = ZoneInfo("Europe/London")
EVENING = datetime(2026, 11, 24, 19, 15, tzinfo=LONDON)
EVERY = timedelta(minutes=30)


def agree(patient, given=True):
    Consent.objects.create(
        patient=patient, kind="reminders", given=given, text_version="test", language="en"
    )


def sent_between(start, end):
    """The hours, by London's clock, at which a reminder left the outbox in that time."""
    left, now = [], start
    while now < end:
        with time_machine.travel(now, tick=False):
            queue_reminders()
            if notifications.deliver_due()["sent"]:
                left.append(now.astimezone(LONDON))
        now = (now.astimezone(UTC) + EVERY).astimezone(LONDON)
    return left


def test_p9_a_reminder_opens_the_check_in_itself(in_recovery, ana, ana_patient):
    choose_time(by=ana, patients=[ana_patient], at=time(12, 30))

    sent_between(EVENING.replace(hour=12, minute=0), EVENING.replace(hour=13, minute=0))

    [told] = mail.outbox
    assert told.body.splitlines()[2].endswith("/check-in")


@pytest.fixture
def in_recovery(ana_patient):
    """Ana on day 3, that Tuesday evening in London; she said yes to reminders."""
    with time_machine.travel(EVENING, tick=False):
        agree(ana_patient)
        yield treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=75)


def test_a_reminder_leaves_once_an_evening_and_says_nothing(in_recovery, ana):
    assert [queue_reminders(), queue_reminders()] == [1, 0]

    mail = Notification.objects.get()
    assert (mail.kind, mail.address, mail.detail) == ("reminder", ana.email, {})


@pytest.mark.parametrize(
    ("chosen", "hours"),
    [
        (None, ["19:00"]),  # 22:00 is night
        (time(7), ["07:00", "10:00"]),
        (time(12, 30), ["12:30", "15:30"]),
        (time(18), ["18:00"]),  # at 21:00 it is night
    ],
)
def test_a21_at_most_two_a_day_at_her_hour_and_three_hours_later(
    chosen, hours, in_recovery, ana, ana_patient
):
    if chosen:
        choose_time(by=ana, patients=[ana_patient], at=chosen)

    left = sent_between(EVENING.replace(hour=0, minute=0), EVENING.replace(hour=23, minute=59))

    assert [f"{at:%H:%M}" for at in left] == hours


@pytest.mark.parametrize(
    ("weekend", "hours"),
    [(time(10), ["12:30", "15:30", "10:00", "13:00"]), (None, ["12:30", "15:30"] * 2)],
)
def test_a21_at_the_weekend_her_hour_may_be_another_one(
    weekend, hours, in_recovery, ana, ana_patient
):
    choose_time(by=ana, patients=[ana_patient], at=time(12, 30), weekend=weekend)
    friday = datetime(2026, 11, 27, tzinfo=LONDON)

    left = sent_between(friday, friday + timedelta(days=2))

    assert [f"{at:%H:%M}" for at in left] == hours
    assert {at.time() for at in coming(in_recovery, friday) if at.weekday() >= 5} == {
        weekend or time(12, 30)
    }


def test_a21_nor_is_the_night_of_a_weekend_one(in_recovery, ana, ana_patient):
    with pytest.raises(Invalid) as fault:
        choose_time(by=ana, patients=[ana_patient], at=time(8), weekend=time(22))

    assert list(fault.value.fields) == ["weekend_reminder_at"]
    ana_patient.refresh_from_db()
    assert ana_patient.reminder_at is None


@pytest.mark.parametrize("at", [time(6, 59), time(20, 1), time(21), time(0), time(23, 59)])
def test_a21_nobody_can_choose_the_night(at, in_recovery, ana, ana_patient):
    with pytest.raises(Invalid):
        choose_time(by=ana, patients=[ana_patient], at=at)

    ana_patient.refresh_from_db()
    assert ana_patient.reminder_at is None


def test_a21_a_mail_server_that_is_away_until_nine_ends_that_evenings_reminder(
    in_recovery, settings
):
    with time_machine.travel(EVENING.replace(hour=20, minute=29), tick=False):
        assert queue_reminders() == 1
    with time_machine.travel(EVENING.replace(hour=21, minute=0), tick=False):
        assert notifications.deliver_due() == {"failed": 1}


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a21_a_change_of_clocks_moves_neither_the_mail_nor_the_calendar(
    day, ana, ana_patient, clinic_a
):
    """In London clocks go forward on 29 March and back on 25 October 2026, at one at night."""
    start = datetime.combine(day - timedelta(days=2), time(10), LONDON)
    with time_machine.travel(start, tick=False):
        agree(ana_patient)
        choose_time(by=ana, patients=[ana_patient], at=time(8))
        treatment = treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=1)
        calendar = [at.astimezone(LONDON) for at in coming(treatment, start)]

    eve = datetime.combine(day - timedelta(days=1), time(6), LONDON)
    left = sent_between(eve, datetime.combine(day, time(23), LONDON))

    assert [f"{at:%d %H:%M}" for at in left] == [
        f"{each:%d} {hour}" for each in (eve, day) for hour in ("08:00", "11:00")
    ]
    assert {f"{at:%H:%M}" for at in calendar} == {"08:00"}
    assert len({at.date() for at in calendar}) == len(calendar) > 14


def test_a21_none_after_todays_check_in(in_recovery, ana, ana_patient, a_report):
    choose_time(by=ana, patients=[ana_patient], at=time(8))
    ten = EVENING.replace(hour=10, minute=0)
    assert len(sent_between(ten.replace(hour=7), ten)) == 1
    with time_machine.travel(ten, tick=False):
        submit_check_in(by=ana, treatment=in_recovery, report=a_report())

    assert sent_between(ten, ten.replace(hour=23)) == []
    assert coming(in_recovery, ten)[0].date() == ten.date() + timedelta(days=1)


def test_who_has_sent_a_check_in_today_is_left_alone(
    in_recovery, ana, ben, ben_patient, his_toxin, a_report
):
    submit_check_in(by=ben, treatment=his_toxin, report=a_report())
    assert queue_reminders() == 1, "his is not hers"
    Notification.objects.all().delete()

    submit_check_in(by=ana, treatment=in_recovery, report=a_report())
    assert queue_reminders() == 0


def test_who_has_not_joined_gets_none(in_recovery, ana_patient):
    ana_patient.user = None
    ana_patient.save()

    assert queue_reminders() == 0


def test_a_check_in_of_yesterday_does_not_count(in_recovery, ana, a_report):
    with time_machine.travel(EVENING - timedelta(days=1), tick=False):
        submit_check_in(by=ana, treatment=in_recovery, report=a_report())

    assert queue_reminders() == 1


def test_a_no_after_a_yes_ends_them(in_recovery, ana_patient):
    with time_machine.travel(EVENING + timedelta(minutes=1), tick=False):
        agree(ana_patient, given=False)
        assert queue_reminders() == 0


def test_who_was_never_asked_gets_none(in_recovery, ben_patient):
    treat(ben_patient, "botulinum_toxin", ["forehead"], hours_ago=75)

    queue_reminders()

    assert [mail.address for mail in Notification.objects.all()] == [in_recovery.patient.email]


def test_a_day_that_is_no_day_of_check_in_has_none(in_recovery):
    """Day 17 lies between day 14 and day 21."""
    assert queue_reminders(EVENING + timedelta(days=14)) == 0


@pytest.mark.parametrize(("minutes_ago", "reminders"), [(30, 1), (10, 0)])
def test_an_hour_that_had_passed_as_she_was_treated_is_not_made_up(
    minutes_ago, reminders, ana_patient
):
    """Her hour is seven; it is a quarter past."""
    with time_machine.travel(EVENING, tick=False):
        agree(ana_patient)
        treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=minutes_ago / 60)

        assert queue_reminders() == reminders


def test_her_evening_is_meant_not_the_clinics(in_recovery, ana_patient):
    ana_patient.time_zone = "America/New_York"
    ana_patient.save()

    assert queue_reminders() == 0
    assert queue_reminders(datetime(2026, 11, 25, 0, 30, tzinfo=UTC)) == 1
