"""A session ends: when it was left alone, and at the latest; who works here keeps it by working."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from time_machine import Traveller, travel

from tests.cast import show_second_factor
from tracker.models import User

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BEGAN = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
FETCHED = {"Sec-Fetch-Dest": "empty"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def clock() -> Traveller:
    with travel(BEGAN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(clock: Traveller, dr_cho: User) -> Client:
    return signed_in(dr_cho, "/clinic/")


@pytest.fixture
def phone(clock: Traveller, ana: User) -> Client:
    return signed_in(ana, "/help")


def signed_in(user: User, first: str) -> Client:
    client = Client()
    client.force_login(user)
    show_second_factor(client)
    client.get(first)
    return client


def is_in(client: Client) -> bool:
    return client.get("/session", headers=FETCHED).status_code == 200


def test_staff_who_leave_a_desk_alone_for_half_an_hour_are_signed_out(
    desk: Client, clock: Traveller
) -> None:
    name = desk.session.session_key
    clock.shift(29 * MINUTE)
    assert is_in(desk)

    clock.shift(2 * MINUTE)
    answer = desk.get("/clinic/")

    assert answer.status_code == 302
    assert answer.url == "/sign-in?next=/clinic/"
    assert "You were signed out after a pause" in desk.get(answer.url).content.decode()
    assert not Session.objects.filter(pk=name).exists()


def test_what_anybody_may_keep_is_kept_by_nobody_while_it_renews_her_session(
    phone: Client, clock: Traveller
) -> None:
    assert "public" in phone.get("/sw.js")["Cache-Control"]
    clock.shift(2 * HOUR)

    answer = phone.get("/sw.js")

    assert answer.cookies
    assert answer["Cache-Control"] == "private, no-store"


def test_each_act_keeps_it_and_what_a_page_fetches_by_itself_does_not(
    desk: Client, clock: Traveller
) -> None:
    for _act in range(3):
        clock.shift(25 * MINUTE)
        assert desk.get("/clinic/patients").status_code == 200
    clock.shift(25 * MINUTE)
    assert desk.post("/session", headers=JSON).json()["alone_left"] == 30 * 60

    for _look in range(3):
        assert is_in(desk)
        assert desk.get("/clinic/changes", headers=FETCHED | JSON).status_code == 200
        clock.shift(11 * MINUTE)

    assert desk.get("/clinic/changes", headers=FETCHED | JSON).status_code == 401


def test_a_day_s_work_ends_after_twelve_hours_however_busy(desk: Client, clock: Traveller) -> None:
    for _act in range(35):
        clock.shift(20 * MINUTE)
        assert desk.get("/clinic/").status_code == 200
    assert desk.get("/session").json()["left"] == 20 * 60

    clock.shift(21 * MINUTE)

    assert desk.get("/clinic/").status_code == 302


def test_a_patient_who_checks_in_now_and_then_stays_signed_in_for_thirty_days_at_most(
    phone: Client, clock: Traveller
) -> None:
    for _visit in range(3):
        clock.shift(9 * DAY)
        assert phone.get("/help").status_code == 200 and is_in(phone)

    clock.shift(4 * DAY)

    assert not is_in(phone)


def test_a_phone_in_a_drawer_is_signed_out_after_two_weeks(phone: Client, clock: Traveller) -> None:
    clock.shift(14 * DAY + HOUR)

    assert not is_in(phone)


def test_who_becomes_staff_has_the_hours_of_staff_with_the_next_act(
    phone: Client, clock: Traveller, ana: User, dr_cho: User
) -> None:
    membership = dr_cho.memberships.get()
    membership.pk, membership.user = None, ana
    membership.save()
    clock.shift(2 * HOUR)
    phone.get("/help")

    clock.shift(31 * MINUTE)

    assert not is_in(phone)


def test_only_a_page_of_the_clinic_carries_the_warning(desk: Client, phone: Client) -> None:
    page = desk.get("/clinic/patients").content.decode()

    assert 'data-alone="1800"' in page and "session-clock.js" in page
    assert "session-clock" not in phone.get("/help").content.decode()


def test_what_was_never_signed_in_is_asked_nothing(client: Client) -> None:
    assert client.get("/session").status_code == 401
    assert client.post("/session").status_code == 401
    assert client.get("/help").status_code == 200
    assert not client.cookies.get("sessionid")
