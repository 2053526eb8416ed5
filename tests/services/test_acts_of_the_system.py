"""What the system does about a patient by itself is sealed in the audit with it, or is not done."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tracker.models import AuditEvent, Message, Notification, ReviewCase, ReviewEvent
from tracker.records import audit
from tracker.services import reviews
from tracker.services.messages import mark_read, mark_seen, send_message, write_to_patient
from tracker.services.silences import open_silences
from tracker.services.unanswered_requests import chase_photo_requests, chase_unread_messages
from tracker.services.undelivered import show_undelivered

MONDAY_10 = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/London"))
HOUR = timedelta(hours=1)


def silence(request):
    treatment = request.getfixturevalue("her_toxin")
    return lambda: open_silences(treatment.performed_at + timedelta(days=3, hours=12))


def a_photo_is_asked_for_again(request):
    case, doctor = request.getfixturevalue("urgent_case"), request.getfixturevalue("dr_cho")
    until = MONDAY_10 + 24 * HOUR
    reviews.request_photo(
        by=doctor, case=case, version=case.version, view="front_rest", wanted_by=until
    )
    return lambda: chase_photo_requests(MONDAY_10 + 22 * HOUR)


def a_word_is_told_again(request):
    case, doctor = request.getfixturevalue("urgent_case"), request.getfixturevalue("dr_cho")
    write_to_patient(
        by=doctor, treatment=case.treatment, text="How is it?", case=case, client_id=uuid4()
    )
    return lambda: chase_unread_messages(MONDAY_10 + 26 * HOUR)


def nothing_reached_her(request):
    a_photo_is_asked_for_again(request)
    Notification.objects.update(state="failed")
    return lambda: show_undelivered(MONDAY_10 + HOUR)


def her_words_are_seen(request):
    treatment, ana = request.getfixturevalue("her_toxin"), request.getfixturevalue("ana")
    doctor = request.getfixturevalue("dr_cho")
    send_message(by=ana, treatment=treatment, client_id=uuid4(), text="It itches")
    return lambda: mark_seen(by=doctor, treatment=treatment)


def the_clinics_words_are_read(request):
    treatment, ana = request.getfixturevalue("her_toxin"), request.getfixturevalue("ana")
    doctor = request.getfixturevalue("dr_cho")
    send_message(by=doctor, treatment=treatment, client_id=uuid4(), text="How is it?")
    return lambda: mark_read(by=ana, patient=treatment.patient)


ACTS = {
    "case.no_check_in": silence,
    "case.asked_again": a_photo_is_asked_for_again,
    "message.unread": a_word_is_told_again,
    "case.mail_undelivered": nothing_reached_her,
    "message.seen": her_words_are_seen,
    "message.read": the_clinics_words_are_read,
}
BY_A_PERSON = ("message.seen", "message.read")


@pytest.fixture(params=ACTS)
def known(request):
    """The act's name, and what does it once."""
    with time_machine.travel(MONDAY_10, tick=False):
        yield request.param, ACTS[request.param](request)


def everything():
    models = (Message, Notification, ReviewCase, ReviewEvent)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_it_is_written_down_once(known):
    name, act = known

    assert act() == 1
    assert act() == 0

    row = AuditEvent.objects.get(action=name)
    assert (row.actor is None) == (name not in BY_A_PERSON)


def test_where_it_cannot_be_written_down_it_is_not_done(known, monkeypatch):
    name, act = known
    before = everything()

    with monkeypatch.context() as broken:
        broken.setattr(audit, "_last", no_room)
        with pytest.raises(MemoryError):
            act()

    assert everything() == before
    assert act() == 1
    assert AuditEvent.objects.filter(action=name).count() == 1


def no_room(_chain):
    raise MemoryError
