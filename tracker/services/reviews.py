"""The clinician's nine moves on a case, each one transaction with its event and audit row."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from tracker import wording
from tracker.errors import ContactRequired, Invalid, MoveNotLegal, NotAllowed, StaleVersion
from tracker.models import PhotoRequest, ReviewCase, Role, User
from tracker.records import audit
from tracker.records.access import CLINICIANS, memberships, roles_at
from tracker.records.protocol import in_force
from tracker.services.case_opening import note_event
from tracker.services.decisions import CONTACT_NEEDED, Ruling
from tracker.services.messages import write_to_patient
from tracker.services.moves import MOVES, accepts, legal_moves
from tracker.services.patient_notices import tell_patient
from tracker.services.response_times import due_at
from tracker.services.staff_notices import tell_escalated


@dataclass
class Step:
    """One move under way: what it changes on the case and what its event will say."""

    case: ReviewCase
    roles: frozenset[str]
    from_status: str
    note: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@contextmanager
def moving(action: str, *, by: User, case: ReviewCase, version: int) -> Iterator[Step]:
    """The frame of every move: role, version and state are held, then event and audit written.

    Raises NotAllowed, StaleVersion (extra: case, as it stands now) or MoveNotLegal (extra: moves).
    Two people at once: the second is refused and nothing of hers is written (SAFETY abuse 26).
    """
    with transaction.atomic():
        held = _hold(case.pk)
        roles = roles_at(by, held.clinic_id)
        if not roles & set(MOVES[action].roles):
            raise NotAllowed
        if held.version != version:
            raise StaleVersion(case=held)
        moves = legal_moves(held)
        if action not in moves:
            raise MoveNotLegal(moves=list(moves))
        step = Step(held, roles, from_status=held.status)
        yield step
        _write(action, by, step)


def _hold(pk: UUID) -> ReviewCase:
    return ReviewCase.objects.select_for_update(of=("self",)).get(pk=pk)


def _write(action: str, by: User, step: Step) -> None:
    case = step.case
    case.status = MOVES[action].status_after or case.status
    case.version += 1
    case.seen_at = timezone.now()
    try:
        with transaction.atomic():
            case.save()
    except IntegrityError:  # a newer case of the treatment is open already
        raise MoveNotLegal(moves=[]) from None
    note_event(
        case, action, by=by, from_status=step.from_status, note=step.note, detail=step.detail
    )
    audit.record(f"case.{action}", by=by, clinic_id=case.clinic_id, about=case)


def claim(*, by: User, case: ReviewCase, version: int) -> ReviewCase:
    """Take an unassigned case, or accept one that was escalated to her."""
    with moving("claim", by=by, case=case, version=version) as step:
        held = step.case
        if held.assigned_to_id and not accepts(held, by, step.roles):
            raise MoveNotLegal(moves=[name for name in legal_moves(held) if name != "claim"])
        held.assigned_to, held.escalation = by, None
    return step.case


def release(*, by: User, case: ReviewCase, version: int) -> ReviewCase:
    """Put a case back; only who holds it, or a clinical lead, may."""
    with moving("release", by=by, case=case, version=version) as step:
        if step.case.assigned_to_id != by.pk and Role.CLINICAL_LEAD not in step.roles:
            raise NotAllowed
        step.case.assigned_to = None
    return step.case


def acknowledge(*, by: User, case: ReviewCase, version: int) -> ReviewCase:
    """She has seen it: this meets the response clock, and the patient reads who saw it."""
    with moving("acknowledge", by=by, case=case, version=version) as step:
        _see(step.case, by)
    return step.case


def message(*, by: User, case: ReviewCase, version: int, text: str) -> ReviewCase:
    with moving("message", by=by, case=case, version=version) as step:
        sent = write_to_patient(
            by=by, treatment=step.case.treatment, text=text, case=step.case, client_id=uuid4()
        )
        step.detail["message"] = str(sent.pk)
        _see_if_clinician(step, by)
    return step.case


def request_photo(
    *,
    by: User,
    case: ReviewCase,
    version: int,
    view: str,
    wanted_by: datetime,
    text: str = "",
) -> ReviewCase:
    """Ask for one named view by a time; raises Invalid for an unknown view or a past time."""
    if view not in in_force().views:
        raise Invalid({"view": [wording.UNKNOWN_VIEW]})
    if wanted_by <= timezone.now():
        raise Invalid({"by": [wording.TIME_IS_PAST]})
    with moving("request-photo", by=by, case=case, version=version) as step:
        asked = PhotoRequest.objects.create(
            case=step.case,
            treatment=step.case.treatment,
            view=view,
            wanted_by=wanted_by,
            text=text,
            requested_by=by,
        )
        step.detail |= {"request": str(asked.pk), "view": view, "by": wanted_by.isoformat()}
        step.note = text
        tell_patient(step.case.treatment, about=asked.pk)
        _see_if_clinician(step, by)
    return step.case


def snooze(*, by: User, case: ReviewCase, version: int, until: datetime, reason: str) -> ReviewCase:
    """Put aside until a time; never an emergency, and not past the time it is due."""
    with moving("snooze", by=by, case=case, version=version) as step:
        if until <= timezone.now():
            raise Invalid({"until": [wording.TIME_IS_PAST]})
        if until > step.case.due_at:
            raise Invalid({"until": [wording.SNOOZE_TOO_LONG]})
        step.case.snoozed_until, step.note = until, reason
        step.detail["until"] = until.isoformat()
    return step.case


def escalate(
    *,
    by: User,
    case: ReviewCase,
    version: int,
    to: User | str,
    reason: str,
    wanted_by: datetime,
) -> ReviewCase:
    """Hand up to a clinician of this clinic, or to "lead"; it stays with the sender until taken.

    Raises Invalid where `to` may not decide here or the time is past.
    """
    target = to if isinstance(to, str) else str(to.pk)
    if wanted_by <= timezone.now():
        raise Invalid({"by": [wording.TIME_IS_PAST]})
    with moving("escalate", by=by, case=case, version=version) as step:
        if not _may_take(to, step.case.clinic_id):
            raise Invalid({"to": [wording.NOBODY_TO_ESCALATE_TO]})
        call = {"to": target, "from": str(by.pk), "by": wanted_by.isoformat(), "reason": reason}
        step.case.assigned_to = step.case.assigned_to or by
        step.case.escalation = call
        step.detail, step.note = {"to": target, "by": call["by"]}, reason
        tell_escalated(step.case, target)
    return step.case


def decide(
    *,
    by: User,
    case: ReviewCase,
    version: int,
    reason: str,
    note: str = "",
    contact: Mapping[str, Any] | None = None,
    false_alarm_because: str | None = None,
) -> ReviewCase:
    """Close with a reason; urgent and emergency only with a recorded contact or attempt."""
    ruling = Ruling(reason, note, contact, false_alarm_because)
    ruling.check()
    with moving("decide", by=by, case=case, version=version) as step:
        held = step.case
        if held.urgency in CONTACT_NEEDED and not contact:
            raise ContactRequired
        held.decision = ruling.signed(by)
        held.closed_at, held.snoozed_until, held.escalation = timezone.now(), None, None
        step.note, step.detail = note, {"reason": reason}
        _see(held, by)
        tell_patient(held.treatment, about=f"{held.pk}:{held.version}")
    return step.case


def reopen(*, by: User, case: ReviewCase, version: int, reason: str) -> ReviewCase:
    """Always possible unless a newer case of the treatment is open; its clock starts anew."""
    with moving("reopen", by=by, case=case, version=version) as step:
        held = step.case
        held.decision = held.closed_at = held.acknowledged_at = held.acknowledged_by = None
        held.due_at = due_at(held.urgency, held.clinic, timezone.now())
        step.note = reason
    return step.case


def _see(case: ReviewCase, by: User) -> None:
    if case.acknowledged_at is None:
        case.acknowledged_at, case.acknowledged_by = timezone.now(), by


def _see_if_clinician(step: Step, by: User) -> None:
    if step.roles & set(CLINICIANS):
        _see(step.case, by)


def _may_take(to: User | str, clinic_id: UUID) -> bool:
    if isinstance(to, str):
        return to == "lead"
    return memberships(to, CLINICIANS).filter(clinic_id=clinic_id).exists()
