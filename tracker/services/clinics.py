"""Setting up a clinic, and giving and ending the roles of the people who work there."""

from collections.abc import Collection, Mapping
from typing import Any
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from tracker import wording
from tracker.errors import Invalid
from tracker.models import Clinic, Membership, Role, User
from tracker.records import audit
from tracker.services import notifications
from tracker.services.message_templates import add_starting_set


@transaction.atomic
def create_clinic(*, name: str, phone: str, time_zone: str, **facts: Any) -> Clinic:
    """facts: hours, holidays, language, out_of_hours_phone, emergency_number, address.

    It begins with a set of message templates.
    """
    if time_zone not in available_timezones():
        raise Invalid({"time_zone": [wording.UNKNOWN_TIME_ZONE]})
    clinic = Clinic.objects.create(name=name, phone=phone, time_zone=time_zone, **facts)
    audit.record("clinic.created", by=None, clinic_id=clinic.pk, about=clinic)
    add_starting_set(by=None, clinic=clinic)
    return clinic


@transaction.atomic
def invite_staff(
    *, by: User | None, clinic: Clinic, email: str, name: str, roles: Collection[str]
) -> User:
    """Give a person roles at a clinic, and write to her how to sign in.

    Her first sign-in by an e-mailed code proves the address. Roles she holds already stay.
    """
    unknown = set(roles) - set(Role.values)
    if unknown or not roles:
        raise Invalid({"roles": [wording.UNKNOWN_ROLE]})
    user = person(email=email, name=name, language=clinic.language, time_zone=clinic.time_zone)
    for role in sorted(set(roles)):
        _give(by, clinic, user, role)
    notifications.queue(
        kind="staff_invitation",
        address=user.email,
        language=user.language,
        dedupe_key=notifications.fresh_key("staff_invitation"),
    )
    return user


def _give(by: User | None, clinic: Clinic, user: User, role: str) -> None:
    held, is_new = Membership.objects.get_or_create(
        user=user, clinic=clinic, role=role, ended_at=None
    )
    if is_new:
        audit.record("role.given", by=by, clinic_id=clinic.pk, about=user, role=role)


@transaction.atomic
def end_roles(*, by: User | None, clinic: Clinic, user: User) -> int:
    """End every role at the clinic, and with them every view of it from the next request on."""
    held = Membership.objects.filter(clinic=clinic, user=user, ended_at=None)
    ended = held.update(ended_at=timezone.now())
    audit.record("roles.ended", by=by, clinic_id=clinic.pk, about=user, roles=ended)
    return ended


def person(
    *, email: str, name: str, language: str, time_zone: str, is_verified: bool = False
) -> User:
    """The account of this address, made where there is none, without a password.

    is_verified: only where the address is known to be hers (the demo's people).
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid({"email": [wording.NOT_AN_ADDRESS]}) from None
    facts: Mapping[str, Any] = {
        "name": name,
        "language": language,
        "time_zone": time_zone,
        "password": make_password(None),
    }
    user, _is_new = User.objects.get_or_create(email=address, defaults=facts)
    EmailAddress.objects.get_or_create(
        user=user, email=address, defaults={"primary": True, "verified": is_verified}
    )
    return user
