"""Today: what is true now, one button, no guilt."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import travel

from frontend.templatetags.look import tel
from tracker.models import Treatment, User
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.messages import send_message
from tracker.services.reviews import acknowledge

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
ClientOf = Callable[[User], Client]


def test_the_day_of_recovery_is_the_heading(
    ana: User, her_toxin: Treatment, client_of: ClientOf, words_of: Words
) -> None:
    page = words_of(client_of(ana).get("/"))

    assert "Day 3 of recovery" in page
    assert "Botulinum toxin: forehead and between the brows" in page
    assert "Start check-in" in page


def test_a_welcome_stands_before_her_first_check_in_and_not_after_it(
    ana: User,
    her_toxin: Treatment,
    client_of: ClientOf,
    a_report: Callable[..., Report],
    words_of: Words,
) -> None:
    assert "Welcome. How are you today?" in words_of(client_of(ana).get("/"))

    submit_check_in(by=ana, treatment=her_toxin, report=a_report())

    assert "Welcome." not in words_of(client_of(ana).get("/"))


def test_days_without_a_report_are_no_reproach(
    ana: User,
    her_toxin: Treatment,
    client_of: ClientOf,
    a_report: Callable[..., Report],
    words_of: Words,
) -> None:
    on_day_0 = a_report(reported_at=her_toxin.performed_at + timedelta(seconds=1))
    with travel(on_day_0.reported_at, tick=False):
        submit_check_in(by=ana, treatment=her_toxin, report=on_day_0)

    page = words_of(client_of(ana).get("/"))

    assert "No problem. How are you today?" in page
    assert "missed" not in page


@pytest.mark.parametrize(
    ("day", "told_on", "missed"),
    [(3, 0, 2), (2, 0, 1), (21, 14, 0), (22, 14, 1), (28, 14, 1), (60, 14, 2), (21, 12, 2)],
)
def test_only_check_ins_that_were_due_count_as_days_away(
    ana: User,
    her_toxin: Treatment,
    client_of: ClientOf,
    a_report: Callable[..., Report],
    words_of: Words,
    day: int,
    told_on: int,
    missed: int,
) -> None:
    start = her_toxin.performed_at
    with travel(start + timedelta(days=told_on, minutes=1), tick=False):
        submit_check_in(by=ana, treatment=her_toxin, report=a_report())
    with travel(start + timedelta(days=day, minutes=1), tick=False):
        page = words_of(client_of(ana).get("/"))

    assert "How are you today?" in page
    assert ("No problem." in page) == (missed >= 2)


@pytest.mark.parametrize(
    ("days", "told_on", "heading"),
    [
        (16, 14, "No check-in is due today"),
        (21, 14, "How are you today?"),
        (23, 14, "How are you today?"),
        (23, 21, "No check-in is due today"),
    ],
)
def test_after_two_weeks_it_is_asked_on_some_days_only(
    ana: User,
    her_toxin: Treatment,
    client_of: ClientOf,
    a_report: Callable[..., Report],
    words_of: Words,
    days: int,
    told_on: int,
    heading: str,
) -> None:
    start = her_toxin.performed_at
    with travel(start + timedelta(days=told_on, minutes=1), tick=False):
        submit_check_in(by=ana, treatment=her_toxin, report=a_report())
    with travel(start + timedelta(days=days, minutes=1), tick=False):
        assert heading in words_of(client_of(ana).get("/"))


def test_a_report_of_today_is_done_and_sent_but_not_seen(
    ana: User,
    her_toxin: Treatment,
    client_of: ClientOf,
    a_report: Callable[..., Report],
    words_of: Words,
) -> None:
    submit_check_in(by=ana, treatment=her_toxin, report=a_report())

    page = words_of(client_of(ana).get("/"))

    assert "Done for today" in page
    assert "Sent today" in page
    assert "Seen by" not in page


def test_seen_names_the_person_who_opened_it(
    ana: User, dr_cho: User, urgent_case: Any, client_of: ClientOf, words_of: Words
) -> None:
    acknowledge(by=dr_cho, case=urgent_case, version=urgent_case.version)

    assert "Seen by Dr Cho, today" in words_of(client_of(ana).get("/"))


def test_an_unread_answer_of_the_clinic_stands_on_top(
    ana: User, dr_cho: User, her_toxin: Treatment, client_of: ClientOf, words_of: Words
) -> None:
    send_message(by=dr_cho, treatment=her_toxin, client_id=uuid4(), text="Please rest.")

    page = words_of(client_of(ana).get("/"))

    assert "Dr Cho wrote to you, today" in page
    assert page.index("Dr Cho wrote to you") < page.index("Start check-in")


def test_each_way_to_a_message_has_a_name_of_its_own(
    ana: User, dr_cho: User, her_toxin: Treatment, client_of: ClientOf
) -> None:
    now = timezone.now()
    for minutes in (9, 4):
        with travel(now - timedelta(minutes=minutes), tick=False):
            send_message(by=dr_cho, treatment=her_toxin, client_id=uuid4(), text="Please rest.")

    page = client_of(ana).get("/").content.decode()

    names = re.findall(r'href="/messages#message-[^"]+">(.*?)</a>', page)
    assert len(names) == len(set(names)) == 2
    assert all(re.search(r"^Read<.*: Dr Cho wrote to you, ", name) for name in names)


def test_the_number_to_call_is_a_link_that_calls(
    ana: User, her_toxin: Treatment, client_of: ClientOf
) -> None:
    dialled = f'<a href="tel:{tel(her_toxin.patient.clinic.phone)}">'

    for address in ("/", "/kept"):
        page = client_of(ana).get(address).content.decode()
        assert f"Tell your clinic about anything that worries you: {dialled}" in page


def test_a_timer_says_what_until_when_and_how_long_still(
    ana: User, her_toxin: Treatment, client_of: ClientOf, words_of: Words
) -> None:
    page = words_of(client_of(ana).get("/"))

    assert "No facials, peels or lasers" in page
    assert "h left" in page or "days left" in page
    assert "Until " in page
    assert "No rubbing" not in page  # over since yesterday: it stands on the aftercare page


def test_aftercare_shows_what_is_over_and_a_calm_word_for_a_slip(
    ana: User, her_toxin: Treatment, client_of: ClientOf, words_of: Words
) -> None:
    page = words_of(client_of(ana).get("/aftercare"))

    assert "No rubbing or pressing Done" in page
    assert "I did it by accident" in page
    assert "That happens." in page


def test_the_trend_needs_two_reports_and_speaks_in_words(
    ana: User,
    her_toxin: Treatment,
    client_of: ClientOf,
    a_report: Callable[..., Report],
    words_of: Words,
) -> None:
    at = her_toxin.performed_at
    for days, severity in ((1, 5), (2, 2)):
        report = a_report(
            "cheek", "left", bruise=severity, reported_at=at + timedelta(days=days, hours=1)
        )
        submit_check_in(by=ana, treatment=her_toxin, report=report)

    assert "Moderate → Mild" in words_of(client_of(ana).get("/"))


def test_two_check_ins_of_one_day_are_one_bar_the_stronger_as_in_the_chart(
    ana: User,
    her_toxin: Treatment,
    client_of: ClientOf,
    a_report: Callable[..., Report],
    words_of: Words,
) -> None:
    her_day = her_toxin.performed_at.astimezone(ZoneInfo(her_toxin.patient.time_zone))
    noon = her_day.replace(hour=12) + timedelta(days=1)
    for hours, severity in ((0, 2), (1, 5), (2, 2), (24, 2)):
        said_at = noon + timedelta(hours=hours)
        report = a_report("cheek", "left", bruise=severity, reported_at=said_at)
        submit_check_in(by=ana, treatment=her_toxin, report=report)

    today = client_of(ana).get("/")
    chart = words_of(client_of(ana).get("/history?view=chart"))

    assert "Moderate → Mild" in words_of(today)
    assert today.content.decode().count('<rect x="8"') == 2
    assert "Bruise: Moderate, mild." in chart


def test_a_trend_has_the_strengths_of_the_chart_and_says_better_where_she_said_so(
    ana: User,
    her_toxin: Treatment,
    client_of: ClientOf,
    a_report: Callable[..., Report],
    words_of: Words,
) -> None:
    at = her_toxin.performed_at
    for days, course in ((1, "new"), (2, "better")):
        report = a_report(
            "cheek", "left", bruise=5, course=course, reported_at=at + timedelta(days=days, hours=1)
        )
        submit_check_in(by=ana, treatment=her_toxin, report=report)

    assert "Moderate → Moderate, better" in words_of(client_of(ana).get("/"))
    assert "Bruise: Moderate, moderate." in words_of(client_of(ana).get("/history?view=chart"))


def test_a_patient_without_a_treatment_is_told_so(
    ana: User, client_of: ClientOf, words_of: Words
) -> None:
    assert "Your treatment will show here" in words_of(client_of(ana).get("/"))


def test_a_clinician_is_led_to_the_worklist(dr_cho: User, client_of: ClientOf) -> None:
    response = client_of(dr_cho).get("/")

    assert response.status_code == 302
    assert response["Location"] == "/clinic/"


@pytest.mark.parametrize("path", ["/", "/check-in", "/history", "/messages", "/settings"])
def test_nobody_signed_in_is_asked_to_sign_in_and_led_back(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 302
    assert response["Location"] == f"/sign-in?next={path}"


@pytest.mark.parametrize("path", ["/check-in", "/history", "/messages", "/settings"])
def test_a_patients_page_is_not_a_clinicians(
    dr_cho: User, client_of: ClientOf, words_of: Words, path: str
) -> None:
    response = client_of(dr_cho).get(path)

    assert response.status_code == 403
    assert "This page is for another role" in words_of(response)
