"""Staff show a second factor before any patient; each way in is set up, shown, used up, kept."""

import re
import time
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.test import Client

from frontend.accounts.mfa import OurFactors
from tests.frontend.signing_in import ask_code, code_in_mail, is_signed_in
from tests.house.access.routes import routes
from tests.house.access.sessions import AT_WORK
from tracker.models import AuditEvent, Clinic, Membership, Notification, Role, User
from tracker.services import factor_secrets
from tracker.services.clinics import invite_staff
from tracker.services.tokens import make_token

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
API = "/api/v1"
NO_ANSWERS = [
    *("", "{}", "[]", "1", '{"id": "x", "response": {}}', "not json"),
    *("1" * 5_000, "[" * 100_000),  # more digits, and lists in lists, than are read
]


@pytest.fixture
def cho(dr_cho: User) -> User:
    EmailAddress.objects.create(user=dr_cho, email=dr_cho.email, primary=True, verified=True)
    return dr_cho


@pytest.fixture
def one_factor(cho: User) -> Client:
    """Signed in a minute ago by password, and no more."""
    client = Client()
    client.post("/sign-in/password", {"login": cho.email, "password": PASSWORD})
    assert is_signed_in(client)
    return client


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up_app(client: Client) -> str:
    """Returns the secret that her phone now holds."""
    page = client.get("/account/app").content.decode()
    secret = re.search(r'class="link-once">([A-Z2-7]+)<', page)
    assert secret
    answer = client.post("/account/app", {"code": code_of(secret[1])})
    assert answer.status_code == 302, answer.content.decode()
    return secret[1]


def recovery_codes(client: Client) -> list[str]:
    return re.findall(r"<li>([\w-]{8,})</li>", client.get("/account/codes").content.decode())


def past_the_first_step(user: User) -> Client:
    """In another browser: the password was right, the second factor is asked for."""
    client = Client()
    answer = client.post("/sign-in/password", {"login": user.email, "password": PASSWORD})
    assert answer.url == "/sign-in/second"
    assert not is_signed_in(client)
    return client


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """later(seconds): the clock of codes and sign-ins moves on."""
    real, moved = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + moved[0])
    return lambda seconds: moved.append(moved.pop() + seconds)


def test_a_role_alone_opens_no_page_and_no_address_about_patients(
    one_factor: Client, cho: User, clinic_a: Clinic, review_case: Any
) -> None:
    """Every route that anybody of a clinic may open, from the URL configuration itself."""
    for role in (Role.CLINICAL_LEAD, Role.ADMINISTRATOR):
        Membership.objects.create(user=cho, clinic=clinic_a, role=role)
    staff = [each for each in routes() if {*each.may.values()} & AT_WORK]
    assert len(staff) > 45
    fill = {"version": "2026-01", "rule": "bruise", "action": "claim"}
    for route in staff:
        path = route.filled(lambda _word, name: fill.get(name, str(review_case.pk)))
        answer = one_factor.get(path)
        if route.is_api and answer.status_code != 405:
            assert answer.json()["type"].endswith("second-factor-required"), path
        elif not route.is_api and answer.status_code != 405:
            assert (answer.status_code, answer.url) == (302, "/account?needed=1"), path

    told = {"Accept": "application/json"}
    assert one_factor.get("/clinic/changes", headers=told).status_code == 403
    for shared in ("/patients/", f"/patients/{review_case.patient_id}/", "/check-ins/"):
        assert one_factor.get(API + shared).status_code == 403
    page = one_factor.get("/account?needed=1").content.decode()
    assert "Before you see a patient, set up a second step" in page
    bearer = {"Authorization": f"Bearer {make_token(cho)}"}
    assert Client().get(f"{API}/patients/", headers=bearer).status_code == 200


def test_who_is_staff_and_a_patient_still_reports_how_she_is(
    client: Client,
    ana: User,
    ben: User,
    her_toxin: Any,
    clinic_b: Any,
    a_form: Callable[..., Any],
) -> None:
    Authenticator.objects.create(user=ben, type=Authenticator.Type.WEBAUTHN, data={})
    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    invite_staff(by=None, clinic=clinic_b, email=ana.email, name="Ana", roles=[Role.COORDINATOR])
    client.post("/sign-in/password", {"login": ana.email, "password": PASSWORD})

    assert client.get("/clinic/").url == "/account?needed=1"
    assert client.post("/check-in", a_form()).status_code == 302
    assert her_toxin.check_ins.count() == 1


