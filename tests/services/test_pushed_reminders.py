"""Reminders on a phone: at her hour, once, never at night, and no mail beside them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail

from tests.cast import treat
from tests.services.test_reminders import EVENING, LONDON, agree
from tracker.services.notifications import deliver_due
from tracker.services.pushes import push
from tracker.services.reminders import choose_time, queue_reminders

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_recovery(ana_patient):
    with time_machine.travel(EVENING, tick=False):
        yield treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=75)


def deliver():
    return deliver_due(push=push)


def reminded(start, end, service):
    """The hours, by London's clock, at which a phone was reminded in that time."""
    left, now = [], start
    while now < end:
        with time_machine.travel(now, tick=False):
            before = len(service.arrived)
            queue_reminders()
            deliver()
            if len(service.arrived) > before:
                left.append(now.astimezone(LONDON))
        now = (now.astimezone(UTC) + timedelta(minutes=30)).astimezone(LONDON)
    return left


def test_a_reminder_comes_to_the_phone_at_her_hour_and_no_mail_beside_it(
    in_recovery, ana, ana_patient, service, turn_on
):
    agree(ana_patient)
    choose_time(by=ana, patients=[ana_patient], at=time(12, 30))
    phone = turn_on(ana)
    day = EVENING.replace(hour=0, minute=0)

    left = reminded(day, day + timedelta(days=1), service)

    assert [f"{at:%H:%M}" for at in left] == ["12:30", "15:30"]
    assert {phone.opened(each)["title"] for each in service.arrived} == {"Your check-in is ready"}
    assert {phone.opened(each)["to"] for each in service.arrived} == {"check_in"}
    assert max(int(each.headers["ttl"]) for each in service.arrived) <= 30 * 60
    assert mail.outbox == []


def test_who_wants_no_mail_is_reminded_on_her_phone_alone(
    in_recovery, ana, ana_patient, service, turn_on
):
    agree(ana_patient, given=False)
    turn_on(ana)
    service.answers = [410]

    assert queue_reminders() == 1
    assert deliver() == {"failed": 1}
    assert (len(service.arrived), mail.outbox) == (1, [])

    with time_machine.travel(EVENING + timedelta(days=1), tick=False):
        assert queue_reminders() == 0, "the phone is gone, and she said no to mail"


def test_another_patients_phone_is_no_reason_to_remind_her(
    in_recovery, ana_patient, ben, service, turn_on
):
    turn_on(ben)

    assert queue_reminders() == 0


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_change_of_clocks_moves_no_notification(day, ana, ana_patient, service, turn_on):
    start = datetime.combine(day - timedelta(days=2), time(10), LONDON)
    with time_machine.travel(start, tick=False):
        agree(ana_patient)
        choose_time(by=ana, patients=[ana_patient], at=time(8), weekend=time(9))
        treat(ana_patient, "botulinum_toxin", ["forehead"], hours_ago=1)
        turn_on(ana)
    eve = datetime.combine(day - timedelta(days=1), time(6), LONDON)

    left = reminded(eve, datetime.combine(day, time(23), LONDON), service)

    assert [f"{at:%d %H:%M}" for at in left] == [
        f"{each:%d} {hour}" for each in (eve, day) for hour in ("09:00", "12:00")
    ]


def test_a_reminder_that_could_not_be_pushed_in_time_is_not_sent_by_night(
    in_recovery, ana, ana_patient, service, turn_on
):
    agree(ana_patient)
    turn_on(ana)
    with time_machine.travel(EVENING.replace(hour=20, minute=29), tick=False):
        queue_reminders()
    with time_machine.travel(EVENING.replace(hour=21), tick=False):
        assert deliver() == {"failed": 1}

    assert (service.arrived, mail.outbox) == ([], [])


def test_no_proxy_of_the_machine_comes_between(
    in_recovery, ana, ana_patient, service, turn_on, monkeypatch
):
    agree(ana_patient)
    turn_on(ana)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.setenv(name.upper(), "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)

    reminded(EVENING, EVENING + timedelta(days=1), service)

    assert service.arrived
    assert mail.outbox == []
