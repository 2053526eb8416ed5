"""After the use of her check-ins has ended: what still stands is shown, and nothing is offered
that she cannot do (docs/adr/079).
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import show_second_factor
from tests.push_service import PhoneKeys
from tracker.models import Notification, Patient, ReviewCase, Treatment, User
from tracker.services import reminders, reviews
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.consents import decide, decisions
from tracker.services.messages import send_message
from tracker.services.photos import Upload, take_photo

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
URGENT = "Urgent: your clinic needs to see this today"
ENDED = "You have ended the use of your check-ins"


def end(patient: Patient) -> None:
    assert patient.user
    decide(by=patient.user, patient=patient, kind="care", given=False, language="en")


@pytest.fixture
def ended(hers: Client, ana_patient: Patient) -> Client:
    end(ana_patient)
    return hers


@pytest.mark.parametrize("was_opened", [False, True])
def test_an_urgent_advice_stays_on_today_until_somebody_has_reached_her(
    was_opened: bool, urgent_case: ReviewCase, hers: Client, dr_cho: User, words_of: Words
) -> None:
    check_in = urgent_case.treatment.check_ins.get()
    if was_opened:
        hers.get(f"/check-ins/{check_in.pk}")
    end(urgent_case.patient)

    today = hers.get("/")
    read = words_of(today)
    assert read.index(ENDED) < read.index(URGENT)
    assert "Call your clinic" in read
    assert f'href="/check-ins/{check_in.pk}"' in today.content.decode()
    assert URGENT in words_of(hers.get(f"/check-ins/{check_in.pk}"))

    case = ReviewCase.objects.get()
    called = {"at": timezone.now().isoformat(), "how": "phone", "outcome": "Reached"}
    version = case.version
    reviews.decide(by=dr_cho, case=case, version=version, reason="treated", contact=called)
    assert URGENT not in words_of(hers.get("/"))


def test_what_the_phone_keeps_of_it_leads_nowhere_and_names_its_day(
    urgent_case: ReviewCase, ended: Client, words_of: Words
) -> None:
    kept = ended.get("/kept")

    assert URGENT in words_of(kept)
    assert f"on {urgent_case.due_at:%A}" in words_of(kept)
    assert "/check-ins/" not in kept.content.decode()


def test_the_most_urgent_of_several_stands_and_what_was_not_urgent_does_not(
    ended: Client,
    ana: User,
    ana_patient: Patient,
    her_toxin: Treatment,
    a_report: Callable[..., Report],
    words_of: Words,
) -> None:
    assert "Review:" not in words_of(ended.get("/"))
    decide(by=ana, patient=ana_patient, kind="care", given=True, language="en")
    alarm = a_report(danger_signs={"asked": True, "any": True, "signs": ["breathing"]})
    submit_check_in(by=ana, treatment=her_toxin, report=alarm)
    lost = {"touch_felt": False, "movement_normal": True}
    later = a_report("cheek", "left", numbness=4, answers=lost)
    submit_check_in(by=ana, treatment=her_toxin, report=later)
    end(ana_patient)

    read = words_of(ended.get("/"))

    assert "Emergency: call 112 or go to hospital now" in read
    assert URGENT not in read


def test_a_review_that_was_closed_with_it_is_no_advice_any_more(
    review_case: ReviewCase, ended: Client, words_of: Words
) -> None:
    assert "Review: we have told your clinic" not in words_of(ended.get("/"))


def test_a_danger_sign_that_was_not_taken_stands_alone_on_top(
    urgent_case: ReviewCase, ended: Client, words_of: Words
) -> None:
    said = {"client_id": str(uuid4()), "treatment": str(urgent_case.treatment_id), "danger": "yes"}

    assert URGENT not in words_of(ended.post("/check-in", said))


def test_words_of_her_clinic_and_her_next_visit_stay_on_today(
    urgent_case: ReviewCase, dr_cho: User, hers: Client, words_of: Words
) -> None:
    end(urgent_case.patient)
    case = ReviewCase.objects.get()
    at = datetime(2099, 6, 1, 9, 30, tzinfo=UTC)
    reviews.book(by=dr_cho, case=case, version=case.version, at=at)
    treatment = urgent_case.treatment
    send_message(by=dr_cho, treatment=treatment, client_id=uuid4(), text="Please call us.")

    today = hers.get("/")
    read = words_of(today)
    assert f"{dr_cho.name} wrote to you, today, " in read
    assert "Your next visit Monday 1 June, 10:30am Clinic A" in read
    assert "visit.ics" not in today.content.decode()
    assert "wrote to you" not in words_of(hers.get("/kept"))

    hers.post("/messages", {"seen": "1"})
    assert "wrote to you" not in words_of(hers.get("/"))


def test_it_is_hers_alone(
    urgent_case: ReviewCase, client_of: Callable[[User], Client], ben: User, words_of: Words
) -> None:
    his = ben.patient_records.get()
    end(his)

    assert ENDED in words_of(client_of(ben).get("/"))
    assert URGENT not in words_of(client_of(ben).get("/"))


def test_her_data_is_a_link_once_she_signed_in_lately(ended: Client) -> None:
    assert "/api/v1/export/" not in ended.get("/").content.decode()

    show_second_factor(ended, at=time.time())
    assert "/api/v1/export/" in ended.get("/").content.decode()


def test_settings_offer_news_of_messages_and_no_reminder(ended: Client, words_of: Words) -> None:
    read = words_of(ended.get("/settings"))

    assert "Off. News of a message can come here instead of by e-mail." in read
    assert "Turn on notifications" in read
    for gone in (
        "Turn on reminders",
        "Your check-in is ready",
        "shows reminders",
        "Add to calendar",
    ):
        assert gone not in read


def test_in_use_they_offer_both(hers: Client, words_of: Words) -> None:
    read = words_of(hers.get("/settings"))

    assert "Turn on reminders" in read
    assert "Turn on notifications" not in read


@pytest.mark.parametrize("is_ended", [False, True])
def test_a_phone_with_notifications_is_reminded_only_while_she_may_check_in(
    is_ended: bool, hers: Client, ana_patient: Patient, her_toxin: Treatment
) -> None:
    device = PhoneKeys("https://fcm.googleapis.com").device
    said = {"endpoint": device.endpoint, "p256dh": device.p256dh, "auth": device.auth}
    hers.post("/settings/push", said, headers={"Accept": "application/json"})
    if is_ended:
        end(ana_patient)
    clock = ZoneInfo(ana_patient.time_zone)
    evening = (her_toxin.performed_at + timedelta(days=4)).astimezone(clock)

    reminders.queue_reminders(evening.replace(hour=19, minute=5))

    assert Notification.objects.filter(kind="reminder").exists() is not is_ended


def test_what_else_she_agreed_to_can_be_taken_back_and_not_agreed_to(
    ended: Client, ana: User, ana_patient: Patient, words_of: Words
) -> None:
    for kind, given in (("photos", True), ("reminders", False)):
        decide(by=ana, patient=ana_patient, kind=kind, given=given, language="en")

    page = ended.get("/settings").content.decode()
    assert "/settings/consents/care" in page and "/settings/consents/photos" in page
    assert "/settings/consents/reminders" not in page
    assert ended.get("/settings/consents/reminders")["Location"] == "/welcome"
    assert ended.post("/settings/consents/reminders", {"given": "yes"})["Location"] == "/welcome"
    assert "Withdraw" in words_of(ended.get("/settings/consents/photos"))
    assert ended.post("/settings/consents/photos", {"given": "no"})["Location"]
    assert decisions(ana_patient) == {"care": False, "photos": False, "reminders": False}


def test_a_result_from_before_is_read_and_asks_for_nothing(
    hers: Client,
    ana: User,
    ana_patient: Patient,
    her_toxin: Treatment,
    a_report: Callable[..., Report],
    words_of: Words,
) -> None:
    report = a_report("forehead", "left", bruise=2)
    told = submit_check_in(by=ana, treatment=her_toxin, report=report).check_in
    address = f"/check-ins/{told.pk}"
    for asks in ("A few questions first", "I'm still worried"):
        assert asks in words_of(hers.get(address))
    end(ana_patient)

    page = hers.get(address)

    assert "Looks usual for day" in words_of(page)
    for gone in ("A few questions first", "I'm still worried"):
        assert gone not in words_of(page)
    assert "<form" not in page.content.decode().partition("<main")[2]


def test_a_photo_can_be_kept_and_taken_back_and_no_longer_marked(
    hers: Client, ana: User, ana_patient: Patient, her_toxin: Treatment, a_jpeg: bytes
) -> None:
    decide(by=ana, patient=ana_patient, kind="photos", given=True, language="en")
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    photo = take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)[0]
    marks = [f"/photos/{photo.pk}/landmarks", f"/photos/{photo.pk}/ring"]
    stays = [f"/photos/{photo.pk}/file", f"/photos/{photo.pk}/withdraw"]
    before = hers.get(f"/photos/{photo.pk}").content.decode()
    assert all(each in before for each in (*marks, *stays))
    end(ana_patient)

    page = hers.get(f"/photos/{photo.pk}").content.decode()

    assert all(each in page for each in stays)
    assert not any(each in page for each in marks)
    assert hers.get(stays[1]).status_code == 200
