"""Whether a second factor was shown in a session: staff must, before anything of a patient.

Source: SAFETY abuses 19 and 21; NIST SP 800-63B-4, section 2.2 (two factors for personal data).
"""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from tracker.models import Role, User
from tracker.records.access import Person, has_role

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def was_shown(request: HttpRequest) -> bool:
    """In this very session: a code of her app, a passkey, or a recovery code.

    The demo's one-tap sign-in counts as well, where there is a demo.
    """
    if not request.user.is_authenticated:
        return False
    shown = {each.get("method") for each in get_authentication_records(request, request.user)}
    return "mfa" in shown or (settings.FADEWELL_DEMO and "demo" in shown)


def is_set_up(user: User, but: Authenticator | None = None) -> bool:
    """Whether there is one that can be shown; recovery codes alone are none."""
    held = Authenticator.objects.filter(user=user, type__in=FACTORS)
    return bool(held.exclude(pk=but.pk if but else None).exists())


def passkeys_of(user: User) -> int:
    return int(Authenticator.objects.filter(user=user, type=FACTORS[1]).count())


def is_required_of(user: Person) -> bool:
    """Of everybody who holds any role at any clinic today."""
    return has_role(user, Role.values)


def is_owed(request: HttpRequest) -> bool:
    """She is staff and has not shown one here."""
    return not was_shown(request) and is_required_of(request.user)
