"""The one function that writes audit rows."""

import hmac
import json
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from tracker.models import AuditEvent, User
from tracker.records.secret_files import SecretFiles

KEYS = SecretFiles("audit")  # one derived for each chain
FIRST = "0" * 64
NO_CLINIC = "none"
REFUSED = "access.refused"  # she asked for what is not there for her
END = """
    SELECT sequence, hash FROM tracker_auditevent WHERE chain = %s ORDER BY sequence DESC LIMIT 1
"""


def record(
    action: str,
    *,
    by: User | None,
    clinic_id: UUID | None,
    about: models.Model,
    **detail: str | int | bool,
) -> AuditEvent:
    """Append an act to the clinic's chain, inside the caller's transaction.

    detail holds ids, codes and counts only, never names or words (SAFETY abuses 28, 31).
    Raises TransactionManagementError outside a transaction: an act and its record stand or fall
    together. Raises MissingKeyFile.
    """
    chain = str(clinic_id) if clinic_id else NO_CLINIC
    previous = _last(chain)
    event = AuditEvent(
        chain=chain,
        sequence=previous[0] + 1,
        at=timezone.now(),
        actor=by.pk if by else None,
        action=action,
        subject=about._meta.model_name or "",
        subject_id=str(about.pk),
        detail=detail,
        previous_hash=previous[1],
    )
    event.hash = link(event, KEYS.newest(chain))
    event.save(force_insert=True)
    return event


def was_touched_by_others(about: models.Model, *, but: UUID | None) -> bool:
    """Whether anybody else than this person has looked at it or done anything with it."""
    acts = AuditEvent.objects.filter(subject=about._meta.model_name, subject_id=str(about.pk))
    return acts.exclude(actor=but).exclude(action=REFUSED).exists()


def link(event: AuditEvent, key: bytes) -> str:
    """HMAC-SHA-256 (hex) over the row's facts and the hash before it (docs/adr/040)."""
    facts = [
        event.chain,
        event.sequence,
        event.at.isoformat(),
        str(event.actor),
        event.action,
        event.subject,
        event.subject_id,
        event.detail,
        event.previous_hash,
    ]
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(key, text.encode(), "sha256").hexdigest()


def _last(chain: str) -> tuple[int, str]:
    """Sequence and hash of the chain's end; nobody else appends until this transaction ends.

    SQLite's IMMEDIATE transactions are one at a time already; PostgreSQL takes an advisory lock.
    """
    transaction.get_connection().validate_no_broken_transaction()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("audit.record needs the act's transaction")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"audit {chain}"])
        cursor.execute(END, [chain])
        return cursor.fetchone() or (0, FIRST)
