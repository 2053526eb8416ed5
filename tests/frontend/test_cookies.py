"""Over TLS each cookie is one that this host alone may set: no neighbour plants one."""

import ast
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages, info
from django.http import HttpResponse
from django.test import Client, RequestFactory

from frontend.cookies import PassingSentences
from tests.house.source import ROOT
from tracker.models import User

pytestmark = pytest.mark.django_db
LOOKS = {"theme": "dark", "motion": "still", "blur": "off", "voice": "on"}
PASSWORD = "correct horse battery"


@pytest.fixture
def over_tls(settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"


@pytest.fixture
def hers(over_tls: None, ana: User) -> Client:
    """Signed in by her password, with every choice of this device made."""
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    client = Client()
    client.post("/sign-in/password", {"login": ana.email, "password": PASSWORD}, secure=True)
    client.post("/settings", {"change": "look", **LOOKS}, secure=True)
    return client


def test_each_cookie_of_ours_is_this_hosts_alone_over_tls(hers: Client) -> None:
    hers.get("/settings", secure=True)

    names = {"sessionid", "csrftoken", "devices", *LOOKS}
    assert set(hers.cookies) == {f"__Host-{name}" for name in names}
    for cookie in hers.cookies.values():
        assert (bool(cookie["secure"]), cookie["path"], cookie["domain"]) == (True, "/", "")


def test_what_was_chosen_is_worn_and_a_planted_choice_is_not(hers: Client) -> None:
    head = hers.get("/settings", secure=True).content.decode().partition("<head>")[0]
    assert all(f'data-{name}="{value}"' in head for name, value in LOOKS.items())

    planted = Client()
    planted.cookies["theme"] = "dark"
    assert "data-theme" not in planted.get("/sign-in", secure=True).content.decode()


def test_a_sign_out_without_a_connection_is_made_good_by_its_own_mark_alone(hers: Client) -> None:
    hers.cookies["signed-out"] = "1"
    assert hers.get("/settings", secure=True).status_code == 200

    hers.cookies["__Host-signed-out"] = "1"
    answer = hers.get("/settings", secure=True)
    assert answer.url.startswith("/sign-in")
    assert answer.cookies["__Host-signed-out"]["max-age"] == 0
    assert answer.cookies["__Host-signed-out"]["secure"]


def test_a_passing_sentence_is_kept_and_shown_once(over_tls: None, rf: RequestFactory) -> None:
    first, next_one, answer = rf.get("/"), rf.get("/"), HttpResponse()
    first.session = next_one.session = {}
    first._messages = PassingSentences(first)  # type: ignore[attr-defined]
    info(first, "You are in.")
    first._messages.update(answer)  # type: ignore[attr-defined]
    [name] = answer.cookies

    next_one.COOKIES[name] = answer.cookies[name].value
    next_one._messages = PassingSentences(next_one)  # type: ignore[attr-defined]

    assert name == "__Host-messages"
    assert [str(each) for each in get_messages(next_one)] == ["You are in."]


def test_nothing_sets_a_cookie_under_a_name_of_its_own() -> None:
    files = [
        each for room in ("tracker", "api", "frontend") for each in (ROOT / room).rglob("*.py")
    ]
    calls = [
        node
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"set_cookie", "set_signed_cookie", "delete_cookie"}
    ]

    assert len(calls) == 2
    assert all(ast.unparse(each.args[0]).startswith("host_name(") for each in calls)
