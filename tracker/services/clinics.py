"""Setting up a clinic, and giving and ending the roles of the people who work there."""

from collections.abc import Collection, Mapping
from typing import Any
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from tracker import wording
from tracker.errors import Invalid
from tracker.models import Clinic, Role, User
from tracker.records import audit
from tracker.services import members, notifications
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
    User.objects.filter(pk=user.pk).update(is_active=True)  # who left before comes back
    for role in sorted(set(roles)):
        members.grant(by=by, clinic=clinic, user=user, role=role)
    notifications.queue(
        kind="staff_invitation",
        address=user.email,
        language=user.language,
        dedupe_key=notifications.fresh_key("staff_invitation"),
    )
    return user


@transaction.atomic
def end_roles(*, by: User | None, clinic: Clinic, user: User) -> int:
    """By the machine's operator: every role at the clinic, and all that goes with it, at once."""
    return members.leave(by=by, clinic=clinic, user=user)


def person(
    *, email: str, name: str, language: str, time_zone: str, is_verified: bool = False
) -> User:
    """The account of this address, made where there is none, without a password.

    is_verified: only where the address is known to be hers (the demo's people).
    """
    address = an_address(email)
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


def account_of(email: str) -> User | None:
    """Whose account may be signed in to at this address; one statement, whether there is one."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def an_address(email: str) -> str:
    """In small letters; raises Invalid."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Invalid({"email": [wording.NOT_AN_ADDRESS]}) from None
    return address
