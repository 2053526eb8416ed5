"""A colleague leaves, is away, or gives her cases up: each goes on, and nothing becomes invisible.

A case that nobody answers for any more goes to a stand-in, or back to the queue; it is open again
where it was put aside, and where it had been seen its response clock starts anew: somebody else has
to see it now. Escalations and second opinions that were asked of her move along (docs/adr/054).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from tracker import wording
from tracker.errors import Invalid
from tracker.models import Clinic, ReviewCase, Status, User
from tracker.records import audit
from tracker.records.access import CLINICIANS, STAFF, require_role, roles_at
from tracker.records.attendance import Attendance
from tracker.services.case_opening import note_event
from tracker.services.response_times import due_at
from tracker.services.staff_notices import tell_handover

HANDED_OVER, RETURNED = "handed_over", "returned"
REDIRECTED, OTHER_OPINION = "redirected", "opinion_redirected"
LEAD = "lead"
Successor = Callable[[UUID, tuple[str, ...]], UUID | None]


@dataclass(frozen=True)
class Handover:
    """is_hers: whether what needs one of these roles is to move on from her; because: a code.

    successor: who takes over and has one of the roles; None for the queue.
    """

    is_hers: Callable[[UUID, tuple[str, ...]], bool]
    successor: Successor
    because: str
    by: User | None
    now: datetime


def sweep_handovers(now: datetime | None = None) -> int:
    """Move each open case whose colleague is away or gone; how many."""
    now = now or timezone.now()
    clinics = _held().order_by().values_list("clinic", flat=True).distinct()
    return sum(sweep_clinic(pk, now) for pk in clinics)


def sweep_clinic(clinic_id: UUID, now: datetime | None = None) -> int:
    """One clinic's; each case in a transaction of its own."""
    now = now or timezone.now()
    present = Attendance(clinic_id, now)

    def is_missing(user: UUID, roles: tuple[str, ...]) -> bool:
        return not present.is_there(user, roles)

    handover = Handover(is_missing, present.stand_in_of, "absent", None, now)
    return sum(_move(case.pk, handover) for case in _concerned(clinic_id, handover))


@transaction.atomic
def hand_over(
    *,
    by: User | None,
    clinic: Clinic,
    user: User,
    to: User | None,
    because: str,
    needed: tuple[str, ...],
) -> int:
    """All of one colleague's open cases at once; how many. because: "left" or "given".

    needed: what `to` has to be; raises Invalid where she is not, or not there. The caller has
    settled that `by` may. Cases are locked before the first audit row, as in every move.
    """
    present = Attendance(clinic.pk)
    if to is not None and (to.pk == user.pk or not present.is_there(to.pk, needed)):
        raise Invalid({"to": [wording.NOT_THERE_TO_TAKE]})

    def is_hers(whose: UUID, _roles: tuple[str, ...]) -> bool:
        return whose == user.pk

    def successor(_user: UUID, wanted: tuple[str, ...]) -> UUID | None:
        return to.pk if to and present.holds(to.pk, wanted) else None

    handover = Handover(is_hers, successor, because, by, timezone.now())
    found = [case.pk for case in _concerned(clinic.pk, handover)]
    list(ReviewCase.objects.select_for_update().filter(pk__in=found).order_by("pk"))
    return sum(_move(pk, handover) for pk in found)


def give_all(*, by: User, clinic: Clinic, to: User | None) -> int:
    """Her own open cases, to a colleague or back to the queue. Raises NotAllowed, Invalid."""
    require_role(by, clinic.pk, STAFF)
    needed = CLINICIANS if roles_at(by, clinic.pk) & set(CLINICIANS) else STAFF
    return hand_over(by=by, clinic=clinic, user=by, to=to, because="given", needed=needed)


def held_by(user: User, clinic_id: UUID) -> int:
    """How many open cases are hers there."""
    return _held().filter(clinic=clinic_id, assigned_to=user).count()


