"""Whether what runs by itself does run: mail, the worker, backups, the audit trail, exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q
from django.utils import timezone

from tracker.models import (
    AuditEvent,
    Channel,
    Notification,
    NotificationState,
    PushSubscription,
    SystemMark,
    User,
)
from tracker.records import push_key

LATELY = timedelta(days=30)
FAILED_LATELY = timedelta(days=7)
HERS = "patient.exported"  # a patient's own act: her name is no news of the system
EXPORTS = ("list.exported", HERS, "case.exported", "case.reported")
MOST = 20
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class MailQueue:
    """All clinics together: waiting and due, the oldest of those, and failed in 7 days."""

    waiting: int
    oldest: datetime | None
    failed: int


@dataclass(frozen=True)
class PushState:
    """All clinics together; failed: not taken by any phone's service, so that a mail went out."""

    has_key: bool
    phones: int
    sent: int
    failed: int


@dataclass(frozen=True)
class Export:
    at: datetime
    action: str
    by: str
    rows: int | None


def mail_queue(now: datetime | None = None) -> MailQueue:
    now = now or timezone.now()
    due = Q(state=NotificationState.PENDING, due_at__lte=now)
    failed = Q(state=NotificationState.FAILED, created_at__gt=now - FAILED_LATELY)
    told = Notification.objects.filter(due | failed).aggregate(
        waiting=Count("pk", filter=due),
        oldest=Min("created_at", filter=due),
        failed=Count("pk", filter=failed),
    )
    return MailQueue(**told)


def push_state(now: datetime | None = None) -> PushState:
    """Notices of the last 7 days."""
    now = now or timezone.now()
    lately = Notification.objects.filter(created_at__gt=now - FAILED_LATELY)
    told = lately.aggregate(
        sent=Count("pk", filter=Q(sent_by=Channel.PUSH)),
        failed=Count("pk", filter=Q(failed_first=Channel.PUSH)),
    )
    phones = PushSubscription.objects.filter(session__expire_date__gt=now).count()
    return PushState(bool(push_key.public_key()), phones, **told)


def marks() -> Mapping[str, SystemMark]:
    return {mark.name: mark for mark in SystemMark.objects.all()}


def exports(clinic_id: UUID) -> list[Export]:
    """What left the product in 30 days, newest first; nothing waits, an export is sent at once."""
    since = timezone.now() - LATELY
    rows = AuditEvent.objects.filter(chain=str(clinic_id), at__gte=since, action__in=EXPORTS)
    found = list(rows.order_by("-sequence")[:MOST])
    staff = {row.actor for row in found if row.actor and row.action != HERS}
    names = {user.pk: user.name for user in User.objects.filter(pk__in=staff)}
    return [
        Export(row.at, row.action, names.get(row.actor or NOBODY, ""), row.detail.get("rows"))
        for row in found
    ]
