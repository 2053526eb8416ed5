"""A case that was put aside comes back by itself."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tracker.models import ReviewCase, Status
from tracker.records import audit
from tracker.services.case_opening import note_event
from tracker.services.unanswered_cases import answer_due

WOKE = "woke"


def longest_snooze(case: ReviewCase) -> datetime:
    """Until its first clock ends; once it was seen, the one that a step of now begins."""
    if case.acknowledged_at is None:
        return case.due_at
    return max(case.due_at, answer_due(case, timezone.now()))


def wake_snoozed(now: datetime | None = None) -> int:
    """Open again each case whose time has come; how many."""
    now = now or timezone.now()
    due = ReviewCase.objects.filter(status=Status.SNOOZED, snoozed_until__lte=now)
    return sum(_wake(case, now) for case in due.order_by("pk"))


@transaction.atomic
def _wake(case: ReviewCase, now: datetime) -> bool:
    rows = ReviewCase.objects.select_for_update(of=("self",))
    held = rows.filter(pk=case.pk, status=Status.SNOOZED, snoozed_until__lte=now).first()
    if held is None:
        return False
    held.status, held.snoozed_until, held.version = Status.OPEN, None, held.version + 1
    held.save()
    note_event(held, WOKE, from_status=Status.SNOOZED)
    audit.record("case.woke", by=None, clinic_id=held.clinic_id, about=held)
    return True