def _held() -> QuerySet[ReviewCase]:
    somebodys = Q(assigned_to__isnull=False) | Q(escalation__isnull=False)
    somebodys |= Q(opinion__isnull=False)
    return ReviewCase.objects.exclude(status=Status.CLOSED).filter(somebodys)


def _concerned(clinic_id: UUID, handover: Handover) -> list[ReviewCase]:
    found = _held().filter(clinic=clinic_id).order_by("-rank", "due_at", "pk")
    return [case for case in found if _concerns(case, handover)]


def _concerns(case: ReviewCase, handover: Handover) -> bool:
    holder = case.assigned_to_id
    if holder is not None and handover.is_hers(holder, STAFF):
        return True
    return any(_asked(said, handover) for said in (case.escalation, case.opinion))


@transaction.atomic
def _move(pk: UUID, handover: Handover) -> bool:
    """Looked at once more under the lock: somebody may have taken or closed it in between."""
    rows = ReviewCase.objects.select_for_update(of=("self",)).select_related("clinic")
    case = rows.exclude(status=Status.CLOSED).filter(pk=pk).first()
    if case is None or not _concerns(case, handover):
        return False
    told = {*_reassign(case, handover), *_redirect(case, handover), *_ask_other(case, handover)}
    audit.record("case.handed_over", by=handover.by, clinic_id=case.clinic_id, about=case)
    for to in told:
        tell_handover(case.clinic_id, to, handover.now)
    return True


def _reassign(case: ReviewCase, handover: Handover) -> list[UUID | None]:
    holder = case.assigned_to_id
    if holder is None or not handover.is_hers(holder, STAFF):
        return []
    to, was = handover.successor(holder, STAFF), case.status
    case.assigned_to_id = to
    if case.status == Status.SNOOZED:
        case.status, case.snoozed_until = Status.OPEN, None
    if case.acknowledged_at is not None:
        case.acknowledged_at = case.acknowledged_by = None
        case.due_at = due_at(case.urgency, case.clinic, handover.now)
    _write(case, HANDED_OVER if to else RETURNED, handover, holder, to, was)
    return [to]


def _redirect(case: ReviewCase, handover: Handover) -> list[UUID | None]:
    """An escalation to somebody who is not there goes to her stand-in, or to the lead."""
    asked = _asked(case.escalation, handover)
    if asked is None or case.escalation is None:
        return []
    to = handover.successor(asked, CLINICIANS)
    case.escalation = {**case.escalation, "to": str(to) if to else LEAD}
    _write(case, REDIRECTED, handover, asked, to, case.status)
    return [to]


def _ask_other(case: ReviewCase, handover: Handover) -> list[UUID | None]:
    """A second opinion: her stand-in's, unless that is who asked; else the asker is told."""
    asked = _asked(case.opinion, handover)
    if asked is None or case.opinion is None:
        return []
    to, asker = handover.successor(asked, CLINICIANS), UUID(case.opinion["from"])
    if to is not None and to != asker:
        case.opinion = {**case.opinion, "to": str(to)}
    else:
        to, case.opinion = None, None
    _write(case, OTHER_OPINION, handover, asked, to, case.status)
    return [to or asker]


def _asked(said: dict[str, str] | None, handover: Handover) -> UUID | None:
    to = (said or {}).get("to", "")
    asked = UUID(to) if to and to != LEAD else None
    return asked if asked and handover.is_hers(asked, CLINICIANS) else None


def _write(
    case: ReviewCase, action: str, handover: Handover, of: UUID, to: UUID | None, was: str
) -> None:
    case.version += 1
    case.news_at = handover.now
    case.save()
    names = dict(User.objects.filter(pk__in=[of, *([to] if to else [])]).values_list("pk", "name"))
    detail = {
        "from": str(of),
        "to": str(to) if to else "",
        "because": handover.because,
        "names": [names.get(of, ""), names.get(to, "") if to else ""],
    }
    note_event(case, action, by=handover.by, from_status=was, detail=detail)
