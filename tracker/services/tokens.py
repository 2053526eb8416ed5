"""A program's way in: tokens that carry one person's rights, kept as a hash only."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from tracker.models import ApiToken, Patient, User
from tracker.records import audit

BYTES = 32


@transaction.atomic
def make_token(user: User, days: int = 30, label: str = "") -> str:
    """The token itself, which is shown once; the row keeps its SHA-256 and its end."""
    token = secrets.token_urlsafe(BYTES)
    row = ApiToken.objects.create(
        user=user,
        token_hash=hash_of(token),
        label=label,
        expires_at=timezone.now() + timedelta(days=days),
    )
    audit.record("token.made", by=user, clinic_id=None, about=row, days=days)
    return token


def user_of(token: str) -> User | None:
    """Whose token this is, unless it ended; one query, has_patient_record comes along."""
    is_valid = {
        "api_tokens__token_hash": hash_of(token),
        "api_tokens__revoked_at": None,
        "api_tokens__expires_at__gt": timezone.now(),
    }
    people = User.objects.filter(is_active=True, **is_valid)
    records = Patient.objects.filter(user=OuterRef("pk"))
    return people.annotate(has_patient_record=Exists(records)).first()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
