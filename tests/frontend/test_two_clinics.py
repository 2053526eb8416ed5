"""One person, patient of two clinics: each decision stands by its clinic, and is of it alone."""

import re
import time
from collections.abc import Callable
from datetime import time as hour
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import record_of, show_second_factor, treat
from tracker.models import (
    CheckIn,
    Clinic,
    Consent,
    Message,
    Patient,
    ReviewCase,
    Treatment,
    User,
)
from tracker.services.check_ins import submit_check_in
from tracker.services.consents import decide, decisions
from tracker.services.messages import send_message
from tracker.services.reviews import request_photo

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
ALONE = "This is about this clinic alone."
JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def at_b(ana: User, her_toxin: Treatment, clinic_b: Clinic) -> Patient:
    return record_of(ana, clinic_b)


@pytest.fixture
def toxin_at_b(at_b: Patient) -> Treatment:
    """Older than the one at Clinic A."""
    return treat(at_b, "botulinum_toxin", ["forehead"], hours_ago=240)


@pytest.fixture
def fresh(hers: Client, toxin_at_b: Treatment) -> Client:
    """Signed in within the last ten minutes."""
    show_second_factor(hers, at=time.time())
    return hers


def page_of(kind: str, patient: Patient) -> str:
    return f"/settings/consents/{kind}?record={patient.pk}"


def say(patient: Patient, kind: str, *, given: bool) -> None:
    assert patient.user
    decide(by=patient.user, patient=patient, kind=kind, given=given, language="en")


def test_settings_show_each_decision_by_its_clinic(
    fresh: Client, ana_patient: Patient, at_b: Patient, words_of: Words
) -> None:
    say(at_b, "photos", given=False)
    answer = fresh.get("/settings")
    page, markup = words_of(answer), answer.content.decode()

    agreed = page[page.index("What you agreed to") : page.index("Your clinics")]
    of_a, of_b = agreed.split("Clinic B")
    assert "Clinic A" in of_a and "Photos" in of_a and "You said no" not in of_a
    assert "You said no" in of_b
    for patient in (ana_patient, at_b):
        for kind in ("care", "photos", "reminders"):
            assert f'href="{page_of(kind, patient)}"' in markup
    assert len(set(re.findall(r'aria-label="(Change: [^"]*)"', markup))) == 6
    both = page[page.index("Your clinics") :]
    assert "Clinic A" in both and "Clinic B" in both


def test_with_one_record_nothing_names_it(hers: Client, words_of: Words) -> None:
    answer = hers.get("/settings")

    assert 'href="/settings/consents/photos"' in answer.content.decode()
    assert "record=" not in answer.content.decode()
    assert "Your clinic " in words_of(answer) and "Your clinics" not in words_of(answer)
    assert ALONE not in words_of(hers.get("/settings/consents/photos"))
    assert ALONE not in words_of(hers.get("/settings/consents/reminders"))


@pytest.mark.parametrize("kind", ["photos", "reminders"])
def test_a_decision_names_its_clinic_and_changes_that_one_alone(
    kind: str, fresh: Client, ana_patient: Patient, at_b: Patient, words_of: Words
) -> None:
    for each in (ana_patient, at_b):
        say(each, kind, given=True)
    page = words_of(fresh.get(page_of(kind, at_b)))
    assert "Clinic B" in page and "Clinic A" not in page and ALONE in page

    assert fresh.post(page_of(kind, at_b), {"given": "no"}).url == "/settings?saved=1"

    assert (decisions(ana_patient)[kind], decisions(at_b)[kind]) == (True, False)
    fresh.post(page_of(kind, at_b), {"given": "yes"})
    assert decisions(at_b)[kind] is True


