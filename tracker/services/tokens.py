"""A program's way in: tokens that carry one person's rights, kept as a hash only."""

import hashlib
import secrets
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from tracker.models import ApiToken, User
from tracker.records import audit

BYTES = 32
# Written out: every call of a program begins with it, and building it cost more than running it.
WHOSE = """
    SELECT person.*,
           EXISTS (SELECT 1 FROM tracker_patient WHERE user_id = person.id) AS has_patient_record
    FROM tracker_apitoken token JOIN tracker_user person ON person.id = token.user_id
    WHERE token.token_hash = %s AND token.revoked_at IS NULL AND token.expires_at > %s
          AND person.is_active
"""


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
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return next(iter(User.objects.raw(WHOSE, [hash_of(token), now])), None)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
