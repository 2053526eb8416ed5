"""What was asked of her and did not come: asked again once, by day, then told to the clinic."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.services.photo_days import take
from tracker.models import AuditEvent, Notification, NotificationState, Status
from tracker.services import reviews
from tracker.services.messages import mark_seen, send_message, write_to_patient
from tracker.services.snoozes import wake_snoozed
from tracker.services.unanswered_requests import chase_photo_requests, chase_unread_messages
from tracker.services.undelivered import show_undelivered

LONDON = ZoneInfo("Europe/London")
TUESDAY_10 = datetime(2026, 11, 24, 10, tzinfo=LONDON)
HOUR = timedelta(hours=1)


@pytest.fixture
def case(request):
    """Ana's urgent case, opened on that Tuesday morning."""
    with time_machine.travel(TUESDAY_10, tick=False):
        yield request.getfixturevalue("urgent_case")


@pytest.fixture
def asked(case, dr_cho):
    """The front is wanted by Wednesday at 10."""
    return reviews.request_photo(
        by=dr_cho,
        case=case,
        version=case.version,
        view="front_rest",
        wanted_by=TUESDAY_10 + 24 * HOUR,
    )


def mails():
    return Notification.objects.filter(kind="new_message").count()


def actions(case):
    return [each.action for each in case.events.all()]


def test_she_is_asked_again_once_and_by_day(asked):
    assert chase_photo_requests(TUESDAY_10 + 11 * HOUR) == 0, "not half-way yet"
    assert chase_photo_requests(TUESDAY_10 + 13 * HOUR) == 0, "at 23 she sleeps"
    assert mails() == 1
    assert chase_photo_requests(TUESDAY_10 + 21.5 * HOUR) == 1
    assert chase_photo_requests(TUESDAY_10 + 22 * HOUR) == 0
    assert mails() == 2


def test_a_photo_that_did_not_come_brings_the_case_back(asked):
    assert asked.status == Status.WAITING_PATIENT

    assert chase_photo_requests(TUESDAY_10 + 24 * HOUR) == 1
    assert chase_photo_requests(TUESDAY_10 + 48 * HOUR) == 0

    asked.refresh_from_db()
    assert asked.status == Status.OPEN
    assert asked.has_news
    assert actions(asked)[-1] == "photo_did_not_come"


def test_while_another_photo_may_still_come_the_case_waits(asked, dr_cho):
    more = reviews.request_photo(
        by=dr_cho,
        case=asked,
        version=asked.version,
        view="left_45",
        wanted_by=TUESDAY_10 + 48 * HOUR,
    )

    chase_photo_requests(TUESDAY_10 + 24 * HOUR)

    more.refresh_from_db()
    assert more.status == Status.WAITING_PATIENT


def test_who_has_answered_is_left_alone(asked, ana, her_toxin, a_jpeg):
    take(ana, her_toxin, a_jpeg, 0, "front_rest")

    assert chase_photo_requests(TUESDAY_10 + 22 * HOUR) == 0
    assert chase_photo_requests(TUESDAY_10 + 30 * HOUR) == 0


def test_a_message_that_lies_unread_for_a_day_is_told_again_once(case, dr_cho):
    write_to_patient(
        by=dr_cho, treatment=case.treatment, text="How is it?", case=case, client_id=uuid4()
    )

    assert chase_unread_messages(TUESDAY_10 + 23 * HOUR) == 0
    assert chase_unread_messages(TUESDAY_10 + 24 * HOUR) == 1
    assert chase_unread_messages(TUESDAY_10 + 30 * HOUR) == 0
    assert mails() == 2
    assert actions(case)[-1] == "message_unread"


def test_a_message_that_she_read_is_not_told_again(case, dr_cho):
    sent = write_to_patient(
        by=dr_cho, treatment=case.treatment, text="How is it?", case=case, client_id=uuid4()
    )
    sent.seen_at = TUESDAY_10
    sent.save()

    assert chase_unread_messages(TUESDAY_10 + 25 * HOUR) == 0


def test_mail_that_cannot_be_delivered_is_shown_on_the_case_once(asked):
    Notification.objects.update(state=NotificationState.FAILED)

    assert show_undelivered(TUESDAY_10 + HOUR) == 1
    assert show_undelivered(TUESDAY_10 + HOUR) == 0

    asked.refresh_from_db()
    assert asked.has_news
    assert actions(asked)[-1] == "mail_undelivered"


def test_mail_about_nothing_of_a_case_troubles_nobody(case):
    for kind, key in [("reminder", "reminder:x"), ("new_message", f"new_message:{uuid4()}")]:
        Notification.objects.create(
            kind=kind, address="a@example.org", dedupe_key=key, state=NotificationState.FAILED
        )

    assert show_undelivered() == 0


def test_a_snoozed_case_comes_back_by_itself(case, dr_cho):
    until = TUESDAY_10 + HOUR
    reviews.snooze(by=dr_cho, case=case, version=case.version, until=until, reason="lunch")

    assert wake_snoozed(until - timedelta(minutes=1)) == 0
    assert wake_snoozed(until) == 1
    assert wake_snoozed(until) == 0

    case.refresh_from_db()
    assert (case.status, case.snoozed_until) == (Status.OPEN, None)
    assert actions(case)[-2:] == ["snooze", "woke"]


def test_words_without_a_case_are_told_again_once_and_by_day(her_toxin, coordinator_a):
    with time_machine.travel(TUESDAY_10 + 12 * HOUR, tick=False):
        said = {"by": coordinator_a, "treatment": her_toxin, "client_id": uuid4()}
        sent, _is_new = send_message(**said, text="How is it?")

    assert chase_unread_messages(TUESDAY_10 + 36 * HOUR) == 0, "at 22 she sleeps"
    assert chase_unread_messages(TUESDAY_10 + 47 * HOUR) == 1
    assert chase_unread_messages(TUESDAY_10 + 60 * HOUR) == 0

    sent.refresh_from_db()
    assert (mails(), sent.chased_at) == (2, TUESDAY_10 + 47 * HOUR)
    assert AuditEvent.objects.filter(action="message.unread", subject_id=str(sent.pk)).count() == 1


def test_words_without_a_case_that_she_has_read_are_not_told_again(her_toxin, ana, coordinator_a):
    with time_machine.travel(TUESDAY_10, tick=False):
        said = {"by": coordinator_a, "treatment": her_toxin, "client_id": uuid4()}
        send_message(**said, text="How is it?")
        mark_seen(by=ana, treatment=her_toxin)

    assert chase_unread_messages(TUESDAY_10 + 47 * HOUR) == 0
