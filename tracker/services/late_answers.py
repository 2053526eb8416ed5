"""An escalation that nobody took, a second opinion that nobody gave: past its time it is said."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils import timezone

from tracker.models import ReviewCase, ReviewEvent, Status
from tracker.records import audit
from tracker.services.case_opening import note_event
from tracker.services.staff_notices import tell_not_answered

LATE = {"escalation_late": "escalation", "opinion_late": "opinion"}  # event -> field of the case


def chase_late_answers(now: datetime | None = None) -> int:
    """Tell both sides and the lead of each whose `by` has passed; how many were told.

    Once for each colleague who was asked, however often and by however many this is called: the
    event is written in one transaction with the mails, under the lock of the case.
    """
    now = now or timezone.now()
    return sum(_chase(case.pk, what, now) for case in _asked() for what in _late(case, now))


def _asked() -> list[ReviewCase]:
    told = ReviewEvent.objects.filter(action__in=LATE)
    somebody = Q(escalation__isnull=False) | Q(opinion__isnull=False)
    rows = ReviewCase.objects.exclude(status=Status.CLOSED).filter(somebody)
    rows = rows.order_by("-rank", "due_at", "pk")
    return list(rows.prefetch_related(Prefetch("events", told, to_attr="told")))


def _late(case: ReviewCase, now: datetime) -> list[str]:
    """What is past its time and was not told yet of who is asked now."""
    kept: list[ReviewEvent] | None = getattr(case, "told", None)
    events = case.events.filter(action__in=LATE) if kept is None else kept
    told = [(event.action, event.detail["to"], event.detail["by"]) for event in events]
    return [
        what
        for what, field in LATE.items()
        if (asked := getattr(case, field)) is not None
        and _has_passed(asked, now)
        and (what, asked["to"], asked["by"]) not in told
    ]


def _has_passed(asked: Mapping[str, str], now: datetime) -> bool:
    return datetime.fromisoformat(asked["by"]) <= now


@transaction.atomic
def _chase(pk: UUID, what: str, now: datetime) -> bool:
    """Looked at once more under the lock: it may have been answered, or told, in between."""
    rows = ReviewCase.objects.select_for_update(of=("self",)).exclude(status=Status.CLOSED)
    case = rows.filter(pk=pk).first()
    if case is None or what not in _late(case, now):
        return False
    asked = getattr(case, LATE[what])
    told = tell_not_answered(case, asked)
    detail = {"to": asked["to"], "from": asked["from"], "by": asked["by"], "told": told}
    note_event(case, what, detail=detail)
    audit.record(f"case.{what}", by=None, clinic_id=case.clinic_id, about=case, told=len(told))
    return True
