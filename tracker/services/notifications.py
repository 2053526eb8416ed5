"""The outbox: a notice is a row first, and leaves outside every request's transaction.

It goes by mail; where it is for a patient, first to the phones on which she asked for it. The other
way is taken where the first did not reach her, so that she hears once (docs/adr/061).
"""

import logging
import smtplib
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple
from uuid import uuid4

from django.db.models import F
from django.utils import timezone

from tracker.models import Channel, Notification, NotificationState, Patient
from tracker.services.mail_words import message_of
from tracker.services.quiet_hours import is_day_for

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
        "message_waiting",
        "reminder",
        "audit_heads",
    }
)
MOST_TRIES = 6
PUSH_TRIES = 3  # at a push service that is busy or away; then a mail goes out
MOST_AT_ONCE = 20  # so that a worker that is asked to end does so soon
LONGEST_WAIT = timedelta(minutes=15)  # that a push service may ask for: half a reminder's life
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
AGAIN = ":again"  # ends the key of a second word about the same thing


class Reached(Enum):
    """What became of a notice that was sent to a person's phones."""

    YES = "at least one service has taken it"
    LATER = "none has, and one may later"
    NO = "each has refused it, for good"
    NOBODY = "there is no phone to send it to"


class Pushed(NamedTuple):
    """wait: what a service that was busy asked for, before it is tried again."""

    reached: Reached
    wait: timedelta = timedelta()


Push = Callable[[Notification, datetime], Pushed]  # tracker.services.pushes.push

log = logging.getLogger("fadewell.mail")


def queue(
    *,
    kind: str,
    address: str,
    language: str,
    dedupe_key: str,
    detail: Mapping[str, str] | None = None,
    due_at: datetime | None = None,
    patient: Patient | None = None,
) -> Notification | None:
    """Put a notice in the outbox; None where there is nowhere to send it, or the key was used.

    With `patient` it goes to her phones too; without an address to those alone.
    """
    if kind not in KINDS:
        raise ValueError(f"no mail is called {kind!r}")
    if not address and patient is None:
        return None
    row, is_new = Notification.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "kind": kind,
            "address": address,
            "patient": patient,
            "language": language,
            "detail": dict(detail or {}),
            "due_at": due_at or timezone.now(),
        },
    )
    return row if is_new else None


def deliver_due(now: datetime | None = None, push: Push | None = None) -> Counter[str]:
    """Send what is due, each row once: how many were sent, will be tried again, or have failed.

    push: sends to phones; without it all goes by mail. Never call it inside a transaction: a claim
    must be visible to other workers before the notice leaves. A worker that dies between sending
    and noting it leads to a second copy with the same Message-ID, or one that takes the place of
    the first on the phone, never to a lost one.
    """
    now = now or timezone.now()
    counts: Counter[str] = Counter()
    due = Notification.objects.filter(state=NotificationState.PENDING, due_at__lte=now)
    for row in due.select_related("patient__user").order_by("due_at", "id")[:MOST_AT_ONCE]:
        if _claim(row, now):
            counts[_deliver(row, now, push)] += 1
    return counts


def _claim(row: Notification, now: datetime) -> bool:
    """Count the try and set the next one; False where another worker was first, or where she has
    said no to mails since the row was read.
    """
    mine = Notification.objects.filter(
        pk=row.pk,
        state=NotificationState.PENDING,
        tries=row.tries,
        due_at=row.due_at,
        address=row.address,
    )
    next_try = now + FIRST_PAUSE * 2**row.tries
    return bool(mine.update(tries=F("tries") + 1, due_at=next_try))


def _deliver(row: Notification, now: datetime, push: Push | None) -> str:
    if now - row.created_at > LIFE.get(row.kind, LONGEST_LIFE):
        return _close(row, NotificationState.FAILED)
    if push is None or not _goes_to_phones(row, now):
        return _mail(row, now, push)
    reached, wait = push(row, now)
    if reached is Reached.YES:
        return _close(row, NotificationState.SENT, Channel.PUSH)
    if reached is Reached.LATER and row.tries + 1 < (PUSH_TRIES if row.address else MOST_TRIES):
        return _wait(row, now + min(wait, LONGEST_WAIT))
    if reached is not Reached.NOBODY:
        _note_failed(row, Channel.PUSH)
    return _mail(row, now, push)


def _goes_to_phones(row: Notification, now: datetime) -> bool:
    """Never in her night; what was once mailed goes on by mail, and a second word about the same
    thing takes the other way than the first did.
    """
    if row.patient is None or row.failed_first or not is_day_for(row.patient, now):
        return False
    first = row.dedupe_key.removesuffix(AGAIN)
    before = Notification.objects.filter(dedupe_key=first, sent_by=Channel.PUSH)
    return first == row.dedupe_key or not before.exists()


def _mail(row: Notification, now: datetime, push: Push | None) -> str:
    if not row.address:
        return _close(row, NotificationState.FAILED)
    try:
        message_of(row).send()
    except (OSError, smtplib.SMTPException) as fault:
        log.warning("mail %s was not sent: %s", row.pk, type(fault).__name__)
        if row.tries + 1 < MOST_TRIES and not _is_refused(fault):
            return NotificationState.PENDING.value
        return _instead_of_mail(row, now, push)
    return _close(row, NotificationState.SENT, Channel.MAIL)


def _is_refused(fault: Exception) -> bool:
    """Whether that address takes no mail, now or later (a 5xx answer, RFC 5321, 4.2.1)."""
    told = fault.recipients.values() if isinstance(fault, smtplib.SMTPRecipientsRefused) else ()
    return bool(told) and all(code >= 500 for code, _words in told)


def _instead_of_mail(row: Notification, now: datetime, push: Push | None) -> str:
    """Her phones are the last way, by night too: there it makes no sound (pushes.py)."""
    if row.patient is not None and push is not None:
        _note_failed(row, Channel.MAIL)
        if push(row, now).reached is Reached.YES:
            return _close(row, NotificationState.SENT, Channel.PUSH)
    return _close(row, NotificationState.FAILED)


def _wait(row: Notification, until: datetime) -> str:
    """Not before a service asked to be tried; the pause of its own holds where that is longer."""
    mine = Notification.objects.filter(pk=row.pk, state=NotificationState.PENDING)
    mine.filter(due_at__lt=until).update(due_at=until)
    return NotificationState.PENDING.value


def _note_failed(row: Notification, channel: Channel) -> None:
    """The first one stays."""
    if not row.failed_first:
        row.failed_first = channel
        row.save(update_fields=["failed_first"])


def _close(row: Notification, state: NotificationState, by: Channel | None = None) -> str:
    """Empty the payload with the end of the row: codes and links do not stay at rest."""
    sent_at = timezone.now() if state == NotificationState.SENT else None
    Notification.objects.filter(pk=row.pk).update(
        state=state, detail={}, sent_at=sent_at, sent_by=by or ""
    )
    return state.value


def drop_reminders(patient: Patient, *, but_to_phones: bool = False) -> None:
    """Those that have not left: she has said no. but_to_phones: no to mails alone."""
    waiting = Notification.objects.filter(
        kind="reminder", patient=patient, state=NotificationState.PENDING
    )
    if but_to_phones:
        waiting.update(address="")
    else:
        waiting.delete()


def fresh_key(kind: str) -> str:
    """For a mail that may be asked for again and again, such as a code."""
    return f"{kind}:{uuid4()}"
