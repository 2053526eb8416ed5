"""Passwords: forgotten, changed, set for the first time; the owner is always told."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from tests.frontend.signing_in import ask_code, code_in_mail, is_signed_in, said_of_security
from tracker.models import AuditEvent, Notification
from tracker.records import audit
from tracker.services.notifications import deliver_due

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
WORDS = "a quiet lake at dawn"


@pytest.fixture
def verified(ana):
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    return ana


def test_a_forgotten_password_is_replaced_by_a_code(client, verified):
    client.post("/password/forgot", {"email": verified.email})
    answer = client.post("/password/forgot/code", {"code": code_in_mail()})
    assert answer.url == "/password/forgot/new"
    answer = client.post("/password/forgot/new", {"password1": WORDS, "password2": WORDS})
    assert answer.url == "/password/done"

    verified.refresh_from_db()
    assert verified.check_password(WORDS)
    deliver_due()
    assert mail.outbox[-1].subject == "Your password was changed"
    assert AuditEvent.objects.get(action="password.changed").actor == verified.pk


def test_the_page_of_the_new_password_needs_the_code_first(client, verified):
    assert client.get("/password/forgot/new").url == "/password/forgot"
    client.post("/password/forgot", {"email": verified.email})

    assert client.get("/password/forgot/new").url == "/password/forgot/code"


def test_an_unknown_address_gets_the_same_page_for_a_forgotten_password(client):
    answer = client.post("/password/forgot", {"email": "ann@example.org"})

    assert answer.url == "/password/forgot/code"
    assert client.get(answer.url).status_code == 200
    assert Notification.objects.get().kind == "unknown_address"


def test_a_changed_password_ends_the_other_sessions(client_of, verified):
    here, there = client_of(verified), client_of(verified)
    answer = here.post(
        "/password", {"oldpassword": PASSWORD, "password1": WORDS, "password2": WORDS}
    )
    assert answer.url == "/password/done"

    assert AuditEvent.objects.get(action="password.changed").actor == verified.pk
    assert here.get("/password").status_code == 200
    assert there.get("/password").url.startswith("/sign-in")


@pytest.mark.parametrize("weak", ["short", "password1234", "1234"])
def test_a_weak_password_is_refused(weak, client_of, verified):
    client_of(verified).post(
        "/password", {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    )

    verified.refresh_from_db()
    assert verified.check_password(PASSWORD)
    assert not AuditEvent.objects.filter(action="password.changed").exists()


def test_a_change_that_cannot_be_written_down_is_not_made(client_of, verified, monkeypatch):
    def no_room(_chain):
        raise MemoryError

    monkeypatch.setattr(audit, "_last", no_room)
    with pytest.raises(MemoryError):
        client_of(verified).post(
            "/password", {"oldpassword": PASSWORD, "password1": WORDS, "password2": WORDS}
        )

    verified.refresh_from_db()
    assert verified.check_password(PASSWORD)


def test_a_first_password_needs_a_fresh_sign_in(client_of, client, verified):
    verified.set_unusable_password()
    verified.save()
    old = client_of(verified)
    assert old.get("/password", follow=True).status_code == 403

    ask_code(client, verified.email)
    client.post("/sign-in/code", {"code": code_in_mail()})
    answer = client.post("/password/new", {"password1": WORDS, "password2": WORDS})

    assert answer.url == "/password/done"
    verified.refresh_from_db()
    assert verified.check_password(WORDS)


@pytest.mark.parametrize(
    ("chosen", "typed"),
    [
        ("el ni\u00f1o so\u00f1\u00f3 con el mar", "el nin\u0303o son\u0303o\u0301 con el mar"),
        ("el nin\u0303o son\u0303o\u0301 con el mar", "el ni\u00f1o so\u00f1\u00f3 con el mar"),
        ("\uff11\uff12 \ufb01ne old rivers", "12 fine old rivers"),
    ],
)
def test_a_password_fits_however_a_keyboard_composes_its_letters(
    chosen, typed, client, client_of, verified
):
    client_of(verified).post(
        "/password", {"oldpassword": PASSWORD, "password1": chosen, "password2": chosen}
    )

    client.post("/sign-in/password", {"login": verified.email, "password": typed})
    assert is_signed_in(client)


def test_a_wrong_password_is_in_the_security_log_by_where_it_came_from_alone(
    client, verified, caplog
):
    caplog.set_level("INFO", logger="fadewell.security")
    client.post("/sign-in/password", {"login": verified.email, "password": "canary of hers"})

    assert said_of_security(caplog) == ["wrong password from 127.0.0.1"]
    client.post("/sign-in/password", {"login": verified.email, "password": PASSWORD})
    assert said_of_security(caplog)[1:] == [f"signed in from 127.0.0.1: {verified.pk}"]
