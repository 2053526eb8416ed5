"""`api_token` and what its token opens: one person's rights, no more, until it ends."""

import hashlib
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from tracker.models import ApiToken, AuditEvent
from tracker.services.tokens import make_token


def me(token):
    return Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {token}"})


def test_the_command_writes_the_token_and_a_newline_and_nothing_else(ana, capfd):
    call_command("api_token", "ANA@example.org ", "--label", "phone")
    out, err = capfd.readouterr()

    assert err == ""
    assert out.count("\n") == 1
    assert out.endswith("\n")
    assert out.strip() == out[:-1]
    assert me(out.strip()).json()["email"] == "ana@example.org"


def test_only_the_hash_of_a_token_is_kept(ana):
    token = make_token(ana)

    row = ApiToken.objects.values().get()
    assert row["token_hash"] == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(row)
    assert token not in str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize("email", ["stranger@example.org", "", "ana"])
def test_an_unknown_address_gets_no_token(ana, email):
    with pytest.raises(CommandError) as refused:
        call_command("api_token", email)

    assert refused.value.returncode == 1
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("days", [0, -1, 100_000])
def test_a_token_ends_within_reason(ana, days):
    with pytest.raises(CommandError):
        call_command("api_token", "ana@example.org", f"--days={days}")


def test_thirty_days_are_the_usual(ana):
    make_token(ana)

    left = ApiToken.objects.get().expires_at - timezone.now()
    assert timedelta(days=29, hours=23) < left <= timedelta(days=30)


@pytest.mark.parametrize("ended", ["expires_at", "revoked_at"])
def test_a_token_that_ended_opens_nothing(ana, ended):
    token = make_token(ana)
    assert me(token).status_code == 200
    ApiToken.objects.update(**{ended: timezone.now() - timedelta(seconds=1)})

    assert me(token).status_code == 401


def test_a_person_who_is_switched_off_takes_her_tokens_along(ana):
    token = make_token(ana)
    ana.is_active = False
    ana.save()

    assert me(token).status_code == 401


def test_a_token_knows_its_person_and_her_roles(both_clinics_doctor, clinic_a, clinic_b):
    said = me(make_token(both_clinics_doctor)).json()

    assert said["patient"] is None
    assert said["memberships"] == [
        {"clinic": {"id": str(clinic.pk), "name": clinic.name}, "roles": ["dermatologist"]}
        for clinic in (clinic_a, clinic_b)
    ]


def test_a_removed_colleagues_token_names_no_clinic(removed_doctor):
    token = make_token(removed_doctor)

    assert me(token).json()["memberships"] == []
    answer = Client().get("/api/v1/review-cases/", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403
