"""Notices to phones: sealed and signed, neutral, once, by day; where one fails the other way."""

import smtplib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from http_ece import ECEException

from tests.push_service import running, signed_claims
from tests.services.test_reminders import LONDON
from tracker.models import Notification, PushSubscription, ReviewCase
from tracker.records import push_key
from tracker.records.system_state import PushState, push_state
from tracker.services import pushes
from tracker.services.messages import write_to_patient
from tracker.services.notifications import MOST_TRIES, deliver_due
from tracker.services.push_subscriptions import subscribe
from tracker.services.pushes import push
from tracker.services.unanswered_requests import chase_unread_messages
from tracker.services.undelivered import show_undelivered

pytestmark = pytest.mark.django_db
TUESDAY_10 = datetime(2026, 11, 24, 10, tzinfo=LONDON)
TOLD = ("toxin", "filler", "botox", "skin", "derm", "photo", "symptom", "bruis", "clinic", "ana")


@pytest.fixture
def by_day():
    with time_machine.travel(TUESDAY_10, tick=False) as clock:
        yield clock


@pytest.fixture
def written(by_day, urgent_case, dr_cho):
    """The clinic's message to Ana that Tuesday at ten; only its notice is in the outbox."""
    Notification.objects.all().delete()
    return write_to_patient(
        by=dr_cho,
        treatment=urgent_case.treatment,
        text="Please call us.",
        case=urgent_case,
        client_id=uuid4(),
    )


def deliver(now=None):
    return deliver_due(now, push=push)


def next_try():
    return Notification.objects.get().due_at


def actions(case):
    return [each.action for each in case.events.all()]


def test_a_message_goes_to_her_phone_sealed_signed_and_neutral(written, ana, service, turn_on):
    """A12, of pushes."""
    phone = turn_on(ana)

    assert deliver() == {"sent": 1}

    [message] = service.arrived
    said = phone.opened(message)
    assert said == {
        "title": "You have a new message",
        "lang": "en",
        "to": "messages",
        "quiet": False,
    }
    assert not [word for word in TOLD if word in str(said).lower()]
    claims = signed_claims(message, push_key.public_key())
    assert claims["aud"] == service.origin
    assert claims["sub"].startswith("mailto:")
    assert 0 < claims["exp"] - TUESDAY_10.timestamp() <= 24 * 3600
    assert int(message.headers["ttl"]) == 24 * 3600
    assert message.headers["topic"] == "messages"
    assert mail.outbox == []
    assert Notification.objects.get().sent_by == "push"
    assert deliver() == {}, "once"
    assert b"new message" not in message.body


def test_nobody_but_her_phone_opens_it(written, ana, ben, service, turn_on):
    turn_on(ana)
    his = turn_on(ben)

    deliver()

    [message] = service.arrived
    assert message.path != his.path
    with pytest.raises(ECEException, match="Decryption error"):
        his.opened(message)


def test_each_of_her_two_phones_gets_it_in_her_language(
    written, ana, ana_patient, service, turn_on
):
    Notification.objects.update(language="es")
    phones = {each.path: each for each in (turn_on(ana), turn_on(ana))}

    deliver()

    assert {message.path for message in service.arrived} == set(phones)
    titles = {phones[message.path].opened(message)["title"] for message in service.arrived}
    assert titles == {"Tienes un mensaje nuevo"}


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_forgotten_and_a_mail_goes_out_at_once(
    status, written, ana, service, turn_on, urgent_case
):
    turn_on(ana)
    service.answers = [status]

    assert deliver() == {"sent": 1}

    assert not PushSubscription.objects.exists()
    assert [each.to for each in mail.outbox] == [[ana.email]]
    assert [show_undelivered(), show_undelivered()] == [1, 0]
    assert actions(urgent_case)[-1] == "push_undelivered"
    assert ReviewCase.objects.get().version == urgent_case.version, "nobody has to phone"
    assert push_state() == PushState(has_key=True, phones=0, sent=0, failed=1)