def test_ending_it_at_one_clinic_says_which_and_closes_nothing_of_the_other(
    fresh: Client,
    ana_patient: Patient,
    at_b: Patient,
    toxin_at_b: Treatment,
    a_form: Any,
    words_of: Words,
) -> None:
    page = words_of(fresh.get(page_of("care", ana_patient)))
    assert "Clinic A" in page and "Clinic B" not in page and ALONE in page

    assert fresh.post(page_of("care", ana_patient), {"given": "no"}).url == "/settings?saved=1"

    assert (decisions(ana_patient)["care"], decisions(at_b)["care"]) == (False, True)
    assert "You have ended" not in words_of(fresh.get("/"))
    for address in ("/check-in", "/aftercare", "/kept", "/messages", "/history"):
        assert fresh.get(address).status_code == 200, address
    assert f'value="{toxin_at_b.pk}"' in fresh.get("/check-in").content.decode()
    sent = fresh.post("/check-in", a_form(treatment=str(toxin_at_b.pk)))
    assert sent.url.startswith("/check-ins/")
    assert CheckIn.objects.get().treatment == toxin_at_b
    fresh.post("/messages", {"client_id": str(uuid4()), "text": "Hello"})
    assert Message.objects.get().treatment == toxin_at_b


def test_what_waited_for_the_ended_clinic_is_refused_in_its_name(
    fresh: Client, ana_patient: Patient, her_toxin: Treatment, a_form: Any, words_of: Words
) -> None:
    say(ana_patient, "care", given=False)
    said = a_form(treatment=str(her_toxin.pk))

    page = fresh.post("/check-in", said)
    assert page.status_code == 403
    assert "Call Clinic A on" in words_of(page) and "Clinic B" not in words_of(page)
    told = fresh.post("/check-in", said, **JSON)
    assert (told.status_code, told.json()["type"]) == (403, "about:blank#consent-required")
    danger = fresh.post("/check-in", {**said, "danger": "yes"})
    assert "Emergency: call 112 or go to hospital now" in words_of(danger)
    wrote = fresh.post("/messages", {**said, "text": "?"})
    assert wrote.status_code == 403 and "Call Clinic A on" in words_of(wrote)
    assert not CheckIn.objects.exists() and not Message.objects.exists()


def test_after_both_are_ended_each_has_its_way_back(
    fresh: Client, ana_patient: Patient, at_b: Patient, words_of: Words
) -> None:
    fresh.post(page_of("care", ana_patient), {"given": "no"})
    assert fresh.post(page_of("care", at_b), {"given": "no"}).url == "/"

    answer = fresh.get("/")
    page = words_of(answer)
    assert "You have ended the use of your check-ins" in page
    assert page.index("Clinic A") < page.index("Clinic B")
    for each in (ana_patient, at_b):
        assert page_of("care", each) in answer.content.decode()

    fresh.post(page_of("care", at_b), {"given": "yes"})
    assert "You have ended" not in words_of(fresh.get("/"))
    assert decisions(ana_patient)["care"] is False


def test_another_s_record_is_nobody_s_and_a_page_without_a_name_decides_nothing(
    fresh: Client, ana_patient: Patient, at_b: Patient, cleo_patient: Patient, ben_patient: Patient
) -> None:
    for kind in ("care", "photos"):
        for odd in (cleo_patient.pk, ben_patient.pk, "odd", ""):
            for page in (f"/settings/consents/{kind}", f"/welcome/{kind}"):
                asked = f"{page}?record={odd}"
                assert fresh.get(asked).status_code == 404
                assert fresh.post(asked, {"given": "no"}).status_code == 404
        assert fresh.post(f"/settings/consents/{kind}", {"given": "no"}).url == "/settings"
        assert fresh.post(f"/welcome/{kind}", {"given": "no"}).url == "/welcome"
    assert not Consent.objects.filter(given=False).exists()


def test_who_has_one_record_cannot_name_another_s(
    hers: Client, ben_patient: Patient, ana_patient: Patient
) -> None:
    for page in ("/settings/consents/photos", "/welcome/photos"):
        assert hers.post(f"{page}?record={ben_patient.pk}", {"given": "no"}).status_code == 404
    assert not Consent.objects.filter(given=False).exists()


@pytest.fixture
def unasked(fresh: Client, ana_patient: Patient, at_b: Patient) -> Client:
    """Clinic B has just taken her on; Clinic A has all its answers."""
    Consent.objects.filter(patient=at_b).delete()
    say(ana_patient, "reminders", given=False)
    return fresh


def welcome_of(kind: str, patient: Patient) -> str:
    return f"/welcome/{kind}?record={patient.pk}"


