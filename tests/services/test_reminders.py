"""The evening reminder: who agreed, on her days, by her own clock, once."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.cast import treat
from tracker.models import Consent, Notification
from tracker.services.check_ins import submit_check_in
from tracker.services.reminders import queue_reminders

LONDON = ZoneInfo("Europe/London")
EVENING = datetime(2026, 11, 24, 19, 30, tzinfo=LONDON)


def agree(patient, given=True):
    Consent.objects.create(
        patient=patient, kind="reminders", given=given, text_version="test", language="en"
    )


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


@pytest.mark.parametrize("hour", [6, 18, 21, 23])
def test_none_before_the_evening_and_none_at_night(hour, in_recovery):
    assert queue_reminders(EVENING.replace(hour=hour)) == 0


def test_who_has_sent_a_check_in_today_is_left_alone(in_recovery, ana, a_report):
    submit_check_in(by=ana, treatment=in_recovery, report=a_report())

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


def test_her_evening_is_meant_not_the_clinics(in_recovery, ana_patient):
    ana_patient.time_zone = "America/New_York"
    ana_patient.save()

    assert queue_reminders() == 0
    assert queue_reminders(datetime(2026, 11, 25, 0, 30, tzinfo=UTC)) == 1