def test_one_phone_that_is_gone_beside_one_that_is_not_needs_no_mail(
    written, ana, service, turn_on
):
    gone, there = turn_on(ana), turn_on(ana)
    service.always = {gone.path: 410}

    deliver()

    assert [each.endpoint for each in PushSubscription.objects.all()] == [there.device.endpoint]
    assert mail.outbox == []
    assert show_undelivered() == 0


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_a_refusal_that_is_not_about_the_phone_keeps_it_and_mails(
    status, written, ana, service, turn_on
):
    turn_on(ana)
    service.answers = [status]

    deliver()

    assert PushSubscription.objects.count() == len(mail.outbox) == 1


@pytest.mark.parametrize("status", [307, 429, 500, 503])
def test_a_service_that_is_busy_is_tried_again_and_then_a_mail_goes_out(
    status, written, ana, service, turn_on
):
    turn_on(ana)
    service.answers = [status] * 3

    assert deliver() == {"pending": 1}
    assert deliver() == {}, "the next try has its own time"
    assert deliver(next_try()) == {"pending": 1}
    assert mail.outbox == []
    assert deliver(next_try()) == {"sent": 1}

    assert len(service.arrived) == 3, "and nothing was followed to another address"
    assert len(mail.outbox) == 1
    assert PushSubscription.objects.exists()


def test_a_service_that_comes_back_gets_it_and_no_mail_goes_out(written, ana, service, turn_on):
    phone = turn_on(ana)
    service.answers = [503]

    deliver()
    assert deliver(next_try()) == {"sent": 1}

    assert phone.opened(service.arrived[-1])["to"] == "messages"
    assert mail.outbox == []
    assert push_state() == PushState(has_key=True, phones=1, sent=1, failed=0)


IN_TEN_MINUTES = (TUESDAY_10 + timedelta(minutes=10)).astimezone(UTC)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("600", 10),
        (format_datetime(IN_TEN_MINUTES, usegmt=True), 10),
        ("Tue, 24 Nov 2026 10:10:00 -0000", 10),
        ("5", 1),  # our own pause is longer
        ("86400", 15),  # she waits no longer than that
        ("Tue, 24 Nov 2076 10:15:00 GMT", 15),
        ("Tue, 24 Nov 1976 10:15:00 GMT", 1),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_service_that_says_when_is_not_tried_before(
    said, minutes, status, written, ana, service, turn_on
):
    turn_on(ana)
    service.answers, service.retry_after = [status], said

    assert deliver() == {"pending": 1}

    assert next_try() == TUESDAY_10 + timedelta(minutes=minutes)
    assert deliver(next_try() - timedelta(seconds=1)) == {}
    assert deliver(next_try()) == {"sent": 1}
    assert len(service.arrived) == 2


@pytest.mark.parametrize("said", ["", "soon", "-5", "1e9", "9" * 40, "1.5", "Tue, 99 Nov 2026"])
def test_a_time_that_cannot_be_read_is_as_good_as_none(said, written, ana, service, turn_on):
    turn_on(ana)
    service.answers, service.retry_after = [429], said

    deliver()

    assert next_try() == TUESDAY_10 + timedelta(minutes=1)


def test_of_two_services_the_one_that_took_it_settles_it(written, ana, service, turn_on):
    busy, _other = turn_on(ana), turn_on(ana)
    service.always, service.retry_after = {busy.path: 429}, "900"

    assert deliver() == {"sent": 1}


def test_a_service_that_is_not_there_is_no_reason_to_stay_silent(written, ana):
    browser = Client()
    browser.force_login(ana)
    with running() as closed:
        device = closed.a_phone().device
    subscribe(by=ana, session_key=browser.session.session_key, device=device)

    deliver()
    deliver(next_try())
    deliver(next_try())

    assert len(mail.outbox) == 1


def test_mail_that_her_server_refuses_goes_to_her_phone_and_the_case_says_so(
    written, ana, service, turn_on, urgent_case, by_day, monkeypatch
):
    phone = turn_on(ana)
    monkeypatch.setattr(EmailBackend, "send_messages", refused)
    by_day.move_to(TUESDAY_10.replace(hour=23))

    assert deliver() == {"sent": 1}

    said = phone.opened(service.arrived[0])
    assert said["quiet"], "by night it makes no sound"
    assert show_undelivered() == 1
    assert actions(urgent_case)[-1] == "mail_pushed"


