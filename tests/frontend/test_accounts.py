"""Signing in by a code and by a password, and what a stranger can learn from it: nothing."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.frontend.signing_in import ask_code, code_in_mail, is_signed_in, said_of_security
from tracker.models import Notification, User
from tracker.services.clinics import person
from tracker.services.notifications import deliver_due

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def verified(ana):
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    return ana


def test_a_code_by_mail_signs_in(client, verified):
    answer = ask_code(client, "Ana@example.org")
    assert answer.status_code == 302 and answer.url == "/sign-in/code"
    assert mail.outbox == [], "no mail leaves inside a request"

    answer = client.post("/sign-in/code", {"code": code_in_mail().lower().replace("-", " ")})

    assert answer.status_code == 302
    assert is_signed_in(client)


def test_a_first_sign_in_by_code_proves_the_address(client, clinic_a):
    new = person(email="new@example.org", name="New", language="en", time_zone="UTC")
    ask_code(client, new.email)
    client.post("/sign-in/code", {"code": code_in_mail()})

    assert is_signed_in(client)
    assert EmailAddress.objects.get(user=new).verified


def test_a_wrong_code_is_refused_in_our_words_and_three_end_the_try(client, verified):
    ask_code(client, verified.email)
    good = code_in_mail()

    page = client.post("/sign-in/code", {"code": "BBBB-BBBB"})
    assert "This is not the code we sent" in page.content.decode()
    client.post("/sign-in/code", {"code": "BBBB-BBBB"})
    page = client.post("/sign-in/code", {"code": "BBBB-BBBB"}, follow=True)
    assert "too many tries" in page.content.decode()

    client.post("/sign-in/code", {"code": good})
    assert not is_signed_in(client)


def test_a_code_works_once(client, verified):
    ask_code(client, verified.email)
    code = code_in_mail()
    client.post("/sign-in/code", {"code": code})

    other = Client()
    other.post("/sign-in/code", {"code": code})
    assert not is_signed_in(other)


def test_a_new_code_can_be_asked_for(client, verified):
    ask_code(client, verified.email)
    first = code_in_mail()
    client.post("/sign-in/code", {"action": "resend"})
    second = code_in_mail()

    assert first != second
    client.post("/sign-in/code", {"code": second})
    assert is_signed_in(client)


def test_a_known_and_an_unknown_address_are_answered_alike(verified):
    known, unknown = Client(), Client()
    pages = []
    for client, email in ((known, verified.email), (unknown, "ann@example.org")):
        sent = ask_code(client, email)
        page = client.get("/sign-in/code")
        text = re.sub(r'value="[\w-]{64}"', "", page.content.decode().replace(email, ""))
        pages.append((sent.status_code, sent.url, page.status_code, text))

    assert pages[0] == pages[1]
    assert Notification.objects.count() == 2, "both ways queue a mail"
    wrong = [c.post("/sign-in/code", {"code": "BBBB-BBBB"}) for c in (known, unknown)]
    assert len({answer.status_code for answer in wrong}) == 1


@pytest.mark.parametrize("path", ["/sign-in", "/password/forgot"])
def test_a_known_an_unproven_and_an_unknown_address_cost_the_same_statements(verified, path):
    person(email="new@example.org", name="New", language="en", time_zone="UTC")
    counts = set()
    for email in (verified.email, "new@example.org", "ann@example.org"):
        with CaptureQueriesContext(connection) as asked:
            Client().post(path, {"email": email})
        counts.add(len(asked))

    assert len(counts) == 1


def test_an_unknown_address_can_never_be_signed_in(client):
    ask_code(client, "ann@example.org")

    for code in ("", "None", "BBBB-BBBB"):
        client.post("/sign-in/code", {"code": code})
    assert not is_signed_in(client)
    assert not User.objects.exists()


def test_a_password_signs_in(client, verified):
    answer = client.post("/sign-in/password", {"login": verified.email, "password": PASSWORD})

    assert answer.status_code == 302
    assert is_signed_in(client)


def test_a_password_before_the_address_is_proven_asks_for_a_code(client, ana):
    answer = client.post("/sign-in/password", {"login": ana.email, "password": PASSWORD})
    assert answer.url == "/sign-in/verify"
    assert not is_signed_in(client)
    assert client.get("/sign-in/verify").status_code == 200

    client.post("/sign-in/verify", {"code": code_in_mail()})

    assert is_signed_in(client)
    assert EmailAddress.objects.get(user=ana).verified


@pytest.mark.parametrize(
    ("email", "password"), [("ana@example.org", "wrong"), ("no@example.org", "x")]
)
def test_a_wrong_password_and_a_wrong_address_sound_alike(email, password, client, verified):
    page = client.post("/sign-in/password", {"login": email, "password": password})

    assert "This e-mail address and password do not fit together." in page.content.decode()
    assert "<title>Error:" in page.content.decode()
    assert not is_signed_in(client)


def test_many_wrong_passwords_are_stopped_and_the_code_still_works(client, verified):
    for _try in range(6):
        page = client.post("/sign-in/password", {"login": verified.email, "password": "wrong"})
    assert "too many tries" in page.content.decode()
    page = client.post("/sign-in/password", {"login": verified.email, "password": PASSWORD})
    assert not is_signed_in(client), "even the right one waits"

    ask_code(client, verified.email)
    client.post("/sign-in/code", {"code": code_in_mail()})
    assert is_signed_in(client)


def test_tries_at_many_other_accounts_make_none_of_these_forgotten(client, verified):
    """SAFETY abuse 19, spraying: each account and each address is counted in the same memory."""
    for _try in range(6):
        client.post("/sign-in/password", {"login": verified.email, "password": "wrong"})
    for number in range(320):
        cache.set(f"z-as-another-account-is-counted-{number}", [1.0], 300)

    page = client.post("/sign-in/password", {"login": verified.email, "password": PASSWORD})

    assert "too many tries" in page.content.decode()
    assert not is_signed_in(client)


def test_other_spellings_of_an_address_are_no_other_account(client, verified):
    """SAFETY abuse 19: each spelling would be five tries more at one password."""
    name, _at, place = verified.email.partition("@")
    spellings = (
        verified.email,
        verified.email.upper(),
        f" {verified.email} ",
        f"{name.title()}@{place}",
        f"{name}@{place.upper()}",
    )
    for spelling in spellings:
        client.post("/sign-in/password", {"login": spelling, "password": "wrong"})
    page = client.post("/sign-in/password", {"login": verified.email, "password": PASSWORD})

    assert "too many tries" in page.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("letter", ["á", "a\u0301", "\uff41", "\u0430", "\u00aa", "a\u200b"])
def test_a_letter_that_only_looks_alike_opens_nobodys_account(letter, client, verified):
    alike = verified.email.replace("a", letter, 1)
    client.post("/sign-in/password", {"login": alike, "password": PASSWORD})
    assert not is_signed_in(client)

    ask_code(client, alike)
    deliver_due()
    assert [sent.to for sent in mail.outbox if verified.email in sent.to] == []


def test_what_a_caller_says_of_her_own_address_counts_for_nothing(client, settings):
    """Behind our one proxy, which writes down the last of them."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answers = [
        client.post(
            "/sign-in/password", {}, headers={"X-Forwarded-For": f"198.51.100.{n}, 203.0.113.7"}
        ).status_code
        for n in range(31)
    ]

    assert answers[-1] == 429


