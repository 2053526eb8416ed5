"""P1 on the page: what a link tells, to whom, and how it becomes an account."""

import re
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from tracker.models import Invitation, Notification, Patient, User
from tracker.services.invitations import invite
from tracker.services.notifications import deliver_due

BIRTH = {"day": "28", "month": "2", "year": "1990"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def eve(clinic_a):
    return Patient.objects.create(
        clinic=clinic_a,
        name="Eve Example",
        date_of_birth=date(1990, 2, 28),
        email="eve@example.org",
        time_zone="Asia/Tokyo",
    )


@pytest.fixture
def shown(eve, dr_cho):
    """The path of the link that the staff see."""
    return invite(by=dr_cho, patient=eve).url.removeprefix("http://localhost:8000")


@pytest.fixture
def mailed(shown):
    """The path of the link in the mail."""
    deliver_due()
    return re.search(r"http://localhost:8000(/i/\S+)", mail.outbox[-1].body).group(1)


def opened(client, path, **birth):
    client.get(path)
    client.post("/invitation/birth", BIRTH | birth)
    return client.get("/invitation")


def code_in_mail():
    deliver_due()
    return re.search(r"[A-Z]{4}-[A-Z]{4}", mail.outbox[-1].body).group()


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_before_the_date_of_birth_the_page_tells_nothing(client, shown, clinic_a, dr_cho):
    answer = client.get(shown)
    assert answer.url == "/invitation", "the token leaves the address bar"

    page = client.get("/invitation")

    text = page.content.decode().lower()
    for told in ("eve", "clinic a", clinic_a.phone, dr_cho.name.lower(), "toxin", "skin", "derm"):
        assert told not in text
    assert page["Referrer-Policy"] == answer["Referrer-Policy"] == "no-referrer"


def test_the_token_is_not_kept_in_the_session_either(client, shown):
    client.get(shown)

    held = Session.objects.get().get_decoded()
    assert shown.rpartition("/")[2] not in str(held)


def test_opening_a_link_changes_no_row(client, shown):
    before = list(Invitation.objects.values())
    for _time in range(10):
        client.get(shown)
        client.get("/invitation")

    assert list(Invitation.objects.values()) == before


def spend(how, invitation):
    now = timezone.now()
    changes = {
        "used": {"accepted_at": now},
        "refused": {"refused_at": now},
        "replaced": {"replaced_at": now},
        "expired": {"expires_at": now - timedelta(seconds=1)},
        "tried": {"tries": 5},
    }[how]
    Invitation.objects.filter(pk=invitation.pk).update(**changes)


@pytest.mark.parametrize("how", ["used", "refused", "replaced", "expired", "tried"])
def test_a_spent_link_looks_like_one_that_never_was(how, shown):
    spend(how, Invitation.objects.get())

    spent = Client().get(shown, follow=True)
    unknown = Client().get("/i/" + "A" * 43, follow=True)

    assert spent.status_code == unknown.status_code == 404
    assert spent.content == unknown.content
    assert "Ask your clinic for a new link" in spent.content.decode()


@pytest.mark.parametrize("token", ["x", "..", "%00", "A" * 3000, "a.b.c", "é", "<script>"])
def test_a_made_up_token_gets_the_same_page(token, client, db):
    assert client.get(f"/i/{token}", follow=True).status_code == 404


@pytest.mark.parametrize("path", ["birth", "not-me", "account"])
def test_nothing_can_be_posted_without_a_link(path, client, db):
    assert client.post(f"/invitation/{path}", BIRTH).status_code == 404


def test_after_the_date_of_birth_she_reads_who_invites_her_and_what_it_is_not(client, shown):
    text = opened(client, shown).content.decode()

    assert "Clinic A invites you" in text
    assert "Eve Example" in text
    assert "Monday to Friday" in text
    assert "Not an emergency service. In an emergency call 112." in text
    assert "a minute a day" in text


def test_no_step_can_be_skipped(client, shown):
    client.get(shown)

    assert client.post("/invitation/account", {"email": "e@example.org"}).url == "/invitation"
    assert client.get("/invitation/code").url == "/invitation"
    assert not Notification.objects.filter(kind="invitation_code").exists()


def test_a_confirmation_is_for_one_link_only(client, shown, clinic_a, dr_cho):
    opened(client, shown)
    other = Patient.objects.create(clinic=clinic_a, name="Zoe", date_of_birth=date(1970, 1, 1))
    second = invite(by=dr_cho, patient=other).url.removeprefix("http://localhost:8000")

    assert "Zoe" not in client.get(second, follow=True).content.decode()


@pytest.mark.parametrize(
    "typed",
    [{"day": ""}, {"month": "13"}, {"day": "31"}, {"year": "x"}, {"year": "99999999999"}],
)
def test_a_date_that_is_none_is_asked_again_and_costs_no_try(typed, client, shown):
    client.get(shown)
    page = client.post("/invitation/birth", BIRTH | typed)

    assert page.status_code == 422
    assert "Enter the day, the month and the year in numbers." in page.content.decode()
    assert Invitation.objects.get().tries == 0


def test_five_wrong_dates_end_the_link(client, shown):
    client.get(shown)
    for _try in range(4):
        page = client.post("/invitation/birth", BIRTH | {"day": "1"})
        assert "This is not the date your clinic has" in page.content.decode()

    page = client.post("/invitation/birth", BIRTH | {"day": "1"})

    assert page.status_code == 404
    assert "Ask your clinic for a new link" in page.content.decode()
    assert opened(client, shown).status_code == 404


def test_this_is_not_me_ends_it_without_a_date_of_birth(client, shown):
    client.get(shown)
    page = client.post("/invitation/not-me")

    assert "The link no longer works" in page.content.decode()
    assert client.get(shown, follow=True).status_code == 404
    assert Notification.objects.filter(kind="invitation_refused").exists()


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


def test_three_wrong_codes_end_the_try_but_not_the_invitation(client, shown):
    opened(client, shown)
    client.post("/invitation/account", {"email": "eve@example.org"})
    good = code_in_mail()
    for _try in range(3):
        page = client.post("/invitation/code", {"code": "BBBB-BBBB"})
    assert "too many tries" in page.content.decode()

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
