"""The clinician's moves on a case, each one transaction with its event and audit row."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tracker import wording
from tracker.errors import ContactRequired, Invalid, MoveNotLegal, NotAllowed
from tracker.models import PhotoRequest, ReviewCase, Role, User
from tracker.records.attendance import Attendance
from tracker.records.protocol import in_force
from tracker.services import consents
from tracker.services.decisions import CONTACT_NEEDED, Ruling
from tracker.services.messages import write_to_patient
from tracker.services.moves import accepts, legal_moves
from tracker.services.moving import may_take, moving, see, see_if_clinician
from tracker.services.patient_notices import tell_patient
from tracker.services.response_times import due_at
from tracker.services.snoozes import longest_snooze
from tracker.services.staff_notices import tell_assigned, tell_colleague, tell_escalated
from tracker.services.visits import visit_in_words


def claim(*, by: User, case: ReviewCase, version: int) -> ReviewCase:
    """Take an unassigned case, or accept one that was escalated to her; not while she is away."""
    with moving("claim", by=by, case=case, version=version) as step:
        held = step.case
        if Attendance(held.clinic_id).is_away(by.pk):
            raise Invalid({"to": [wording.YOU_ARE_AWAY]})
        if held.assigned_to_id and not accepts(held, by, step.roles):
            raise MoveNotLegal(moves=[name for name in legal_moves(held) if name != "claim"])
        held.assigned_to, held.escalation = by, None
    return step.case


def assign(*, by: User, case: ReviewCase, version: int, to: User) -> ReviewCase:
    """Give a case to a clinician of this clinic, who is told; raises Invalid for anybody else."""
    with moving("assign", by=by, case=case, version=version) as step:
        if not may_take(to, step.case.clinic_id):
            raise Invalid({"to": [wording.NOBODY_TO_ESCALATE_TO]})
        step.case.assigned_to, step.case.escalation = to, None
        step.detail["to"] = str(to.pk)
        if to.pk != by.pk:
            tell_assigned(step.case, to)
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
        see(step.case, by)
    return step.case


def message(*, by: User, case: ReviewCase, version: int, text: str) -> ReviewCase:
    with moving("message", by=by, case=case, version=version) as step:
        sent = write_to_patient(
            by=by, treatment=step.case.treatment, text=text, case=step.case, client_id=uuid4()
        )
        step.detail["message"] = str(sent.pk)
        see_if_clinician(step, by)
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
    """Ask for one named view by a time; raises Invalid for an unknown view or a past time, and
    where she sends no photos: a request that cannot be answered would only wait.
    """
    _check_request(case, view, wanted_by)
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
        see_if_clinician(step, by)
    return step.case


def _check_request(case: ReviewCase, view: str, wanted_by: datetime) -> None:
    if view not in in_force().views:
        raise Invalid({"view": [wording.UNKNOWN_VIEW]})
    if wanted_by <= timezone.now():
        raise Invalid({"by": [wording.TIME_IS_PAST]})
    refusal = consents.why_no_photo_comes(case.patient)
    if refusal:
        raise Invalid({"view": [refusal]})


def snooze(*, by: User, case: ReviewCase, version: int, until: datetime, reason: str) -> ReviewCase:
    """Put aside until a time; never an emergency, and not past `due_at` (API.md)."""
    return _put_aside(by, case, version, until, reason, lambda held: held.due_at)


def put_aside(
    *, by: User, case: ReviewCase, version: int, until: datetime, reason: str
) -> ReviewCase:
    """As the desk does it: not past the clock that runs once it was seen (docs/adr/095)."""
    return _put_aside(by, case, version, until, reason, longest_snooze)


def _put_aside(
    by: User,
    case: ReviewCase,
    version: int,
    until: datetime,
    reason: str,
    most: Callable[[ReviewCase], datetime],
) -> ReviewCase:
    with moving("snooze", by=by, case=case, version=version) as step:
        if until <= timezone.now():
            raise Invalid({"until": [wording.TIME_IS_PAST]})
        if until > most(step.case):
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
        if not may_take(to, step.case.clinic_id):
            raise Invalid({"to": [wording.NOBODY_TO_ESCALATE_TO]})
        call = {"to": target, "from": str(by.pk), "by": wanted_by.isoformat(), "reason": reason}
        step.case.assigned_to = step.case.assigned_to or by
        step.case.escalation = call
        step.detail, step.note = {"to": target, "by": call["by"]}, reason
        tell_escalated(step.case, target)
    return step.case


def book(
    *, by: User, case: ReviewCase, version: int, at: datetime | None = None, text: str = ""
) -> ReviewCase:
    """Tell the patient of a visit at a time, or to phone for one; Invalid for a past time."""
    if at is not None and at <= timezone.now():
        raise Invalid({"at": [wording.TIME_IS_PAST]})
    with moving("book", by=by, case=case, version=version) as step:
        treatment = step.case.treatment
        words = "\n\n".join(filter(None, [visit_in_words(treatment.patient, at), text]))
        sent = write_to_patient(
            by=by, treatment=treatment, text=words, case=step.case, client_id=uuid4()
        )
        step.detail = {"message": str(sent.pk)} | ({"at": at.isoformat()} if at else {})
        see_if_clinician(step, by)
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
        held.closed_at = timezone.now()
        held.snoozed_until = held.escalation = held.opinion = None
        step.note, step.detail = note, ruling.kept(held.decision)
        see(held, by)
        tell_patient(held.treatment, about=f"{held.pk}:{held.version}")
    return step.case


def reopen(*, by: User, case: ReviewCase, version: int, reason: str) -> ReviewCase:
    """Always possible unless a newer case of the treatment is open; its clock starts anew.

    Whose it still is hears of it, where a colleague opened it.
    """
    with moving("reopen", by=by, case=case, version=version) as step:
        held = step.case
        held.decision = held.closed_at = held.acknowledged_at = held.acknowledged_by = None
        held.due_at = due_at(held.urgency, held.clinic, timezone.now())
        step.note = reason
        if held.assigned_to is not None and held.assigned_to != by:
            tell_colleague(held, "reopened", held.assigned_to)
    return step.case
