"""Taking a step back within seconds: an event beside the one it undoes (docs/adr/050)."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tracker.errors import MoveNotLegal, StaleVersion
from tracker.models import ReviewCase, ReviewEvent, User
from tracker.records import audit
from tracker.records.access import STAFF, require_role
from tracker.services.case_opening import note_event
from tracker.services.labels import put_back
from tracker.services.moves import LABELLING, legal_moves
from tracker.services.moving import UNDOABLE, hold
from tracker.services.staff_notices import MAY_UNDO_FOR, untell_assigned


@transaction.atomic
def undo(*, by: User, case: ReviewCase, version: int) -> ReviewCase:
    """Put the case back as it stood before her own last step; version is the one that step made.

    Raises NotAllowed, StaleVersion (extra: case) where somebody moved it since, or MoveNotLegal
    where there is nothing of hers to undo, or its seconds are over.
    """
    held = hold(case.pk)
    require_role(by, held.clinic_id, STAFF)
    if held.version != version:
        raise StaleVersion(case=held)
    step = _step_of(held, by)
    if step is None:
        raise MoveNotLegal(moves=list(legal_moves(held)))
    from_status = held.status
    _restore(held, step.detail["before"])
    if step.action == "assign":
        untell_assigned(held.pk, step.detail["before"]["version"])
    if step.action in LABELLING:
        put_back(held, step.action, step.detail["label"], by)
    note_event(held, "undo", by=by, from_status=from_status, detail={"undid": step.action})
    audit.record("case.undo", by=by, clinic_id=held.clinic_id, about=held, undid=step.action)
    return held


def may_undo(*, by: User, case: ReviewCase) -> bool:
    """Whether the case stands as her last step left it, some seconds ago."""
    return _step_of(case, by) is not None


def _step_of(case: ReviewCase, by: User) -> ReviewEvent | None:
    """Her step that made this version, while it may be undone."""
    young = case.events.filter(by=by, action__in=UNDOABLE, at__gt=timezone.now() - MAY_UNDO_FOR)
    newest = young.last()
    made_it = newest is not None and newest.detail["before"]["version"] == case.version - 1
    return newest if made_it else None


def _restore(case: ReviewCase, before: dict[str, Any]) -> None:
    case.status, case.escalation = before["status"], before["escalation"]
    for name in ("assigned_to", "acknowledged_by"):
        setattr(case, f"{name}_id", UUID(before[name]) if before[name] else None)
    for name in ("acknowledged_at", "snoozed_until", "seen_at", "late_since"):
        at = before.get(name)
        setattr(case, name, parse_datetime(at) if at else None)
    case.version += 1
    case.save()
