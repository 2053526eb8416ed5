"""A flag that nobody looks at makes itself heard: half-way to the team, over time to the lead."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from tracker.models import ReviewCase, ReviewEvent, Status
from tracker.records import audit
from tracker.records.access import CLINICIANS, memberships
from tracker.services.case_opening import note_event
from tracker.services.response_times import EMERGENCY, is_half_way
from tracker.services.staff_notices import TOLD_BY_MAIL, tell_half_way, tell_overdue

HALF_WAY, OVERDUE = "half_way", "overdue"
MOST_CALLS = 12  # an emergency calls again every quarter of an hour, for three hours
Step = tuple[str, int]  # what is told, for the how many-th time


def chase_unseen(now: datetime | None = None) -> int:
    """Tell who has to know of each open case that nobody has seen in time; how many were told.

    Safe to call as often as one likes, by several processes: each step is an event of the case,
    and belongs to one `due_at`: a later flag starts the clock, and the steps, anew. A review is
    quiet until it is over time (UX.md C1; a false alarm a day, and nobody looks).
    """
    now = now or timezone.now()
    return sum(_chase(case.pk, now) for case in _unseen() if _step(case, now))


def _unseen() -> list[ReviewCase]:
    told = ReviewEvent.objects.filter(action__in=(HALF_WAY, OVERDUE))
    rows = ReviewCase.objects.exclude(status=Status.CLOSED).filter(acknowledged_at=None)
    rows = rows.select_related("clinic", "assigned_to").order_by("-rank", "due_at", "pk")
    return list(rows.prefetch_related(Prefetch("events", told, to_attr="told")))


def _step(case: ReviewCase, now: datetime) -> Step | None:
    """The next thing to tell; None where all that is due was told."""
    due = case.due_at.isoformat()
    told = [event.action for event in _told(case) if event.detail["due_at"] == due]
    calls = told.count(OVERDUE)
    if calls < calls_due(case.urgency, case.due_at, now):
        return OVERDUE, calls + 1
    waits = case.urgency in TOLD_BY_MAIL and not told
    if waits and is_half_way(case.urgency, case.clinic, case.due_at, now):
        return None if _is_with_a_clinician(case) else (HALF_WAY, 1)
    return None


def _is_with_a_clinician(case: ReviewCase) -> bool:
    """A coordinator may hold it and cannot decide it: the team hears of it all the same."""
    if case.assigned_to is None:
        return False
    return memberships(case.assigned_to, CLINICIANS).filter(clinic=case.clinic_id).exists()


def _told(case: ReviewCase) -> list[ReviewEvent]:
    kept: list[ReviewEvent] | None = getattr(case, "told", None)
    if kept is not None:
        return kept
    return list(case.events.filter(action__in=(HALF_WAY, OVERDUE)))


def calls_due(urgency: str, due: datetime, now: datetime) -> int:
    """How often it has to have been told by now that the time is over."""
    over = now - due
    if over < timedelta():
        return 0
    return min(1 + over // EMERGENCY, MOST_CALLS) if urgency == "emergency" else 1


@transaction.atomic
def _chase(pk: UUID, now: datetime) -> bool:
    """Looked at once more under the lock: it may have been seen, or told, in between."""
    rows = ReviewCase.objects.select_for_update(of=("self",)).select_related("clinic")
    case = rows.exclude(status=Status.CLOSED).filter(pk=pk, acknowledged_at=None).first()
    step = _step(case, now) if case else None
    if case is None or step is None:
        return False
    what, nth = step
    due = case.due_at
    told = tell_half_way(case, due) if what == HALF_WAY else tell_overdue(case, due, nth)
    note_event(case, what, detail={"due_at": case.due_at.isoformat(), "told": told})
    audit.record(f"case.{what}", by=None, clinic_id=case.clinic_id, about=case, told=len(told))
    return True
