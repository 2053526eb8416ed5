"""A colleague is invited by a mailed link: once, for seven days, and nothing before her yes."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import AuditEvent, Role, StaffInvitation, User
from tracker.records.access import roles_at
from tracker.records.members import invitations_open
from tracker.services.members import take_role
from tracker.services.notifications import deliver_due
from tracker.services.staff_invitations import accept, invite, open_one, withdraw

pytestmark = pytest.mark.django_db


def invited(by, clinic, email="new@example.org", roles=("coordinator",), name="New One"):
    return invite(by=by, clinic=clinic, email=email, name=name, roles=roles)


def token_in_mail():
    deliver_due()
    found = re.search(r"/clinic/join/(\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_only_the_mailbox_holds_the_link_and_nothing_is_open_before_her_yes(admin_a, ben, clinic_a):
    EmailAddress.objects.create(user=ben, email="new@example.org", verified=False)
    invitation = invited(admin_a, clinic_a)
    token = token_in_mail()

    assert not User.objects.filter(email="new@example.org").exists()
    assert token not in str(vars(invitation))
    assert clinic_a.name not in mail.outbox[-1].body
    new = accept(token=token)

    assert roles_at(new, clinic_a.pk) == {"coordinator"}
    assert EmailAddress.objects.get(user=new).verified, "the mailed link proves it"
    assert not EmailAddress.objects.get(user=ben).verified, "to her, and to nobody who claims it"
    assert not new.has_usable_password()
    told = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert told == ["staff.invited", "staff.joined", "role.given"]


def test_a_link_works_once(admin_a, clinic_a):
    invited(admin_a, clinic_a)
    token = token_in_mail()
    accept(token=token)

    with pytest.raises(NotFound):
        accept(token=token)


def test_a_link_ends_after_seven_days_when_withdrawn_and_when_another_is_sent(admin_a, clinic_a):
    first = invited(admin_a, clinic_a)
    old = token_in_mail()
    invited(admin_a, clinic_a)
    assert open_one(old) is None
    token = token_in_mail()
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        assert open_one(token) is None
    withdraw(by=admin_a, clinic=clinic_a, invitation=invitations_open(clinic_a.pk).get())
    assert open_one(token) is None
    with pytest.raises(NotFound):
        withdraw(by=admin_a, clinic=clinic_a, invitation=first)


def test_who_may_not_invite_any_more_has_invited_nobody(admin_a, lead_a, clinic_a):
    invited(admin_a, clinic_a)
    token = token_in_mail()
    take_role(by=lead_a, clinic=clinic_a, user=admin_a, role=Role.ADMINISTRATOR)

    with pytest.raises(NotFound):
        accept(token=token)
    assert not User.objects.filter(email="new@example.org").exists()


def test_who_has_an_account_elsewhere_keeps_her_one_account(admin_a, dr_dia, clinic_a, clinic_b):
    invited(admin_a, clinic_a, email="DR.DIA@example.org", roles=["dermatologist"])

    assert accept(token=token_in_mail()) == dr_dia
    assert roles_at(dr_dia, clinic_a.pk) == roles_at(dr_dia, clinic_b.pk) == {"dermatologist"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "admin.a@example.org"}, "email"),
        ({"email": "dr.cho@example.org"}, "email"),
        ({"name": "  "}, "name"),
        ({"roles": ()}, "roles"),
        ({"roles": ("owner",)}, "roles"),
    ],
)
def test_what_is_missing_or_wrong_is_named(admin_a, dr_cho, clinic_a, wrong, field):
    with pytest.raises(Invalid) as refused:
        invited(admin_a, clinic_a, **wrong)

    assert set(refused.value.fields) == {field}
    assert not StaffInvitation.objects.exists()


def test_nobody_else_invites_or_withdraws(
    admin_a, dr_cho, lead_a, dr_dia, nobody, clinic_a, clinic_b
):
    waiting = invited(admin_a, clinic_a)
    for stranger in (dr_cho, dr_dia, nobody):
        with pytest.raises(NotAllowed):
            invited(stranger, clinic_a)
        with pytest.raises(NotAllowed):
            withdraw(by=stranger, clinic=clinic_a, invitation=waiting)
    with pytest.raises(NotAllowed):
        invited(lead_a, clinic_b)
