"""The clinic's invitation: one link, one use, seven days, nothing told before the birth date.

Source: SAFETY abuse 22; UX.md P1.
"""

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.signing import Signer
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from tracker import wording
from tracker.errors import Invalid, NotFound
from tracker.models import Invitation, Patient, User
from tracker.models.invitation import MOST_TRIES
from tracker.records import audit
from tracker.records.access import STAFF, require_role
from tracker.services import notifications

VALID_FOR = timedelta(days=7)
TOKEN_BYTES = 32
PROOF = Signer(salt="tracker.invitation.by-mail")

security_log = logging.getLogger("fadewell.security")


@dataclass(frozen=True)
class Invited:
    """The link exists here and in the mail alone: it cannot be shown a second time."""

    url: str
    expires_at: datetime


@transaction.atomic
def invite(*, by: User, patient: Patient) -> Invited:
    """A new link for a patient without an account; older links end. Mailed if she has an address.

    Raises NotAllowed for anybody but her clinic's staff, Invalid where she has an account.
    """
    require_role(by, patient.clinic_id, STAFF)
    if patient.user_id is not None:
        raise Invalid({"patient": [wording.HAS_ACCOUNT]})
    now = timezone.now()
    _open(patient.invitations.all(), now).update(replaced_at=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation.objects.create(
        patient=patient, token_hash=digest_of(token), created_by=by, expires_at=now + VALID_FOR
    )
    url = f"{settings.FADEWELL_ORIGIN}/i/{token}"
    notifications.queue(
        kind="invitation",
        address=patient.email,
        language=patient.language,
        dedupe_key=f"invitation:{invitation.pk}",
        detail={"url": f"{url}.{_proof(token, patient.email)}"},
    )
    audit.record("patient.invited", by=by, clinic_id=patient.clinic_id, about=patient)
    return Invited(url, invitation.expires_at)


def digest_of(token: str) -> str:
    """SHA-256 (hex) of the token, with or without the proof that it came by mail."""
    return hashlib.sha256(token.partition(".")[0].encode()).hexdigest()


def proven_address(token: str) -> str:
    """The address to which this very link was sent; "" for a link that was shown.

    The staff who made it see the link without the proof, so they can never pass for the owner of
    the mailbox; nor does it hold for an address that was written down later.
    """
    bare, _dot, proof = token.partition(".")
    invitation = invitation_for(bare)
    address = invitation.patient.email if invitation else ""
    expected = _proof(bare, address) if address else ""
    is_right = secrets.compare_digest(proof.encode(), expected.encode())
    return address if is_right else ""


def _proof(token: str, address: str) -> str:
    return PROOF.signature(f"{token} {address}")


def invitation_for(token: str) -> Invitation | None:
    return open_invitation(digest_of(token))


def open_invitation(digest: str) -> Invitation | None:
    """None alike for unknown, expired, used, refused, replaced, and tried too often."""
    found = Invitation.objects.filter(token_hash=digest).select_related("patient__clinic").first()
    return found if found and found.is_open else None


def confirm_birth(*, invitation: Invitation, date_of_birth: date) -> bool:
    """Whether this is her date of birth; the fifth wrong one ends the link.

    The try is counted before the date is looked at, so that many guesses at once are counted too.
    """
    mine = Invitation.objects.filter(pk=invitation.pk)
    if not _open(mine, timezone.now()).update(tries=F("tries") + 1):
        return False
    if invitation.patient.date_of_birth == date_of_birth:
        mine.update(tries=0)
        return True
    security_log.info("invitation %s: wrong date of birth", invitation.pk)
    return False


def _open(invitations: QuerySet[Invitation], now: datetime) -> QuerySet[Invitation]:
    return invitations.filter(
        accepted_at=None,
        refused_at=None,
        replaced_at=None,
        tries__lt=MOST_TRIES,
        expires_at__gt=now,
    )


@transaction.atomic
def accept(*, invitation: Invitation, email: str) -> User:
    """Give the patient her account, once: of many that accept at the same time, one wins.

    The caller has confirmed the date of birth and has proven that the address is hers: by the
    mailed link, or by a code sent to it. Raises NotFound for the others, Invalid where the
    address belongs to another record of this clinic.
    """
    mine = _open(Invitation.objects.filter(pk=invitation.pk), timezone.now())
    if not mine.update(accepted_at=timezone.now()):
        raise NotFound(wording.LINK_SPENT)
    patient = invitation.patient
    user = _account(patient, email.strip().lower())
    _link(patient, user)
    audit.record("invitation.accepted", by=user, clinic_id=patient.clinic_id, about=invitation)
    return user


def _account(patient: Patient, email: str) -> User:
    defaults = {
        "name": patient.name,
        "language": patient.language,
        "time_zone": patient.time_zone,
        "password": make_password(None),
    }
    user, _is_new = User.objects.get_or_create(email=email, defaults=defaults)
    if not user.is_active:
        raise Invalid({"email": [wording.ACCOUNT_CLOSED]})
    address, _is_new = EmailAddress.objects.get_or_create(
        user=user, email=email, defaults={"primary": True, "verified": True}
    )
    address.set_verified()
    return user


def _link(patient: Patient, user: User) -> None:
    try:
        with transaction.atomic():
            linked = Patient.objects.filter(pk=patient.pk, user=None).update(user=user)
    except IntegrityError:
        raise Invalid({"email": [wording.ADDRESS_TAKEN]}) from None
    if not linked:
        raise NotFound(wording.LINK_SPENT)


@transaction.atomic
def refuse(*, invitation: Invitation) -> None:
    """ "This is not me": the link ends, and the colleague who made it is told."""
    now = timezone.now()
    if not _open(Invitation.objects.filter(pk=invitation.pk), now).update(refused_at=now):
        return
    inviter, patient = invitation.created_by, invitation.patient
    notifications.queue(
        kind="invitation_refused",
        address=inviter.email,
        language=inviter.language,
        dedupe_key=f"invitation_refused:{invitation.pk}",
        detail={"url": f"{settings.FADEWELL_ORIGIN}/clinic/patients/{patient.pk}"},
    )
    audit.record("invitation.refused", by=None, clinic_id=patient.clinic_id, about=invitation)
