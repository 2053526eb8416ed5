"""A case that was seen and then lies still makes itself heard, until it is decided (docs/adr/089).

To be seen meets the first clock (tracker/services/unseen_cases.py). From then on each step of a
colleague starts the same time once more: until the patient is answered that of the case's own
level, afterwards that of the level below. What waits for somebody else has a clock of its own: a
photo that was asked for, a snooze; an escalation and a second opinion until the time that was
given with them (late_answers.py), then this one counts again. A visit is waited for.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tracker.models import Message, ReviewCase, ReviewEvent, Status
from tracker.records import audit
from tracker.services.case_opening import JOINED, note_event
from tracker.services.response_times import due_at, is_half_way
from tracker.services.staff_notices import TOLD_BY_MAIL, tell_half_way, tell_overdue
from tracker.services.unseen_cases import Step, calls_due

HALF_WAY, OVERDUE = "answer_half_way", "answer_overdue"
BEGINS = frozenset({"opened", "reopen", *JOINED.values()})
ANSWERS = frozenset({"message", "request-photo", "book"})
ONCE_ANSWERED = {"emergency": "urgent", "urgent": "review", "review": "review"}
ASIDE = frozenset({Status.SNOOZED, Status.WAITING_PATIENT})


def chase_unanswered(now: datetime | None = None) -> int:
    """Tell who has to know of each open case that lies still for too long; how many were told.

    Safe to call as often as one likes, by several processes: each step is an event of the case,
    and belongs to one time by which something had to be done.
    """
    now = now or timezone.now()
    return sum(_chase(case.pk, now) for case in _seen() if _step(case, now))


def _seen() -> QuerySet[ReviewCase]:
    """Those that wait for no patient and are not put aside."""
    rows = ReviewCase.objects.filter(status=Status.OPEN, acknowledged_at__isnull=False)
    return _with_steps(rows).order_by("-rank", "due_at", "pk")


def _with_steps(rows: QuerySet[ReviewCase]) -> QuerySet[ReviewCase]:
    words = Message.objects.exclude(sender_role="patient")  # beside the case too: on her record
    rows = rows.select_related("clinic")
    return rows.prefetch_related("events", Prefetch("treatment__messages", words))


def answer_due(case: ReviewCase, now: datetime) -> datetime:
    """By when somebody has to act again where a step is taken now, once it was seen."""
    held = _with_steps(ReviewCase.objects.filter(pk=case.pk)).get()
    level = _level(held, _since_it_began(list(held.events.all())))
    return due_at(level, held.clinic, now)


def _step(case: ReviewCase, now: datetime) -> Step | None:
    """The next thing to tell; None where all that is due was told, or a colleague is waited for."""
    if any(at > now for at in _wanted(case)):
        return None
    events = _since_it_began(list(case.events.all()))
    level, due = _level(case, events), _due(case, events)
    told = [each.action for each in events if each.detail.get("due_at") == due.isoformat()]
    calls = told.count(OVERDUE)
    if calls < calls_due(level, due, now):
        return OVERDUE, calls + 1
    waits = case.assigned_to_id is None and level in TOLD_BY_MAIL
    if waits and HALF_WAY not in told and not calls and is_half_way(level, case.clinic, due, now):
        return HALF_WAY, 1
    return None


def _wanted(case: ReviewCase) -> list[datetime]:
    """By when a colleague was asked to take it, or for her opinion, and has not answered."""
    return [datetime.fromisoformat(each["by"]) for each in (case.escalation, case.opinion) if each]


def _since_it_began(events: Sequence[ReviewEvent]) -> Sequence[ReviewEvent]:
    """From the newest flag on: it is looked at anew then."""
    begins = [place for place, each in enumerate(events) if each.action in BEGINS]
    return events[begins[-1] :] if begins else events


def _level(case: ReviewCase, events: Sequence[ReviewEvent]) -> str:
    is_answered = any(each.action in ANSWERS for each in events)
    is_answered = is_answered or bool(_written(case, events))
    return ONCE_ANSWERED[case.urgency] if is_answered else case.urgency


def _written(case: ReviewCase, events: Sequence[ReviewEvent]) -> list[datetime]:
    """When the clinic wrote to her since it began. The case is one of _seen."""
    ours = case.treatment.messages.all()
    return [each.sent_at for each in ours if not events or each.sent_at >= events[0].at]


def _due(case: ReviewCase, events: Sequence[ReviewEvent]) -> datetime:
    """By when the next step has to be done: counted from the last, or from when it came back."""
    came_back = (
        each.at for each in events if each.to_status == Status.OPEN and each.from_status in ASIDE
    )
    visits = (parse_datetime(each.detail.get("at", "")) for each in events if each.action == "book")
    steps = (case.acknowledged_at, case.seen_at, *_written(case, events), *_wanted(case))
    since = max(at for at in (*steps, *came_back, *visits) if at is not None)
    return due_at(_level(case, events), case.clinic, since)


@transaction.atomic
def _chase(pk: UUID, now: datetime) -> bool:
    """Looked at once more under the lock: something may have been done, or told, in between."""
    case = _seen().select_for_update(of=("self",)).filter(pk=pk).first()
    step = _step(case, now) if case else None
    if case is None or step is None:
        return False
    what, nth = step
    due = _due(case, _since_it_began(list(case.events.all())))
    if what == OVERDUE:
        case.late_since = due
        case.save(update_fields=["late_since"])
    told = tell_half_way(case, due) if what == HALF_WAY else tell_overdue(case, due, nth)
    note_event(case, what, detail={"due_at": due.isoformat(), "told": told})
    audit.record(f"case.{what}", by=None, clinic_id=case.clinic_id, about=case, told=len(told))
    return True
