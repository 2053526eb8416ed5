"""P1 on the page: what a link tells, to whom, and how it becomes an account."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.frontend.inviting import BIRTH, invited_patient, opened, shown_link
from tracker.models import Invitation, Notification, Patient
from tracker.records import protocol as protocols
from tracker.records.protocol import in_force
from tracker.services.invitations import invite

pytestmark = pytest.mark.django_db


@pytest.fixture
def eve(clinic_a):
    return invited_patient(clinic_a)


@pytest.fixture
def shown(eve, dr_cho):
    return shown_link(eve, by=dr_cho)


def test_before_the_date_of_birth_the_page_tells_nothing(
    client, shown, clinic_a, dr_cho, markup_of
):
    answer = client.get(shown)
    assert answer.url == "/invitation", "the token leaves the address bar"

    page = client.get("/invitation")

    text = markup_of(page).lower()
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
    assert "About a minute a day, for 14 days." in text


def test_for_how_many_days_is_what_the_protocol_asks_each_day(client, shown, monkeypatch):
    known = in_force()
    often = {
        code: replace(each, check_in_days=(0, 1, 2, 3, 7))
        for code, each in known.procedures.items()
    }
    monkeypatch.setattr(protocols, "in_force", lambda: replace(known, procedures=often))

    assert "About a minute a day, for 3 days." in opened(client, shown).content.decode()


def test_no_step_can_be_skipped(client, shown):
    client.get(shown)

    assert client.post("/invitation/account", {"email": "e@example.org"}).url == "/invitation"
    assert client.get("/invitation/code").url == "/invitation"
    assert not Notification.objects.filter(kind="invitation_code").exists()


def test_a_confirmation_is_for_one_link_only(client, shown, clinic_a, dr_cho, markup_of):
    opened(client, shown)
    other = Patient.objects.create(clinic=clinic_a, name="Zoe", date_of_birth=date(1970, 1, 1))
    second = invite(by=dr_cho, patient=other).url.removeprefix("http://localhost:8000")

    assert "Zoe" not in markup_of(client.get(second, follow=True))


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
