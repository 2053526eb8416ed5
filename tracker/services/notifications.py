"""The outbox: mail is a row first, and leaves outside every request's transaction.

Each kind has two templates in tracker/mail/: <kind>_subject.txt and <kind>.txt. Their words are
neutral (UX.md sections 6 and 8): no treatment, symptom, photo, result or kind of clinic.
"""

import logging
import smtplib
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tracker.models import Notification, NotificationState

KINDS = frozenset(
    {
        "sign_in_code",
        "unknown_address",
        "verify_email",
        "password_reset",
        "password_changed",
        "sign_in_changed",
        "new_sign_in",
        "invitation",
        "invitation_code",
        "invitation_refused",
        "staff_invitation",
        "staff_link",
        "role_news",
        "new_message",
        "case_waiting",
        "reminder",
        "audit_heads",
    }
)
MOST_TRIES = 6
MOST_AT_ONCE = 20  # so that a worker that is asked to end does so soon
FIRST_PAUSE = timedelta(minutes=1)  # doubled with each try: 1, 2, 4, 8, 16 minutes
CODE_LIFE = timedelta(minutes=10)
LIFE = {  # a code that comes late only confuses
    "sign_in_code": CODE_LIFE,
    "invitation_code": CODE_LIFE,
    "verify_email": CODE_LIFE,
    "password_reset": CODE_LIFE,
    "reminder": timedelta(minutes=30),  # queued until 20:30, so that none leaves after 21:00
}
LONGEST_LIFE = timedelta(days=3)

log = logging.getLogger("fadewell.mail")


def queue(
    *,
    kind: str,
    address: str,
    language: str,
    dedupe_key: str,
    detail: Mapping[str, str] | None = None,
    due_at: datetime | None = None,
) -> Notification | None:
    """Put a mail in the outbox; None where there is no address or the key was used before."""
    if kind not in KINDS:
        raise ValueError(f"no mail is called {kind!r}")
    if not address:
        return None
    row, is_new = Notification.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "kind": kind,
            "address": address,
            "language": language,
            "detail": dict(detail or {}),
            "due_at": due_at or timezone.now(),
        },
    )
    return row if is_new else None


def deliver_due(now: datetime | None = None) -> Counter[str]:
    """Send what is due, each row once: how many were sent, will be tried again, or have failed.

    Never call it inside a transaction: a claim must be visible to other workers before the mail
    leaves. A worker that dies between sending and noting it leads to a second copy with the same
    Message-ID, never to a lost one.
    """
    now = now or timezone.now()
    counts: Counter[str] = Counter()
    due = Notification.objects.filter(state=NotificationState.PENDING, due_at__lte=now)
    for row in due.order_by("due_at", "id")[:MOST_AT_ONCE]:
        if _claim(row, now):
            counts[_deliver(row, now)] += 1
    return counts


def _claim(row: Notification, now: datetime) -> bool:
    """Count the try and set the next one; False where another worker was first."""
    mine = Notification.objects.filter(
        pk=row.pk, state=NotificationState.PENDING, tries=row.tries, due_at=row.due_at
    )
    next_try = now + FIRST_PAUSE * 2**row.tries
    return bool(mine.update(tries=F("tries") + 1, due_at=next_try))


def _deliver(row: Notification, now: datetime) -> str:
    if now - row.created_at > LIFE.get(row.kind, LONGEST_LIFE):
        return _close(row, NotificationState.FAILED)
    try:
        _message(row).send()
    except (OSError, smtplib.SMTPException) as fault:
        log.warning("mail %s was not sent: %s", row.pk, type(fault).__name__)
        if row.tries + 1 < MOST_TRIES:
            return NotificationState.PENDING.value
        return _close(row, NotificationState.FAILED)
    return _close(row, NotificationState.SENT)


def _close(row: Notification, state: NotificationState) -> str:
    """Empty the payload with the end of the row: codes and links do not stay at rest."""
    sent_at = timezone.now() if state == NotificationState.SENT else None
    Notification.objects.filter(pk=row.pk).update(state=state, detail={}, sent_at=sent_at)
    return state.value


def _message(row: Notification) -> EmailMessage:
    origin = urlsplit(settings.FADEWELL_ORIGIN)
    facts: dict[str, Any] = {**row.detail, "origin": settings.FADEWELL_ORIGIN}
    with translation.override(row.language):
        subject = render_to_string(f"tracker/mail/{row.kind}_subject.txt", facts)
        body = render_to_string(f"tracker/mail/{row.kind}.txt", facts)
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        to=[row.address],
        headers={
            "Message-ID": f"<{row.pk}@{origin.hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def fresh_key(kind: str) -> str:
    """For a mail that may be asked for again and again, such as a code."""
    return f"{kind}:{uuid4()}"
