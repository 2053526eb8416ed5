"""The invitation: one use, seven days, five tries, nothing to read at rest (SAFETY abuse 22)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core import mail
from django.db import connection
from django.utils import timezone

from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import AuditEvent, Invitation, Notification, Patient, User
from tracker.services.enrolment import edit_patient
from tracker.services.invitations import (
    accept,
    confirm_birth,
    invitation_for,
    invite,
    proven_address,
    refuse,
)
from tracker.services.notifications import deliver_due

BORN = date(1990, 2, 28)
pytestmark = pytest.mark.django_db


@pytest.fixture
def eve(clinic_a):
    return Patient.objects.create(
        clinic=clinic_a,
        name="Eve",
        date_of_birth=BORN,
        email="eve@example.org",
        time_zone="Asia/Tokyo",
    )


@pytest.fixture
def link(eve, dr_cho):
    return invite(by=dr_cho, patient=eve).url.rpartition("/")[2]


def test_a_link_opens_her_invitation_and_a_changed_one_opens_nothing(link, eve):
    assert invitation_for(link).patient == eve
    assert invitation_for(link[:-1] + "#") is None
    assert invitation_for("") is None


def test_what_opens_it_stands_in_no_row_once_the_mail_has_left(link, eve):
    """43 letters of 64: 256 bits, of which the database keeps a digest."""
    mailed = Notification.objects.get(kind="invitation").detail["url"].rpartition("/")[2]
    deliver_due()

    rows = [
        row
        for model in apps.get_models()
        for row in model._default_manager.values_list().iterator()
    ]
    assert len(rows) > 3
    assert re.fullmatch(r"[\w-]{43}", link) and mailed.startswith(link)
    assert mailed in str(mail.outbox[0].body)
    assert link not in f"{rows}"
    assert mailed.rpartition(".")[2] not in f"{rows}"


def test_a_new_link_ends_the_one_before(link, eve, dr_cho):
    second = invite(by=dr_cho, patient=eve).url.rpartition("/")[2]

    assert invitation_for(link) is None
    assert invitation_for(second).patient == eve


def test_after_seven_days_it_has_expired(link):
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        assert invitation_for(link) is None


def test_accepting_makes_an_account_without_a_password_in_her_language_and_time_zone(link, eve):
    user = accept(invitation=invitation_for(link), email="Eve@Example.org")

    eve.refresh_from_db()
    assert eve.user == user
    assert (user.email, user.name, user.time_zone) == ("eve@example.org", "Eve", "Asia/Tokyo")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    assert AuditEvent.objects.latest("sequence").action == "invitation.accepted"


def test_it_is_used_once(link):
    invitation = invitation_for(link)
    accept(invitation=invitation, email="eve@example.org")

    assert invitation_for(link) is None
    with pytest.raises(NotFound):
        accept(invitation=invitation, email="mallory@example.org")
    assert not User.objects.filter(email="mallory@example.org").exists()


@pytest.mark.parametrize("ended", ["refused_at", "replaced_at"])
def test_one_that_has_ended_meanwhile_makes_no_account(ended, link, eve):
    invitation = invitation_for(link)
    Invitation.objects.filter(pk=invitation.pk).update(**{ended: timezone.now()})

    with pytest.raises(NotFound):
        accept(invitation=invitation, email="eve@example.org")

    eve.refresh_from_db()
    assert eve.user is None
    assert not User.objects.filter(email="eve@example.org").exists()


def test_a_record_that_has_an_account_meanwhile_gets_no_other(link, eve, cleo):
    invitation = invitation_for(link)
    Patient.objects.filter(pk=eve.pk).update(user=cleo)

    with pytest.raises(NotFound):
        accept(invitation=invitation, email="eve@example.org")

    eve.refresh_from_db()
    assert eve.user == cleo
    assert not User.objects.filter(email="eve@example.org").exists()


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_that_accept_at_once_one_wins(link, eve):
    invitation = Invitation.objects.select_related("patient").get()

    def try_it(number):
        try:
            accept(invitation=invitation, email=f"eve{number}@example.org")
        except NotFound:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        won = sum(pool.map(try_it, range(100)))

    assert won == 1
    eve.refresh_from_db()
    assert eve.user is not None
    assert User.objects.filter(email__startswith="eve").count() == 1


def test_an_account_that_exists_gets_the_second_record(link, eve, cleo):
    user = accept(invitation=invitation_for(link), email="CLEO@example.org")

    assert user == cleo
    assert cleo.patient_records.count() == 2


def test_one_address_has_one_record_a_clinic(link, eve, ana):
    with pytest.raises(Invalid) as refused:
        accept(invitation=invitation_for(link), email=ana.email)

    assert list(refused.value.fields) == ["email"]
    assert invitation_for(link) is not None, "the link is not spent on what failed"


def test_five_wrong_dates_of_birth_end_the_link(link):
    invitation = invitation_for(link)
    for _try in range(5):
        assert invitation_for(link) is not None
        assert not confirm_birth(invitation=invitation, date_of_birth=date(1990, 1, 1))

    assert invitation_for(link) is None
    assert not confirm_birth(invitation=invitation, date_of_birth=BORN), "right, and too late"


def test_a_right_date_of_birth_forgives_the_wrong_ones(link):
    invitation = invitation_for(link)
    for _try in range(4):
        confirm_birth(invitation=invitation, date_of_birth=date(1990, 1, 1))

    assert confirm_birth(invitation=invitation, date_of_birth=BORN)
    assert Invitation.objects.get().tries == 0


def test_this_is_not_me_destroys_the_link_and_tells_the_clinic(link, dr_cho):
    refuse(invitation=invitation_for(link))

    assert invitation_for(link) is None
    told = Notification.objects.get(kind="invitation_refused")
    assert told.address == dr_cho.email
    assert AuditEvent.objects.latest("sequence").action == "invitation.refused"


def test_only_the_link_in_the_mail_proves_the_mailbox(link, eve):
    mailed = Notification.objects.get(kind="invitation").detail["url"].rpartition("/")[2]

    assert proven_address(mailed) == eve.email
    assert invitation_for(mailed) == invitation_for(link)
    assert not proven_address(link), "the staff who made it see this one"
    assert not proven_address(f"{link}.{mailed[-8:]}")
    assert not proven_address(f"{link}.")


def test_an_address_that_was_written_down_later_is_not_proven_by_the_mail(link, eve, dr_cho):
    """Else staff could send the link to themselves and open an account for anybody."""
    mailed = Notification.objects.get(kind="invitation").detail["url"].rpartition("/")[2]
    edit_patient(by=dr_cho, patient=eve, changes={"email": "victim@example.org"})

    assert not proven_address(mailed)


def test_a_closed_account_is_not_opened_by_an_invitation(link, eve, cleo):
    User.objects.filter(pk=cleo.pk).update(is_active=False)

    with pytest.raises(Invalid):
        accept(invitation=invitation_for(link), email=cleo.email)

    assert invitation_for(link) is not None


def test_who_has_an_account_needs_no_invitation(ana_patient, dr_cho):
    with pytest.raises(Invalid):
        invite(by=dr_cho, patient=ana_patient)


@pytest.mark.parametrize("who", ["dr_dia", "admin_a", "removed_doctor", "nobody"])
def test_only_her_clinic_invites(who, eve, request):
    with pytest.raises(NotAllowed):
        invite(by=request.getfixturevalue(who), patient=eve)

    assert not Invitation.objects.exists()
