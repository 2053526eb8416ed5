"""Changes of how a person signs in: each is recorded in the transaction that makes it."""

from collections.abc import Callable
from typing import TypeVar

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from tracker.models import User
from tracker.records import audit
from tracker.services import notifications

Made = TypeVar("Made")


@transaction.atomic
def change(*, by: User, act: str, kind: str, make: Callable[[], Made]) -> Made:
    """act: added, removed or renewed; kind: totp, webauthn or recovery_codes."""
    audit.record(f"second_factor.{act}", by=by, clinic_id=None, about=by, kind=kind)
    return make()


@transaction.atomic
def keep_password(*, user: User, password: str) -> None:
    """Her own doing: changed, set for the first time, or in place of a forgotten one."""
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("password.changed", by=user, clinic_id=None, about=user)


@transaction.atomic
def end_factors(*, user: User) -> int:
    """By the operator, for somebody who was recognised otherwise; she is told. Returns how many.

    Her sessions end too: one that was signed in with what is lost must not stay.
    """
    held = Authenticator.objects.filter(user=user)
    count = int(held.count())
    audit.record("second_factor.ended", by=None, clinic_id=None, about=user, count=count)
    held.delete()
    for each in UserSession.objects.filter(user=user):
        each.end()
    notifications.queue(
        kind="sign_in_changed",
        address=user.email,
        language=user.language,
        dedupe_key=notifications.fresh_key("sign_in_changed"),
    )
    return count
