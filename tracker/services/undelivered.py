"""Mail to a patient that could not be delivered is shown on her open case: somebody may phone."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tracker.models import (
    Message,
    Notification,
    NotificationState,
    PhotoRequest,
    ReviewCase,
    Status,
)
from tracker.services.case_opening import note_event

UNDELIVERED = "mail_undelivered"
LOOK_BACK = timedelta(days=4)  # longer than any mail is tried


def show_undelivered(now: datetime | None = None) -> int:
    """Note each mail that failed for good on the case it was about, once; how many."""
    now = now or timezone.now()
    failed = Notification.objects.filter(
        kind="new_message", state=NotificationState.FAILED, created_at__gt=now - LOOK_BACK
    )
    return sum(_show(each, now) for each in failed.order_by("created_at"))


def _show(mail: Notification, now: datetime) -> bool:
    case = _case_of(mail)
    if case is None:
        return False
    with transaction.atomic():
        rows = ReviewCase.objects.select_for_update(of=("self",)).exclude(status=Status.CLOSED)
        held = rows.filter(pk=case.pk).first()
        known = case.events.filter(action=UNDELIVERED, detail__mail=str(mail.pk))
        if held is None or known.exists():
            return False
        held.news_at, held.version = now, held.version + 1
        held.save()
        note_event(held, UNDELIVERED, detail={"mail": str(mail.pk)})
    return True


def _case_of(mail: Notification) -> ReviewCase | None:
    """dedupe_key is new_message:<message, photo request or case>[:more]."""
    about = UUID(mail.dedupe_key.split(":")[1])
    message = Message.objects.filter(pk=about).select_related("case").first()
    request = PhotoRequest.objects.filter(pk=about).select_related("case").first()
    found = message or request
    if found is not None:
        return found.case
    return ReviewCase.objects.filter(pk=about).first()