def test_the_second_clinic_asks_its_own_questions_a_page_each(
    unasked: Client, ana_patient: Patient, at_b: Patient, words_of: Words
) -> None:
    assert unasked.get("/check-in").status_code == 200, "Clinic A asked long ago"
    for kind in ("care", "photos"):
        assert unasked.get("/welcome").url == welcome_of(kind, at_b)
        page = unasked.get(welcome_of(kind, at_b))
        assert "Clinic B" in words_of(page) and ALONE in words_of(page)
        assert unasked.post(welcome_of(kind, at_b), {"given": "yes"}).url == "/welcome"
    assert (
        welcome_of("photos", at_b) in unasked.get(welcome_of("reminders", at_b)).content.decode()
    ), "the way back is of the same record"
    last = unasked.post(welcome_of("reminders", at_b), {"given": "yes"})

    assert last.url == f"/welcome/reminder-time?record={at_b.pk}"
    assert welcome_of("reminders", at_b) in unasked.get(last.url).content.decode()
    assert decisions(at_b) == {"care": True, "photos": True, "reminders": True}
    assert decisions(ana_patient)["reminders"] is False


def test_a_page_that_was_left_open_decides_for_the_clinic_it_named(
    unasked: Client, ana_patient: Patient, at_b: Patient
) -> None:
    say(at_b, "care", given=True)
    Consent.objects.filter(patient=ana_patient, kind="photos").delete()

    unasked.post(welcome_of("photos", ana_patient), {"given": "no"})

    assert decisions(ana_patient)["photos"] is False
    assert "photos" not in decisions(at_b)


def test_a_no_to_the_second_clinic_stands_and_leaves_the_first(
    unasked: Client, ana_patient: Patient, at_b: Patient, words_of: Words
) -> None:
    page = unasked.post(welcome_of("care", at_b), {"given": "no"})
    assert "Clinic B" in words_of(page) and "Go to Today" in words_of(page)
    assert welcome_of("care", at_b) in page.content.decode()

    assert unasked.get("/welcome").url == "/"
    assert "Day 3" in words_of(unasked.get("/"))
    assert "May your clinic use" in words_of(unasked.get(page_of("care", at_b)))
    unasked.post(page_of("care", at_b), {"given": "yes"})
    assert decisions(at_b)["care"] is True


def test_her_hour_in_settings_is_one_for_both(
    fresh: Client, ana_patient: Patient, at_b: Patient
) -> None:
    fresh.post("/settings", {"change": "reminders", "at": "08:00"})
    fresh.post("/settings", {"change": "language", "language": "es"})

    for each in (ana_patient, at_b):
        each.refresh_from_db()
        assert (each.reminder_at, each.language) == (hour(8), "es")


def wrote(by: User, treatment: Treatment, text: str) -> Message:
    return send_message(by=by, treatment=treatment, client_id=uuid4(), text=text)[0]


def messages_of(patient: Patient) -> str:
    return f"/messages?record={patient.pk}"


def test_words_of_either_clinic_stand_on_today_and_lead_to_its_own_thread(
    fresh: Client,
    ana_patient: Patient,
    her_toxin: Treatment,
    at_b: Patient,
    toxin_at_b: Treatment,
    dr_cho: User,
    dr_dia: User,
    words_of: Words,
) -> None:
    wrote(dr_cho, her_toxin, "All of this is usual.")
    told = wrote(dr_dia, toxin_at_b, "Please phone us today.")

    today = fresh.get("/")
    assert "Dr Cho wrote to you" in words_of(today) and "Dr Dia wrote to you" in words_of(today)
    assert f"{messages_of(at_b)}#message-{told.pk}" in today.content.decode()
    of_b = fresh.get(messages_of(at_b))
    assert "Please phone us today." in words_of(of_b)
    assert "All of this is usual." not in words_of(of_b)
    assert messages_of(ana_patient) in of_b.content.decode(), "the way to the other thread"

    seen = {"seen": "1", "treatment": str(toxin_at_b.pk)}
    assert fresh.post("/messages", seen).url == messages_of(at_b)
    assert list(Message.objects.filter(seen_at=None)) == [Message.objects.get(sender=dr_cho)]


def test_her_words_go_to_the_clinic_whose_thread_is_open(
    fresh: Client, at_b: Patient, toxin_at_b: Treatment
) -> None:
    page = fresh.get(messages_of(at_b)).content.decode()
    assert f'name="treatment" value="{toxin_at_b.pk}"' in page

    said = {"client_id": str(uuid4()), "text": "Hello", "treatment": str(toxin_at_b.pk)}
    assert fresh.post(messages_of(at_b), said).url == messages_of(at_b)
    assert Message.objects.get().treatment == toxin_at_b


