"""What did not reach a patient is shown on her case: where nothing did, somebody may phone."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tracker.models import (
    Channel,
    Message,
    Notification,
    NotificationState,
    PhotoRequest,
    ReviewCase,
)
from tracker.records import audit
from tracker.services.case_opening import note_event

UNDELIVERED, MAILED_INSTEAD, PUSHED_INSTEAD = "mail_undelivered", "push_undelivered", "mail_pushed"
DECISION = "decision"
LOOK_BACK = timedelta(days=4)  # longer than any notice is tried


def show_undelivered(now: datetime | None = None) -> int:
    """Note each notice that did not reach her the first way on the case it was about, once.

    Returns how many. Where no way reached her an open case has news, and the page of any case
    says so; where the other one did, it only stands in its history.
    """
    now = now or timezone.now()
    ended = Notification.objects.filter(
        Q(state=NotificationState.FAILED) | Q(state=NotificationState.SENT) & ~Q(failed_first=""),
        kind="new_message",
        created_at__gt=now - LOOK_BACK,
    )
    return sum(_show(each, now) for each in ended.order_by("created_at"))


def _show(notice: Notification, now: datetime) -> bool:
    (case, about), action = _case_of(notice), _what_happened(notice)
    if case is None:
        return False
    with transaction.atomic():
        held = ReviewCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if held.events.filter(action=action, detail__mail=str(notice.pk)).exists():
            return False
        if action == UNDELIVERED and held.is_open:
            held.news_at, held.version = now, held.version + 1
            held.save()
        note_event(held, action, detail={"mail": str(notice.pk), "about": about})
        audit.record(f"case.{action}", by=None, clinic_id=held.clinic_id, about=held)
    return True


def _what_happened(notice: Notification) -> str:
    if notice.state == NotificationState.FAILED:
        return UNDELIVERED
    return MAILED_INSTEAD if notice.failed_first == Channel.PUSH else PUSHED_INSTEAD


def _case_of(notice: Notification) -> tuple[ReviewCase | None, str]:
    """And what the notice told; dedupe_key is new_message:<message, photo request or case>[:more].

    Of a case itself it told a decision.
    """
    about = UUID(notice.dedupe_key.split(":")[1])
    message = Message.objects.filter(pk=about).select_related("case").first()
    request = PhotoRequest.objects.filter(pk=about).select_related("case").first()
    found = message or request
    if found is not None:
        return found.case, "message" if message else "photo_request"
    return ReviewCase.objects.filter(pk=about).first(), DECISION