def test_an_app_is_set_up_once_and_asked_for_at_each_sign_in(
    one_factor: Client,
    cho: User,
    _later: Callable[[float], None],
    django_capture_on_commit_callbacks: Any,
) -> None:
    wrong = one_factor.post("/account/app", {"code": "000000"}).content.decode()
    assert "This code does not fit." in wrong
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up_app(one_factor)
    assert one_factor.get("/clinic/").status_code == 200, "this session has shown it"

    stored = Authenticator.objects.get(user=cho, type="totp").data["secret"]
    assert secret not in stored and factor_secrets.opened(stored) == secret
    acts = AuditEvent.objects.filter(action="second_factor.added").values_list("actor", "detail")
    assert list(acts) == [(cho.pk, {"kind": "totp"})]
    assert Notification.objects.filter(kind="sign_in_changed", address=cho.email).exists()

    _later(90)
    other = past_the_first_step(cho)
    assert other.get("/clinic/").url.startswith("/sign-in")
    assert (
        "This code does not fit." in other.post("/sign-in/second", {"code": "1"}).content.decode()
    )
    used = code_of(secret)
    assert other.post("/sign-in/second", {"code": used}).status_code == 302
    assert other.get("/clinic/").status_code == 200
    again = past_the_first_step(cho)
    again.post("/sign-in/second", {"code": used})
    assert not is_signed_in(again), "a code works once"


def test_a_mailed_code_is_no_second_factor_and_no_step_can_be_skipped(
    one_factor: Client, cho: User
) -> None:
    set_up_app(one_factor)
    client = Client()
    ask_code(client, cho.email)
    assert client.post("/sign-in/code", {"code": code_in_mail()}).url == "/sign-in/second"

    for path in ("/clinic/", "/account", "/account/app", "/account/codes", "/password"):
        assert client.get(path).url.startswith("/sign-in"), path
    for path in ("/account/app/remove", "/account/codes/new", "/sign-in/again/code"):
        assert client.post(path, {"code": "1"}).url.startswith("/sign-in"), path
    assert not is_signed_in(client)
    assert Client().get("/sign-in/second").url == "/sign-in"


def test_a_code_that_is_left_out_is_asked_for_in_our_words(one_factor: Client, cho: User) -> None:
    assert "Enter the code." in one_factor.post("/account/app", {"code": ""}).content.decode()
    set_up_app(one_factor)

    second = past_the_first_step(cho).post("/sign-in/second", {"code": ""}).content.decode()

    assert "Error: Enter the code." in second
    assert "required." not in second and "the mail" not in second


def test_many_wrong_codes_are_stopped(one_factor: Client, cho: User) -> None:
    secret = set_up_app(one_factor)
    client = past_the_first_step(cho)
    for number in range(6):
        page = client.post("/sign-in/second", {"code": f"00000{number}"}, follow=True)
    assert "too many tries" in page.content.decode()

    client.post("/sign-in/second", {"code": code_of(secret)})
    assert not is_signed_in(client), "even the right one waits"


def test_recovery_codes_show_once_and_work_once_and_new_ones_end_them(
    one_factor: Client, cho: User
) -> None:
    set_up_app(one_factor)
    first = recovery_codes(one_factor)
    assert len(first) == 10
    assert recovery_codes(one_factor) == []

    client = past_the_first_step(cho)
    assert client.post("/sign-in/second", {"code": first[0]}).status_code == 302
    assert client.get("/clinic/").status_code == 200
    again = past_the_first_step(cho)
    again.post("/sign-in/second", {"code": first[0]})
    assert not is_signed_in(again)

    assert one_factor.post("/account/codes/new").url == "/account/codes"
    again.post("/sign-in/second", {"code": first[1]})
    assert not is_signed_in(again)
    again.post("/sign-in/second", {"code": recovery_codes(one_factor)[0]})
    assert is_signed_in(again)


def test_what_changes_the_way_in_asks_for_a_fresh_sign_in(
    one_factor: Client, cho: User, _later: Callable[[float], None]
) -> None:
    secret = set_up_app(one_factor)
    _later(11 * 60)
    for path in ("app/remove", "codes", "codes/new", "passkeys/new"):
        answer = one_factor.post(f"/account/{path}")
        assert answer.url.startswith("/sign-in/again?next="), path

    asked = "/sign-in/again?next=/account/codes"
    wrong = one_factor.post(asked, {"password": "wrong"})
    assert "This is not your password." in wrong.content.decode()
    assert one_factor.get("/account/codes").status_code == 302
    by_code = one_factor.post("/sign-in/again/code?next=/account/codes", {"code": code_of(secret)})
    assert by_code.url == "/account/codes"
    assert len(recovery_codes(one_factor)) == 10
    foreign = one_factor.post("/sign-in/again?next=https://evil.example/", {"password": PASSWORD})
    assert "evil" not in foreign.url


