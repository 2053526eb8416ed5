"""Setting up a real clinic by commands, and ending what a colleague may see."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from tracker.errors import Invalid
from tracker.models import AuditEvent, Clinic, Membership, Notification, User
from tracker.records.access import CLINICIANS, STAFF, clinics_where
from tracker.services.clinics import invite_staff

pytestmark = pytest.mark.django_db


def create(**other):
    facts = {
        "phone": "+49 30 1",
        "time_zone": "Europe/Berlin",
        "lead": "Lead@example.org",
        "lead_name": "Dr. Lead",
    }
    call_command("create_clinic", "Clinic Z", **(facts | other))
    return Clinic.objects.get(name="Clinic Z")


def test_a_clinic_begins_with_its_lead_who_can_sign_in_but_has_no_password(capsys):
    clinic = create()

    lead = User.objects.get()
    assert lead.email == "lead@example.org"
    assert not lead.has_usable_password()
    assert not EmailAddress.objects.get(user=lead).verified, "the first code proves it"
    assert list(clinics_where(lead, CLINICIANS)) == [clinic]
    assert Notification.objects.get().kind == "staff_invitation"
    assert str(clinic.pk) in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [{"time_zone": "Berlin"}, {"lead": "nobody"}])
def test_a_clinic_that_is_half_right_leaves_nothing_behind(wrong):
    with pytest.raises(CommandError):
        create(**wrong)

    assert not Clinic.objects.exists()
    assert not User.objects.exists()


def invite(clinic, email="new@example.org", *roles):
    given = [word for role in roles or ["coordinator"] for word in ("--role", role)]
    call_command("invite_staff", email, "--name", "New", "--clinic", str(clinic.pk), *given)


def test_a_colleague_gets_roles_once(clinic_a):
    invite(clinic_a, "new@example.org", "coordinator", "dermatologist")
    invite(clinic_a, "NEW@example.org", "coordinator")

    new = User.objects.get(email="new@example.org")
    assert sorted(new.memberships.values_list("role", flat=True)) == [
        "coordinator",
        "dermatologist",
    ]
    assert AuditEvent.objects.filter(action="role.given").count() == 2


@pytest.mark.parametrize("roles", [[], ["surgeon"], ["coordinator", "surgeon"]])
def test_a_role_that_is_none_makes_no_account_and_writes_to_nobody(roles, clinic_a):
    with pytest.raises(Invalid):
        invite_staff(by=None, clinic=clinic_a, email="new@example.org", name="New", roles=roles)

    assert not User.objects.exists()
    assert not Notification.objects.exists()


def test_one_person_works_at_two_clinics(clinic_a, clinic_b):
    invite(clinic_a)
    invite(clinic_b)

    assert list(clinics_where(User.objects.get(), STAFF)) == [clinic_a, clinic_b]


@pytest.mark.parametrize("clinic", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_clinic_is_refused(clinic, db):
    with pytest.raises(CommandError, match="No clinic"):
        call_command("invite_staff", "a@example.org", name="A", clinic=clinic, role=["coordinator"])


def test_ending_roles_ends_every_view_of_that_clinic_alone(both_clinics_doctor, clinic_a, clinic_b):
    call_command("end_roles", both_clinics_doctor.email, clinic=str(clinic_a.pk))

    assert list(clinics_where(both_clinics_doctor, STAFF)) == [clinic_b]
    assert Membership.objects.filter(clinic=clinic_a, ended_at=None).count() == 0


def test_who_comes_back_gets_a_new_membership(removed_doctor, clinic_a):
    invite(clinic_a, removed_doctor.email, "dermatologist")

    assert list(clinics_where(removed_doctor, STAFF)) == [clinic_a]
    assert removed_doctor.memberships.count() == 2