def test_all_addresses_of_one_network_of_ipv6_are_one(client, settings):
    """Whoever has one has the 2^64 beside it."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def tries(address):
        line = {"X-Forwarded-For": address}
        return client.post("/sign-in/password", {}, headers=line).status_code

    assert [tries(f"2001:db8:1:2:{n:x}::{n:x}") for n in range(31)][-1] == 429
    assert tries("2001:db8:1:3::1") == 200


def test_asking_for_many_codes_is_stopped_with_a_page_of_ours(verified):
    for _try in range(4):
        page = Client().post("/sign-in", {"email": verified.email})

    assert page.status_code == 200
    assert "too many tries" in page.content.decode()
    assert Notification.objects.count() == 3


def test_limits_by_address_answer_429(client, caplog):
    caplog.set_level("INFO", logger="fadewell.security")
    answers = [client.post("/sign-in/password", {}).status_code for _try in range(31)]

    assert answers[-1] == 429
    assert "Please wait a little" in client.post("/sign-in/password", {}).content.decode()
    assert said_of_security(caplog) == ["too many tries from 127.0.0.1"] * 2


def test_one_address_may_be_wrong_ten_times_in_a_minute(client, verified, time_stands):
    for number in range(10):
        guess = {"login": f"ann{number}@example.org", "password": "a guess of hers"}
        client.post("/sign-in/password", guess)
    right = {"login": verified.email, "password": PASSWORD}

    client.post("/sign-in/password", right)
    assert not is_signed_in(client)
    time_stands.shift(61)
    client.post("/sign-in/password", right)
    assert is_signed_in(client)


def test_one_address_may_be_wrong_sixty_times_in_an_hour(client, verified, time_stands):
    right = {"login": verified.email, "password": PASSWORD}
    for minute in range(6):
        for number in range(10):
            guess = {"login": f"ann{minute}{number}@example.org", "password": "a guess of hers"}
            client.post("/sign-in/password", guess)
        time_stands.shift(61)

    client.post("/sign-in/password", right)
    assert not is_signed_in(client)
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    elsewhere.post("/sign-in/password", right)
    assert is_signed_in(elsewhere)
    time_stands.shift(60 * 60)
    client.post("/sign-in/password", right)
    assert is_signed_in(client)


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/password", "/password/forgot"])
def test_an_empty_form_says_what_to_do(path, client):
    text = client.post(path, {}).content.decode()

    assert "Enter your e-mail address, like name@example.org." in text
    assert "This field is required" not in text


def test_the_session_changes_its_name_at_sign_in(client, verified):
    ask_code(client, verified.email)
    before = client.session.session_key
    client.post("/sign-in/code", {"code": code_in_mail()})

    assert client.session.session_key != before


def test_going_back_starts_the_sign_in_anew(client, verified):
    ask_code(client, "anna@example.org")

    assert client.get("/sign-in").status_code == 200
    assert client.get("/sign-in/code").url == "/sign-in"


def test_signing_out_needs_a_post_and_leaves_nothing_on_the_device(client_of, verified):
    client = client_of(verified)
    assert client.get("/sign-out").status_code == 200
    assert is_signed_in(client)

    answer = client.post("/sign-out")

    assert answer.url == "/sign-in"
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not is_signed_in(client)


def test_a_foreign_page_cannot_sign_anybody_in_or_out(ana):
    client = Client(enforce_csrf_checks=True)
    for path in ("/sign-in", "/sign-in/password", "/sign-out", "/password/forgot"):
        assert client.post(path, {"email": ana.email}).status_code == 403


def test_nobody_is_sent_to_a_foreign_site(client, verified):
    answer = client.post(
        "/sign-in/password",
        {"login": verified.email, "password": PASSWORD, "next": "https://evil.example/"},
    )

    assert "evil" not in answer.url
