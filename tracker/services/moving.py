"""The frame of every move on a case: one transaction with its event and audit row."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from tracker.errors import MoveNotLegal, NotAllowed, StaleVersion
from tracker.models import ReviewCase, User
from tracker.records import audit
from tracker.records.access import CLINICIANS, roles_at
from tracker.records.attendance import Attendance
from tracker.services.case_opening import note_event
from tracker.services.moves import STEPS, legal_moves

UNDOABLE = ("acknowledge", "assign", "claim", "label", "snooze", "unlabel")  # docs/adr/050


@dataclass
class Step:
    """One move under way: what it changes on the case and what its event will say."""

    case: ReviewCase
    roles: frozenset[str]
    from_status: str
    before: dict[str, Any]
    note: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@contextmanager
def moving(action: str, *, by: User, case: ReviewCase, version: int) -> Iterator[Step]:
    """The frame of every move: role, version and state are held, then event and audit written.

    Raises NotAllowed, StaleVersion (extra: case, as it stands now) or MoveNotLegal (extra: moves).
    Two people at once: the second is refused and nothing of hers is written (SAFETY abuse 26).
    """
    with transaction.atomic():
        held = hold(case.pk)
        roles = roles_at(by, held.clinic_id)
        if not roles & set(STEPS[action].roles):
            raise NotAllowed
        if held.version != version:
            raise StaleVersion(case=held)
        if not STEPS[action].is_legal(held):
            raise MoveNotLegal(moves=list(legal_moves(held)))
        step = Step(held, roles, held.status, standing(held))
        yield step
        _write(action, by, step)


def hold(pk: UUID) -> ReviewCase:
    return ReviewCase.objects.select_for_update(of=("self",)).get(pk=pk)


def standing(case: ReviewCase) -> dict[str, Any]:
    """How a case stands, in JSON: what undoing a step has to bring back."""
    return {
        "version": case.version,
        "status": case.status,
        "assigned_to": case.assigned_to_id and str(case.assigned_to_id),
        "escalation": case.escalation,
        "acknowledged_at": _as_text(case.acknowledged_at),
        "acknowledged_by": case.acknowledged_by_id and str(case.acknowledged_by_id),
        "snoozed_until": _as_text(case.snoozed_until),
        "seen_at": _as_text(case.seen_at),
        "late_since": _as_text(case.late_since),
    }


def _as_text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _write(action: str, by: User, step: Step) -> None:
    case = step.case
    case.status = STEPS[action].status_after or case.status
    case.version += 1
    if STEPS[action].is_a_look:
        case.seen_at, case.late_since = timezone.now(), None
    try:
        with transaction.atomic():
            case.save()
    except IntegrityError:  # a newer case of the treatment is open already
        raise MoveNotLegal(moves=[]) from None
    detail = step.detail | ({"before": step.before} if action in UNDOABLE else {})
    note_event(case, action, by=by, from_status=step.from_status, note=step.note, detail=detail)
    audit.record(f"case.{action}", by=by, clinic_id=case.clinic_id, about=case)


def see(case: ReviewCase, by: User) -> None:
    if case.acknowledged_at is None:
        case.acknowledged_at, case.acknowledged_by = timezone.now(), by


def see_if_clinician(step: Step, by: User) -> None:
    if step.roles & set(CLINICIANS):
        see(step.case, by)


def may_take(to: User | str, clinic_id: UUID) -> bool:
    """A clinician of this clinic who is there, or "lead"."""
    if isinstance(to, str):
        return to == "lead"
    return Attendance(clinic_id).is_there(to.pk, CLINICIANS)
