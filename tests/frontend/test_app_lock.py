"""The app lock: chosen by herself; five minutes away close the app, and never the way to help."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from time_machine import Traveller, travel

from tests.cast import show_second_factor
from tracker.models import AuditEvent, CheckIn, Treatment, User

pytestmark = pytest.mark.django_db
AWAY = timedelta(minutes=6)
JSON = {"Accept": "application/json"}
METHODS = "account_authentication_methods"


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with travel(datetime.now(UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def hers(clock: Traveller, ana: User, her_toxin: Treatment) -> Client:
    """Her phone, with the lock on, just used."""
    client = Client()
    client.force_login(ana)
    show_second_factor(client)
    answer = client.post("/settings", {"change": "lock", "lock": "on"})
    assert answer.url == "/settings?saved=1"
    assert client.get("/").status_code == 200
    return client


def shows_herself(client: Client) -> None:
    """As allauth writes down a passkey or a password that was shown again."""
    session = client.session
    session[METHODS] = [*session[METHODS], {"method": "mfa", "at": time.time()}]
    session.save()


def test_she_turns_it_on_and_off_and_each_is_written_down(hers: Client, ana: User) -> None:
    assert "Turn off the app lock" in hers.get("/settings").content.decode()
    hers.post("/settings", {"change": "lock", "lock": "on"})
    hers.post("/settings", {"change": "lock", "lock": "off"})

    ana.refresh_from_db()
    assert not ana.app_lock
    assert "Turn on the app lock" in hers.get("/settings").content.decode()
    rows = AuditEvent.objects.filter(action="app_lock.changed")
    assert [row.detail["is_on"] for row in rows.order_by("pk")] == [True, False]


def test_after_five_minutes_away_every_page_and_read_is_closed(
    hers: Client, clock: Traveller, her_toxin: Treatment
) -> None:
    clock.shift(AWAY)

    for path in ("/", "/history", "/messages", "/settings", "/check-in", "/nowhere"):
        answer = hers.get(path)
        assert answer.status_code == 423, path
        assert "toxin" not in answer.content.decode().lower()
    for path in (f"/api/v1/treatments/{her_toxin.pk}/", "/api/v1/me/", "/api/v1/export/"):
        answer = hers.get(path)
        assert answer.status_code == 403, path
        assert answer.json()["type"] == "about:blank#reauthentication-required"
    assert hers.post("/settings", {"change": "lock", "lock": "off"}).status_code == 423


def test_help_stays_open_and_shows_the_clinic_s_numbers(hers: Client, clock: Traveller) -> None:
    clock.shift(AWAY)
    locked = hers.get("/").content.decode()

    page = hers.get("/help").content.decode()

    assert 'href="/help"' in locked
    assert "+44 20 7946 0101".replace(" ", "\u00a0") in page and "Call 112" in page
    assert hers.get("/offline").status_code == 200


def test_what_she_has_finished_is_sent_while_it_is_locked(
    hers: Client, clock: Traveller, a_form: Callable[..., dict[str, Any]]
) -> None:
    form = a_form(danger="yes", sign="breathing")
    clock.shift(AWAY)
    assert hers.get("/session").json()["is_open"] is False

    answer = hers.post("/check-in", form, headers=JSON)

    assert answer.status_code in (200, 201)
    assert CheckIn.objects.get().assessments.get().urgency == "emergency"
    assert hers.get("/").status_code == 423


def test_signing_in_again_opens_it_and_a_sign_in_of_before_does_not(
    hers: Client, clock: Traveller
) -> None:
    shows_herself(hers)
    hers.get("/")
    clock.shift(AWAY)
    assert hers.get("/").status_code == 423
    clock.shift(timedelta(minutes=1))
    assert hers.get("/").status_code == 423

    shows_herself(hers)

    assert hers.get("/").status_code == 200
    clock.shift(timedelta(minutes=4))
    assert hers.get("/history").status_code == 200


def test_the_way_back_leads_to_the_page_she_wanted(
    hers: Client, clock: Traveller, ana: User
) -> None:
    clock.shift(AWAY)

    page = hers.get("/history?view=photos").content.decode()

    assert "/sign-in/again?next=/history%3Fview%3Dphotos" in page
    answer = hers.post(
        "/sign-in/again?next=/history%3Fview%3Dphotos", {"password": "correct horse battery"}
    )
    assert answer.url == "/history?view=photos"
    assert hers.get("/history").status_code == 200


def test_who_has_no_password_signs_out_and_in(hers: Client, clock: Traveller, ana: User) -> None:
    ana.refresh_from_db()
    ana.set_unusable_password()
    ana.save()
    hers.force_login(ana)
    hers.get("/")
    clock.shift(AWAY)

    page = hers.get("/").content.decode()

    assert 'action="/sign-out"' in page and "/sign-in/again" not in page


def test_without_the_lock_nothing_closes(
    clock: Traveller, ben: User, client_of: Callable[[User], Any], his_toxin: Treatment
) -> None:
    his = client_of(ben)
    his.get("/")
    clock.shift(timedelta(hours=3))

    page = his.get("/")

    assert page.status_code == 200
    assert "app-lock.js" not in page.content.decode()