def test_who_opens_messages_reads_the_clinic_that_wrote(
    fresh: Client, toxin_at_b: Treatment, dr_dia: User, words_of: Words
) -> None:
    wrote(dr_dia, toxin_at_b, "Please phone us today.")

    page = fresh.get("/messages")
    assert "Please phone us today." in words_of(page)
    assert "new message" in words_of(fresh.get("/settings"))


def test_another_s_thread_is_nobody_s(
    fresh: Client, hers: Client, cleo_patient: Patient, ben_patient: Patient
) -> None:
    for odd in (cleo_patient.pk, ben_patient.pk, "odd"):
        assert fresh.get(f"/messages?record={odd}").status_code == 404
        assert fresh.post(f"/messages?record={odd}", {"seen": "1"}).status_code == 404


def test_an_urgent_advice_of_the_ended_clinic_stays_on_today_of_the_other(
    urgent_case: ReviewCase,
    fresh: Client,
    ana_patient: Patient,
    dr_cho: User,
    her_toxin: Treatment,
    words_of: Words,
) -> None:
    wrote(dr_cho, her_toxin, "Please phone us today.")
    say(ana_patient, "care", given=False)
    fresh.get(f"/check-ins/{ana_patient.check_ins.get().pk}")  # it stays although she has read it

    for address in ("/", "/kept"):
        page = words_of(fresh.get(address))
        assert "Day 10 of recovery" in page and "Urgent" in page, address
        assert page.index("Clinic A") < page.index("Urgent")
    assert "Dr Cho wrote to you" in words_of(fresh.get("/"))
    assert "Please phone us today." in words_of(fresh.get(messages_of(ana_patient)))


def test_a_photo_that_the_other_clinic_asked_for_is_taken(
    fresh: Client, at_b: Patient, toxin_at_b: Treatment, dr_dia: User, ana: User, a_report: Any
) -> None:
    numb = a_report("cheek", "left", numbness=4, answers={"touch_felt": False})
    case = submit_check_in(by=ana, treatment=toxin_at_b, report=numb).case
    assert case is not None
    until = timezone.now() + timedelta(days=1)
    request_photo(by=dr_dia, case=case, version=case.version, view="front_rest", wanted_by=until)
    page = f"/photo-requests/{case.photo_requests.get().pk}"

    assert page in fresh.get("/").content.decode()
    assert fresh.get(page).status_code == 200
    say(at_b, "care", given=False)
    assert page not in fresh.get("/").content.decode()
    assert fresh.get(page).status_code == 404


def test_a_clinic_at_which_nothing_waits_has_no_place_on_today(fresh: Client) -> None:
    assert "elsewhere-" not in fresh.get("/").content.decode()


def test_a_clinic_that_waits_for_her_first_answer_says_so_on_today(
    unasked: Client, at_b: Patient, cleo_patient: Patient, words_of: Words
) -> None:
    Consent.objects.filter(patient=cleo_patient).delete()  # hers is no question to Ana
    told = "Clinic B asks for your decision"
    today = unasked.get("/")
    assert today.content.decode().count('href="/welcome"') == 1
    assert told in words_of(today) and 'href="/welcome"' in today.content.decode()

    say(at_b, "care", given=False)
    assert told not in words_of(unasked.get("/"))
    assert "asks for your decision" not in words_of(unasked.get("/"))


def test_nothing_of_a_clinic_is_shown_before_she_has_agreed_to_it(
    unasked: Client,
    ana_patient: Patient,
    at_b: Patient,
    toxin_at_b: Treatment,
    dr_dia: User,
    words_of: Words,
) -> None:
    wrote(dr_dia, toxin_at_b, "Welcome to Clinic B.")

    for gone_on in (True, False):
        for address in ("/", "/messages", "/history"):
            page = unasked.get(address)
            assert "Dr Dia" not in words_of(page), address
            assert str(toxin_at_b.pk) not in page.content.decode(), address
        assert unasked.get(messages_of(at_b)).status_code == 404
        assert unasked.get(f"/history?treatment={toxin_at_b.pk}").status_code == 404
        if gone_on:
            say(ana_patient, "care", given=False)
