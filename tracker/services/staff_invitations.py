"""A newcomer is invited by mail: one link, one use, seven days; nothing is hers before that.

Only the mailbox's owner sees the link, so taking it proves the address (docs/adr/054).
"""

import secrets
from collections.abc import Collection
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tracker import wording
from tracker.errors import Invalid, NotFound
from tracker.models import Clinic, Role, StaffInvitation, User
from tracker.records import audit
from tracker.records.access import require_role, roles_at
from tracker.records.members import invitations_open
from tracker.services import notifications
from tracker.services.clinics import an_address, person
from tracker.services.invitations import TOKEN_BYTES, digest_of
from tracker.services.members import ADMINISTRATORS, grant

VALID_FOR = timedelta(days=7)


@transaction.atomic
def invite(
    *, by: User, clinic: Clinic, email: str, name: str, roles: Collection[str]
) -> StaffInvitation:
    """An older open link to the same address ends. Raises NotAllowed; Invalid for what is missing,

    for somebody who works here already, and for her own address (roles of her own need another).
    """
    require_role(by, clinic.pk, ADMINISTRATORS)
    address = _checked(by, clinic, email, name, roles)
    now = timezone.now()
    invitations_open(clinic.pk).filter(email=address).update(withdrawn_at=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = StaffInvitation.objects.create(
        clinic=clinic,
        email=address,
        name=name.strip(),
        roles=sorted(set(roles)),
        token_hash=digest_of(token),
        created_by=by,
        expires_at=now + VALID_FOR,
    )
    notifications.queue(
        kind="staff_link",
        address=address,
        language=clinic.language,
        dedupe_key=f"staff_link:{invitation.pk}",
        detail={"url": f"{settings.FADEWELL_ORIGIN}/clinic/join/{token}"},
    )
    audit.record("staff.invited", by=by, clinic_id=clinic.pk, about=invitation)
    return invitation


def _checked(by: User, clinic: Clinic, email: str, name: str, roles: Collection[str]) -> str:
    if not name.strip() or len(name) > 200:
        raise Invalid({"name": [wording.NAME_MISSING]})
    if not roles or set(roles) - set(Role.values):
        raise Invalid({"roles": [wording.CHOOSE_A_ROLE]})
    address = an_address(email)
    known = User.objects.filter(email__iexact=address).first()
    if address == by.email.lower() or (known and roles_at(known, clinic.pk)):
        raise Invalid({"email": [wording.WORKS_HERE]})
    return address


@transaction.atomic
def withdraw(*, by: User, clinic: Clinic, invitation: StaffInvitation) -> None:
    require_role(by, clinic.pk, ADMINISTRATORS)
    mine = invitations_open(clinic.pk).filter(pk=invitation.pk)
    if not mine.update(withdrawn_at=timezone.now()):
        raise NotFound
    audit.record("staff.withdrawn", by=by, clinic_id=clinic.pk, about=invitation)


def open_one(token: str) -> StaffInvitation | None:
    """None alike for unknown, expired, used and withdrawn."""
    rows = StaffInvitation.objects.filter(token_hash=digest_of(token), accepted_at=None)
    still = rows.filter(withdrawn_at=None, expires_at__gt=timezone.now())
    return still.select_related("clinic", "created_by").first()


@transaction.atomic
def accept(*, token: str) -> User:
    """Her account, made or opened again, with the roles; of many at once, one wins.

    Raises NotFound for a spent link, and where who invited her may not any more: a right that was
    taken away gives nothing afterwards.
    """
    invitation = open_one(token)
    if invitation is None:
        raise NotFound(wording.LINK_SPENT)
    mine = StaffInvitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not mine.update(accepted_at=timezone.now()):
        raise NotFound(wording.LINK_SPENT)
    clinic, inviter = invitation.clinic, invitation.created_by
    if Role.ADMINISTRATOR not in roles_at(inviter, clinic.pk):
        raise NotFound(wording.LINK_SPENT)
    user = person(
        email=invitation.email,
        name=invitation.name,
        language=clinic.language,
        time_zone=clinic.time_zone,
        is_verified=True,
    )
    User.objects.filter(pk=user.pk).update(is_active=True)  # who left before comes back
    EmailAddress.objects.filter(user=user, email=user.email).update(verified=True)
    audit.record("staff.joined", by=user, clinic_id=clinic.pk, about=invitation)
    for role in invitation.roles:
        grant(by=inviter, clinic=clinic, user=user, role=role)
    return user