def test_staff_keep_one_factor_and_a_patient_may_give_hers_up(
    one_factor: Client, cho: User, client: Client, ana: User
) -> None:
    set_up_app(one_factor)
    page = one_factor.post("/account/app/remove").content.decode()
    assert "keeps one" in page
    assert Authenticator.objects.filter(user=cho, type="totp").exists()

    EmailAddress.objects.create(user=ana, email=ana.email, primary=True, verified=True)
    client.post("/sign-in/password", {"login": ana.email, "password": PASSWORD})
    set_up_app(client)
    assert client.post("/account/app/remove").url == "/account"
    assert not Authenticator.objects.filter(user=ana).exists()


def test_a_session_from_before_shows_the_factor_that_came_later(
    one_factor: Client, cho: User
) -> None:
    older = Client()
    older.post("/sign-in/password", {"login": cho.email, "password": PASSWORD})
    secret = set_up_app(one_factor)

    asked = older.get("/clinic/")
    assert asked.url == "/sign-in/again/code?next=%2Fclinic%2F"
    assert older.post(asked.url, {"code": code_of(secret)}).url == "/clinic/"
    assert older.get("/clinic/").status_code == 200


def test_her_first_passkey_is_called_the_first_whatever_others_have(ana: User, ben: User) -> None:
    passkey = Authenticator.Type.WEBAUTHN
    Authenticator.objects.create(user=ana, type=passkey, data={})

    assert OurFactors().generate_authenticator_name(ana, passkey) == "Passkey 2"
    assert OurFactors().generate_authenticator_name(ben, passkey) == "Passkey 1"


@pytest.mark.parametrize("sent", NO_ANSWERS, ids=range(len(NO_ANSWERS)))
def test_a_passkey_that_is_none_signs_nobody_in(one_factor: Client, sent: str) -> None:
    asked = Client().get("/sign-in/passkey", headers={"Accept": "application/json"})
    assert asked.json()["request_options"]["publicKey"]["userVerification"] == "required"

    answer = Client().post("/sign-in/passkey", {"credential": sent})
    assert answer.status_code == 302 and answer.url.startswith("/sign-in")
    assert one_factor.post("/account/passkeys/new", {"credential": sent}).status_code == 200
    assert not Authenticator.objects.exists()


def test_a_device_asks_for_her_finger_also_where_she_is_signed_in_or_half(
    one_factor: Client, cho: User, monkeypatch: Any
) -> None:
    """Somebody at a phone that lies open only touches it."""
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda _user: [])
    Authenticator.objects.create(user=cho, type=Authenticator.Type.WEBAUTHN, data={})
    half_way = Client()
    half_way.post("/sign-in/password", {"login": cho.email, "password": PASSWORD})

    for client, page in ((one_factor, "/sign-in/again/passkey"), (half_way, "/sign-in/second")):
        shown = client.get(page)
        assert shown.status_code == 200
        assert re.search(r'"userVerification":\s*"required"', shown.content.decode())


def test_the_demos_sign_in_counts_in_the_demo_alone(
    client: Client, cho: User, settings: Any
) -> None:
    client.force_login(cho, backend=site.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["account_authentication_methods"] = [{"method": "demo", "at": 0}]
    session["account_authentication_methods_user"] = str(cho.pk)
    session.save()

    assert client.get("/clinic/").status_code == 302
    settings.FADEWELL_DEMO = True
    assert client.get("/clinic/").status_code == 200


def test_who_lost_phone_and_codes_begins_anew_and_is_told(
    one_factor: Client, cho: User, lead_a: User
) -> None:
    set_up_app(one_factor)
    Authenticator.objects.create(user=lead_a, type=Authenticator.Type.WEBAUTHN, data={})
    UserSession.objects.create(user=lead_a, ip="::1", session_key="another", user_agent="Firefox")

    call_command("end_factors", cho.email.upper(), stdout=StringIO())

    assert Authenticator.objects.get().user == lead_a
    assert UserSession.objects.get().user == lead_a
    assert one_factor.get("/clinic/").url.startswith("/sign-in")
    assert Notification.objects.get(kind="sign_in_changed").address == cho.email
    with pytest.raises(CommandError, match="Nobody has that address"):
        call_command("end_factors", "nobody@example.org")