def test_where_neither_reaches_her_somebody_has_to_phone(
    written, ana, service, turn_on, urgent_case, monkeypatch
):
    turn_on(ana)
    service.answers = [410]
    monkeypatch.setattr(EmailBackend, "send_messages", refused)

    assert deliver() == {"failed": 1}

    show_undelivered()
    assert actions(urgent_case)[-1] == "mail_undelivered"
    assert ReviewCase.objects.get().version == urgent_case.version + 1, "it has news"


def test_a_mail_server_that_is_only_away_is_waited_for(
    written, ana, service, turn_on, by_day, monkeypatch
):
    turn_on(ana)
    by_day.move_to(TUESDAY_10.replace(hour=23))
    monkeypatch.setattr(EmailBackend, "send_messages", away)

    assert deliver() == {"pending": 1}
    assert service.arrived == []
    for _try in range(MOST_TRIES - 1):
        deliver(next_try())
    assert len(service.arrived) == 1


def test_by_night_a_message_comes_by_mail_alone(written, ana, service, turn_on, by_day):
    turn_on(ana)
    by_day.move_to(TUESDAY_10.replace(hour=21))

    assert deliver() == {"sent": 1}

    assert (len(mail.outbox), service.arrived) == (1, [])


def test_what_a_phone_was_told_and_she_did_not_read_comes_again_by_mail(
    written, ana, service, turn_on, by_day
):
    turn_on(ana)
    deliver()
    by_day.move_to(TUESDAY_10 + timedelta(hours=25))

    assert chase_unread_messages() == 1
    deliver()

    assert (len(service.arrived), len(mail.outbox)) == (1, 1)


def test_a_session_that_is_over_hears_nothing(written, ana, service, turn_on):
    turn_on(ana).browser.session.flush()
    turn_on(ana).browser.logout()

    deliver()

    assert (service.arrived, len(mail.outbox)) == ([], 1)
    assert not PushSubscription.objects.exists()


def test_a_session_that_is_too_old_hears_nothing(written, ana, service, turn_on, by_day):
    turn_on(ana)
    by_day.move_to(TUESDAY_10 + timedelta(days=31))

    Notification.objects.update(created_at=datetime.now(UTC))
    deliver()

    assert (service.arrived, len(mail.outbox)) == ([], 1)


def test_an_address_that_is_listed_no_longer_is_not_called(
    written, ana, service, turn_on, settings
):
    turn_on(ana)
    settings.FADEWELL_PUSH_LOOPBACK = False

    deliver()

    assert (service.arrived, len(mail.outbox)) == ([], 1)
    assert not PushSubscription.objects.exists()


def test_without_a_key_all_goes_by_mail(written, ana, service, turn_on, settings, tmp_path):
    turn_on(ana)
    settings.FADEWELL_KEYS, settings.FADEWELL_MAKE_KEYS = tmp_path, False

    deliver()

    assert (service.arrived, len(mail.outbox)) == ([], 1)


def test_no_log_names_a_phone_or_its_address(written, ana, service, turn_on, caplog):
    phones = [turn_on(ana), turn_on(ana), turn_on(ana)]
    service.answers = [410, 500, 403]

    with caplog.at_level("DEBUG", logger="fadewell"):
        deliver()

    assert "410" in caplog.text
    ours = [each.getMessage() for each in caplog.records if each.name.startswith("fadewell")]
    for phone in phones:
        assert not [said for said in ours if phone.path[-36:] in said or ana.email in said]


def test_her_night_is_meant_not_the_clinics(written, ana, ana_patient, service, turn_on):
    turn_on(ana)
    ana_patient.time_zone = "America/Los_Angeles"  # two in the morning there
    ana_patient.save()

    deliver()

    assert (service.arrived, len(mail.outbox)) == ([], 1)
    assert datetime.now(ZoneInfo("America/Los_Angeles")).hour == 2


def test_windows_is_told_that_a_notice_may_wait():
    edge = "https://wns2-db5p.notify.windows.com/w/?token=abc"

    assert pushes.asked_by(edge) == {"X-WNS-Cache-Policy": "cache"}
    assert pushes.asked_by("https://fcm.googleapis.com/fcm/send/abc") == {}


def refused(_backend, messages):
    raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such user")})


def away(*_args):
    raise smtplib.SMTPServerDisconnected
