"""From the invitation to the account: an address is proven before it opens anything."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from tests.frontend.inviting import invited_patient, mailed_link, opened, shown_link
from tests.frontend.signing_in import code_in_mail, is_signed_in, said_of_security
from tracker.models import Patient, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def eve(clinic_a):
    return invited_patient(clinic_a)


@pytest.fixture
def shown(eve, dr_cho):
    return shown_link(eve, by=dr_cho)


@pytest.fixture
def mailed(shown):
    return mailed_link()


def test_the_link_in_the_mail_and_the_same_address_sign_her_in_at_once(client, mailed, eve):
    opened(client, mailed)
    answer = client.post("/invitation/account", {"email": "EVE@example.org"})

    assert answer.url == "/welcome"
    assert is_signed_in(client)
    eve.refresh_from_db()
    assert eve.user.time_zone == "Asia/Tokyo"
    assert EmailAddress.objects.get(user=eve.user).verified
    assert client.get("/welcome", follow=True).redirect_chain[-1][0] == "/welcome/care"


def test_the_link_that_staff_see_asks_for_a_code(client, shown, eve):
    opened(client, shown)
    answer = client.post("/invitation/account", {"email": "eve@example.org"})
    assert answer.url == "/invitation/code"
    assert not User.objects.filter(email="eve@example.org").exists()
    assert client.get("/invitation/code").status_code == 200

    answer = client.post("/invitation/code", {"code": code_in_mail()})

    assert answer.url == "/welcome"
    assert is_signed_in(client)
    eve.refresh_from_db()
    assert eve.user.email == "eve@example.org"


def test_another_address_than_the_invited_one_asks_for_a_code(client, mailed):
    opened(client, mailed)

    answer = client.post("/invitation/account", {"email": "other@example.org"})

    assert answer.url == "/invitation/code"


def test_an_account_that_exists_is_never_entered_without_a_code(client, mailed, cleo, eve):
    """Staff of one clinic cannot take over an account that another clinic's patient has."""
    Patient.objects.filter(pk=eve.pk).update(email=cleo.email)
    opened(client, mailed)

    answer = client.post("/invitation/account", {"email": cleo.email})

    assert answer.url == "/invitation/code"
    assert not is_signed_in(client)
    client.post("/invitation/code", {"code": code_in_mail()})
    assert client.session["_auth_user_id"] == str(cleo.pk)


def test_an_address_with_and_without_account_are_answered_alike(shown, cleo):
    pages = []
    for email in (cleo.email, "nobody@example.org"):
        client = Client()
        opened(client, shown)
        client.post("/invitation/account", {"email": email})
        text = client.get("/invitation/code").content.decode().replace(email, "")
        pages.append(re.sub(r'value="[\w-]{64}"', "", text))

    assert pages[0] == pages[1]


def test_three_wrong_codes_end_the_try_but_not_the_invitation(client, shown, caplog):
    caplog.set_level("INFO", logger="fadewell.security")
    opened(client, shown)
    client.post("/invitation/account", {"email": "eve@example.org"})
    good = code_in_mail()
    for _try in range(3):
        page = client.post("/invitation/code", {"code": "BBBB-BBBB"})
    assert "too many tries" in page.content.decode()
    assert said_of_security(caplog) == ["wrong code or passkey from 127.0.0.1"] * 3

    assert client.post("/invitation/code", {"code": good}).url == "/invitation"
    assert client.get("/invitation").status_code == 200
    assert not is_signed_in(client)


def test_a_new_code_replaces_the_first(client, shown):
    opened(client, shown)
    client.post("/invitation/account", {"email": "eve@example.org"})
    first = code_in_mail()
    client.post("/invitation/code", {"action": "resend"})
    second = code_in_mail()

    client.post("/invitation/code", {"code": first})
    assert not is_signed_in(client)
    client.post("/invitation/code", {"code": second})
    assert is_signed_in(client)


@pytest.mark.parametrize("email", ["", "eve", "eve@", "a b@example.org", "x" * 300 + "@e.org"])
def test_an_address_that_is_none_is_asked_again(email, client, mailed):
    opened(client, mailed)
    page = client.post("/invitation/account", {"email": email})

    assert page.status_code == 422
    assert "Enter your e-mail address" in page.content.decode()


def test_the_same_link_in_two_browsers_gives_one_account(mailed):
    first, second = Client(), Client()
    for client in (first, second):
        opened(client, mailed)

    first.post("/invitation/account", {"email": "eve@example.org"})
    late = second.post("/invitation/account", {"email": "eve@example.org"})

    assert late.status_code == 404
    assert not is_signed_in(second)


def test_one_address_has_one_record_at_a_clinic(client, mailed, ana, eve):
    opened(client, mailed)
    client.post("/invitation/account", {"email": ana.email})
    page = client.post("/invitation/code", {"code": code_in_mail()})

    assert page.status_code == 422
    assert "another record at this clinic" in page.content.decode()


def test_staff_who_open_a_link_keep_their_own_account(client_of, shown, dr_cho, eve):
    client = client_of(dr_cho)
    opened(client, shown)
    client.post("/invitation/account", {"email": "eve@example.org"})
    client.post("/invitation/code", {"code": code_in_mail()})

    eve.refresh_from_db()
    assert eve.user != dr_cho
    assert client.session["_auth_user_id"] == str(eve.user.pk)


def test_many_tries_from_one_place_are_stopped(client, shown):
    client.get(shown)
    answers = {client.post("/invitation/birth", {}).status_code for _try in range(31)}

    assert answers == {422, 429}


def test_an_address_changed_after_the_mail_asks_for_a_code(client, mailed, eve):
    opened(client, mailed)
    Patient.objects.filter(pk=eve.pk).update(email="victim@example.org")

    answer = client.post("/invitation/account", {"email": "victim@example.org"})

    assert answer.url == "/invitation/code"
