"""Where a person is signed in: seen and ended by herself alone, and a new device is told."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.frontend.signing_in import is_signed_in
from tracker import jobs
from tracker.models import Notification, User
from tracker.services.notifications import deliver_due
from tracker.services.sessions import rename_session

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
PHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile"


def sign_in(user: User, client: Client | None = None) -> Client:
    client = client or Client(headers={"User-Agent": PHONE})
    EmailAddress.objects.get_or_create(user=user, email=user.email, primary=True, verified=True)
    client.post("/sign-in/password", {"login": user.email, "password": PASSWORD})
    assert is_signed_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get("/account").status_code == 200


def test_she_sees_each_device_and_ends_one_or_all_others(ana: User, ben: User) -> None:
    here, there, third = sign_in(ana), sign_in(ana), sign_in(ana)
    page = here.get("/account").content.decode()
    assert page.count("Chrome on Android") >= 3 and "This device" in page

    pk = UserSession.objects.get(session_key=there.session.session_key).pk
    stranger = sign_in(ben)
    assert stranger.post("/account/sessions", {"end": pk}).status_code == 404
    for wrong in ("", "-1", "all", "9" * 30):
        assert here.post("/account/sessions", {"end": wrong}).status_code == 404
    assert is_in(there)
    assert here.get("/account").content.decode().count("Chrome on Android") >= 3
    assert UserSession.objects.filter(user=ben).exists(), "her look forgets nobody else's"

    assert here.post("/account/sessions", {"end": pk}).url == "/account"
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)
    here.post("/account/sessions", {"end": "others"})
    assert (is_in(here), is_in(third), is_in(stranger)) == (True, False, True)
    assert here.get("/account/sessions").status_code == 405


def test_a_new_key_is_given_to_her_own_session_alone(ana: User, ben: User) -> None:
    key = sign_in(ana).session.session_key

    rename_session(by=ben, was=key, is_now="his")
    assert UserSession.objects.get().session_key == key

    rename_session(by=ana, was=key, is_now="hers")
    assert UserSession.objects.get().session_key == "hers"


def test_a_new_device_is_told_in_neutral_words_and_a_known_one_is_not(ana: User) -> None:
    def told() -> int:
        return Notification.objects.filter(kind="new_sign_in", address=ana.email).count()

    first = sign_in(ana)
    assert told() == 0, "the first sign-in of an account is no news"
    first.session.flush()
    sign_in(ana, first)
    assert told() == 0

    sign_in(ana)
    assert told() == 1
    deliver_due()
    assert mail.outbox[-1].subject == "A new sign-in to your account"
    said = mail.outbox[-1].body + mail.outbox[-1].subject
    assert not [word for word in ("photo", "clinic a", "toxin", "filler") if word in said.lower()]


def test_the_mark_of_a_device_names_nobody_and_cannot_be_made_up(ana: User, ben: User) -> None:
    phone = sign_in(ana)
    mark = phone.cookies["devices"].value
    assert ana.email not in mark and str(ana.pk) not in mark
    assert phone.cookies["devices"]["httponly"]

    ben.last_login = ana.date_joined
    ben.save()
    other = Client()
    other.cookies["devices"] = mark
    sign_in(ben, other)
    assert Notification.objects.filter(kind="new_sign_in", address=ben.email).count() == 1


def test_a_session_whose_time_is_over_is_forgotten_and_no_other(ana: User, ben: User) -> None:
    """It names an address, and where somebody was: neither lies there for good."""
    over, still, waiting = sign_in(ana), sign_in(ben), Client()
    waiting.post("/sign-in", {"email": ben.email})
    for client in (over, Client()):
        client.post("/sign-in", {"email": ana.email})
        yesterday = timezone.now() - timedelta(days=1)
        Session.objects.filter(pk=client.session.session_key).update(expire_date=yesterday)
    kept = {still.session.session_key, waiting.session.session_key}

    next(job for job in jobs.JOBS if job.name == "sessions").run()

    assert set(Session.objects.values_list("pk", flat=True)) == kept
    assert UserSession.objects.get().user == ben
    assert is_in(still)
