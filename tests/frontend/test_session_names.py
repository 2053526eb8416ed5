"""A session's name changes whenever somebody shows who she is (SAFETY abuse 18; ASVS 7.2.4)."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client

from tests.frontend.signing_in import is_signed_in
from tests.frontend.test_second_factor import PASSWORD, code_of, set_up_app
from tracker.models import PushSubscription, User
from tracker.session_store import SessionStore

pytestmark = pytest.mark.django_db


def name_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def with_name(name: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = name
    return client


@pytest.fixture
def hers(ana: User) -> Client:
    """Signed in by password."""
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    client = Client()
    client.post("/sign-in/password", {"login": ana.email, "password": PASSWORD})
    assert is_signed_in(client)
    return client


def lists_one(user: User, client: Client) -> bool:
    names = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    return list(names) == [name_of(client)]


def test_between_password_and_second_factor_it_is_another(ana: User, hers: Client) -> None:
    secret = generate_totp_secret()
    TOTP.activate(ana, secret)
    client = Client()
    client.post("/sign-in/password", {"login": ana.email, "password": PASSWORD})
    before = name_of(client)
    client.post("/sign-in/second", {"code": code_of(secret)})

    assert is_signed_in(client)
    assert name_of(client) != before
    assert not is_signed_in(with_name(before))


def test_a_sign_in_shown_again_gets_a_new_name_and_ends_the_old_one(
    ana: User, hers: Client
) -> None:
    before = name_of(hers)
    PushSubscription.objects.create(
        user=ana, session_id=before, endpoint="https://push.example/1", p256dh="p", auth="a"
    )
    answer = hers.post("/sign-in/again", {"password": PASSWORD})

    assert answer.status_code == 302
    assert is_signed_in(hers)
    assert name_of(hers) != before
    tab = with_name(before)
    assert not is_signed_in(tab)
    assert tab.get("/", follow=True).request["PATH_INFO"] == "/sign-in"
    assert settings.SESSION_COOKIE_NAME not in tab.get("/").cookies, "the new one stays"
    assert PushSubscription.objects.get().session_id == name_of(hers)
    assert lists_one(ana, hers)
    hers.get("/")
    assert lists_one(ana, hers), "and the next page changes nothing"


def test_what_was_under_way_does_not_bring_the_old_name_back(ana: User, hers: Client) -> None:
    """Another tab had read the session before it was named anew, and writes it down afterwards."""
    before = name_of(hers)
    under_way = SessionStore(before)
    assert SESSION_KEY in under_way.load()
    under_way["seen"] = "now"
    hers.post("/sign-in/again", {"password": PASSWORD})

    with pytest.raises(UpdateError):
        under_way.save()

    assert not is_signed_in(with_name(before))
    assert is_signed_in(hers)
    assert lists_one(ana, hers)


def test_a_wrong_password_changes_nothing(ana: User, hers: Client) -> None:
    before = name_of(hers)
    hers.post("/sign-in/again", {"password": "wrong"})

    assert name_of(hers) == before
    assert is_signed_in(with_name(before))


def test_a_second_factor_that_was_set_up_or_shown_again_gets_one_too(
    ana: User, hers: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [name_of(hers)]
    secret = set_up_app(hers)
    names.append(name_of(hers))
    later = time.time() + 90  # a code works once
    monkeypatch.setattr(time, "time", lambda: later)
    answer = hers.post("/sign-in/again/code", {"code": code_of(secret)})
    names.append(name_of(hers))

    assert answer.status_code == 302
    assert len(set(names)) == 3
    assert [is_signed_in(with_name(each)) for each in names] == [False, False, True]
    assert lists_one(ana, hers)
