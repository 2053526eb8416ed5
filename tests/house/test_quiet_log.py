"""What stands in the log after a fault: its kind and its places, no words and no links."""

import io
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.house.source import ROOT
from tracker.models import Treatment, User
from tracker.quiet_log import Places

pytestmark = pytest.mark.django_db
SAID = "numb cheek ana@example.org"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """As a clinic's server writes it."""
    assert settings.LOGGING["formatters"]["places"]["()"] == "tracker.quiet_log.Places"
    assert settings.LOGGING["handlers"]["console"]["formatter"] == "places"
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Places())
    logging.getLogger().addHandler(handler)
    yield out
    logging.getLogger().removeHandler(handler)


def fails(*_given: Any, **_said: Any) -> None:
    try:
        raise ValueError(SAID)
    except ValueError as inner:
        raise RuntimeError(SAID) from inner


def test_a_fault_of_a_page_is_logged_without_its_words(
    ana: User, her_toxin: Treatment, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontend.pages.messages.send_message", fails)
    browser = Client(raise_request_exception=False)
    browser.force_login(ana, settings.AUTHENTICATION_BACKENDS[0])
    message = {"text": SAID, "client_id": "7c1f0b0e-3a54-4f0e-9d52-0d8f6a1f2b11"}

    answer = browser.post("/messages", message)

    assert answer.status_code == 500
    assert "RuntimeError" in log.getvalue()
    assert "ValueError" in log.getvalue()
    assert "frontend/pages/messages.py" in log.getvalue()
    assert "numb" not in log.getvalue()
    assert "example.org" not in log.getvalue()


@pytest.mark.parametrize("name", ["invitation_link", "join"])
def test_a_fault_behind_a_link_does_not_log_what_opens_it(
    name: str, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("frontend.pages.invitation.invitations.digest_of", fails)
    monkeypatch.setattr("frontend.pages.clinic_join.staff_invitations.open_one", fails)
    browser = Client(raise_request_exception=False)

    answer = browser.get(reverse(name, args=["Zk3-secret_token"]))

    assert answer.status_code == 500
    assert "Internal Server Error: /" in log.getvalue()
    assert "secret" not in log.getvalue()


def test_a_search_in_an_address_is_not_logged(log: io.StringIO) -> None:
    logging.getLogger("django.request").warning("Not Found: %s", "/clinic/patients?search=Ana")

    assert "Not Found: /clinic/patients" in log.getvalue()
    assert "Ana" not in log.getvalue()


@pytest.mark.parametrize("said", ["\r\nforged", "\x1b[2J", "\u2028forged", "\x00", "\x85forged"])
def test_an_address_writes_no_line_of_its_own_and_moves_no_cursor(
    said: str, log: io.StringIO
) -> None:
    Client().get(f"/api/v1/nowhere{quote(said)}/")
    Client().get(f"/nowhere{quote(said)}")

    lines = log.getvalue().splitlines()
    assert [line.startswith("Not Found: /") for line in lines] == [True, True]
    assert all(sign.isprintable() for line in lines for sign in line)


def test_what_another_handler_wrote_down_is_not_taken_over() -> None:
    try:
        fails()
    except RuntimeError as fault:
        said = (type(fault), fault, fault.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "Oh", (), said)
    logging.Formatter().format(record)

    assert SAID not in Places().format(record)


def test_the_proxy_logs_no_request_in_either_of_its_servers() -> None:
    servers = (ROOT / "deploy/nginx.conf").read_text().split("\nserver {")[1:]

    assert len(servers) == 2
    for server in servers:
        assert "access_log off;" in server
        assert "error_log /var/log/nginx/error.log emerg;" in server
