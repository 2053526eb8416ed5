"""Each wrong code, passkey, password and token, and each page a role may not see, leaves a line.

It holds where from, or whose id and which page by its name in the code: no address of anybody, no
code, no id of a patient.
"""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from frontend.accounts.mfa import OurFactors
from tests.frontend.signing_in import ask_code, code_in_mail, said_of_security
from tracker.models import Patient, User
from tracker.services.tokens import make_token

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
WRONG_CODE, WRONG_PASSWORD = "wrong code or passkey from 127.0.0.1", "wrong password from 127.0.0.1"


@pytest.fixture(autouse=True)
def _log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="fadewell.security")


@pytest.fixture
def cho(dr_cho: User) -> User:
    return proven(dr_cho)


def proven(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def half_way(user: User) -> Client:
    """The password was right, the second factor is asked for."""
    secret = OurFactors().encrypt("JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(user=user, type="totp", data={"secret": secret})
    client = Client()
    client.post("/sign-in/password", {"login": user.email, "password": PASSWORD})
    return client


@pytest.mark.parametrize("address", ["ana@example.org", "nobody.knows@example.org"])
def test_a_wrong_code_of_a_mail_known_or_not(
    client: Client, ana: User, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert proven(ana).email == "ana@example.org"
    ask_code(client, address)

    client.post("/sign-in/code", {"code": "BBBB-BBBB"})

    assert said_of_security(caplog) == [WRONG_CODE]


def test_the_right_code_leaves_the_sign_in_alone(
    client: Client, ana: User, caplog: pytest.LogCaptureFixture
) -> None:
    ask_code(client, proven(ana).email)

    client.post("/sign-in/code", {"code": code_in_mail()})

    assert said_of_security(caplog) == [f"signed in from 127.0.0.1: {ana.pk}"]


def test_a_wrong_code_of_an_app_and_a_passkey_that_is_none(
    cho: User, caplog: pytest.LogCaptureFixture
) -> None:
    half_way(cho).post("/sign-in/second", {"code": "000000"})
    Client().post("/sign-in/passkey", {"credential": '{"id": "x", "response": {}}'})

    assert said_of_security(caplog) == [WRONG_CODE] * 2


def test_a_wrong_password_of_somebody_who_is_in_already(
    client_of, ana: User, caplog: pytest.LogCaptureFixture
) -> None:
    new = "a password that is new and long"
    given = {"oldpassword": "not the one", "password1": new, "password2": new}

    client_of(ana).post("/password", given)

    assert said_of_security(caplog) == [WRONG_PASSWORD]


def test_a_page_of_another_role_by_its_name_and_without_whom_it_is_about(
    client_of, ana: User, ana_patient: Patient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client_of(ana).get(f"/clinic/patients/{ana_patient.pk}?search=Ana")

    assert answer.status_code == 403
    assert said_of_security(caplog) == [f"refused with 403: {ana.pk}, GET clinic-patient"]


def test_an_endpoint_of_another_role_and_a_token_that_is_none(
    ana: User, caplog: pytest.LogCaptureFixture
) -> None:
    hers, strange = (
        {"Authorization": f"Bearer {each}"} for each in (make_token(ana), "canary-of-a-token")
    )

    statuses = [
        Client(headers=hers).post("/api/v1/patients/").status_code,
        Client(headers=strange).get("/api/v1/me/").status_code,
    ]

    assert statuses == [403, 401]
    first, second = said_of_security(caplog)
    assert first.startswith(f"refused with 403: {ana.pk}, POST ")
    assert second.startswith("refused with 401: nobody signed in, GET ")


def test_what_she_may_see_and_what_is_not_there_leave_none(
    client_of, ana: User, caplog: pytest.LogCaptureFixture
) -> None:
    assert client_of(ana).get("/").status_code == 200
    assert client_of(ana).get("/no-such-page").status_code == 404

    assert said_of_security(caplog) == []
