"""Telling a clinic's clinicians that a case waits; the mail says so, and nothing else.

Named people who are there: for a colleague who is away her stand-in hears it.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from tracker.models import Notification, NotificationState, ReviewCase, Role, User
from tracker.records.access import CLINICIANS, STAFF
from tracker.records.attendance import Attendance

TOLD_BY_MAIL = frozenset({"urgent", "emergency"})
HANDOVER = "case_handover:"
MAY_UNDO_FOR = timedelta(seconds=15)  # the page offers ten; the rest is the way to us


def tell_staff(case: ReviewCase) -> None:
    """One notice a clinician and version of the case, through the outbox.

    A review waits in the worklist and mails nobody: a false alarm a day, and nobody looks.
    """
    if case.urgency in TOLD_BY_MAIL:
        _tell(case, "flagged")


def tell_escalated(case: ReviewCase, to: str) -> list[str]:
    """The colleague it was handed up to ("lead": every clinical lead), whatever its urgency."""
    if to == "lead":
        told = _tell(case, "escalated", (Role.CLINICAL_LEAD,)) or _tell(case, "escalated")
    else:
        told = _tell(case, "escalated", only=UUID(to)) or tell_escalated(case, "lead")
    return told


def tell_colleague(case: ReviewCase, why: str, to: User) -> None:
    """One clinician, by name, or her stand-in; nobody where she is not at this clinic any more."""
    _tell(case, why, only=to.pk)


def tell_assigned(case: ReviewCase, to: User) -> None:
    """Whose case it is now; the mail leaves once the step can no longer be undone."""
    leaves_at = timezone.now() + MAY_UNDO_FOR
    _tell(case, "assigned", only=to.pk, leaves_at=leaves_at)


def untell_assigned(case: UUID, version: int) -> None:
    """Take back the mail of an assignment that was undone, where it has not left."""
    waiting = Notification.objects.filter(state=NotificationState.PENDING, tries=0)
    waiting.filter(dedupe_key__startswith=f"case_assigned:{case}:{version}:").delete()


def tell_half_way(case: ReviewCase, due: datetime) -> list[str]:
    """Half the time is gone and nobody took it: every clinician; answers whom (ids)."""
    return _tell(case, f"half_way:{due:%Y%m%d%H%M}")


def tell_overdue(case: ReviewCase, due: datetime, nth: int) -> list[str]:
    """Over time: the clinical leads and whose case it is, or who has seen it.

    All clinicians where there is no lead. Answers whom (ids).
    """
    why = f"over{nth}:{due:%Y%m%d%H%M}"
    told = set(_tell(case, why, (Role.CLINICAL_LEAD,)))
    if holder := case.assigned_to_id or case.acknowledged_by_id:
        told |= set(_tell(case, why, only=holder))
    return sorted(told or _tell(case, why))


def tell_not_answered(case: ReviewCase, asked: Mapping[str, str]) -> list[str]:
    """Past its time: who was asked, who asked and the clinical leads, each once; answers whom.

    asked: the case's escalation or opinion. All clinicians where none of them is there.
    """
    present = Attendance(case.clinic_id)
    people = present.there((Role.CLINICAL_LEAD,))
    for user in (asked["to"], asked["from"]):
        people |= set() if user == "lead" else _one(present, UUID(user), CLINICIANS)
    by = datetime.fromisoformat(asked["by"])
    key = f"case_asked{by:%Y%m%d%H%M}:{case.pk}:{case.version}"
    told = people or _clinicians(present)
    return _queue(present, told, key, detail={"case": str(case.pk)})


def tell_unreached(case: ReviewCase, whom: UUID) -> list[str]:
    """A colleague's mail about it did not arrive: the leads hear it, or all the others.

    Each once for a version of the case; answers whom (ids), nobody where nobody is left.
    """
    present = Attendance(case.clinic_id)
    leads = present.there((Role.CLINICAL_LEAD,)) - {whom}
    people = leads or _clinicians(present) - {whom}
    key = f"case_unreached:{case.pk}:{case.version}"
    return _queue(present, people, key, detail={"case": str(case.pk)})


def tell_handover(clinic_id: UUID, to: UUID | None, at: datetime) -> list[str]:
    """Cases are hers now; None: they are back in the queue, and the leads hear it.

    Once a run; and where her last such letter has not left yet, that one says it already: a run
    that was cut short is gone on with by the next.
    """
    present = Attendance(clinic_id)
    people = set() if to is None else _one(present, to, STAFF)
    people = people or present.there((Role.CLINICAL_LEAD,)) or _clinicians(present)
    waiting = Notification.objects.filter(state=NotificationState.PENDING, tries=0)
    keys = waiting.filter(dedupe_key__startswith=HANDOVER).values_list("dedupe_key", flat=True)
    about_to_hear = {UUID(key.rpartition(":")[2]) for key in keys}
    return _queue(present, people - about_to_hear, f"{HANDOVER}{at:%Y%m%d%H%M%S}")


def tell_of_messages(clinic_id: UUID, assigned: Collection[UUID], first: UUID) -> list[str]:
    """Patients' words wait unseen: the leads hear it, and whose cases they are about.

    All clinicians where there is no lead; first: the message that has waited longest. Whom (ids).
    """
    present = Attendance(clinic_id)
    people = present.there((Role.CLINICAL_LEAD,)) or _clinicians(present)
    for user in assigned:
        people |= _one(present, user, CLINICIANS)
    return _queue(present, people, f"message_waiting:{first}", kind="message_waiting")


def tell_of_notes(clinic_id: UUID, first: UUID) -> list[str]:
    """Notes wait unseen: the leads hear it; all clinicians where there is no lead. Whom (ids).

    In the words of a message that waits: both stand in the same list. first: the longest wait.
    """
    present = Attendance(clinic_id)
    people = present.there((Role.CLINICAL_LEAD,)) or _clinicians(present)
    return _queue(present, people, f"note_waiting:{first}", kind="message_waiting")


def _tell(
    case: ReviewCase,
    why: str,
    roles: tuple[str, ...] = CLINICIANS,
    only: UUID | None = None,
    leaves_at: datetime | None = None,
) -> list[str]:
    """Those who are there, or their stand-ins; all clinicians where every one of them is away."""
    present = Attendance(case.clinic_id)
    if only is not None:
        people = _one(present, only, CLINICIANS if present.holds(only, CLINICIANS) else STAFF)
    else:
        people = _clinicians(present) if roles == CLINICIANS else present.there(roles)
    key = f"case_{why}:{case.pk}:{case.version}"
    return _queue(present, people, key, leaves_at, {"case": str(case.pk)})


def _one(present: Attendance, user: UUID, roles: tuple[str, ...]) -> set[UUID]:
    """She, or who stands in for her."""
    to = user if present.is_there(user, roles) else present.stand_in_of(user, roles)
    return {to} if to else set()


def _clinicians(present: Attendance) -> set[UUID]:
    everybody = {user for user in present.roles if present.holds(user, CLINICIANS)}
    return present.there(CLINICIANS) or everybody


def _queue(
    present: Attendance,
    people: Collection[UUID],
    key: str,
    leaves_at: datetime | None = None,
    detail: Mapping[str, str] | None = None,
    kind: str = "case_waiting",
) -> list[str]:
    """detail: {"case": id} where it is about one; the mail leads there, and says no more."""
    told = sorted(people, key=str)
    Notification.objects.bulk_create(
        [
            Notification(
                kind=kind,
                address=present.letters[user][0],
                language=present.letters[user][1],
                detail=dict(detail or {}),
                dedupe_key=f"{key}:{user}",
                due_at=leaves_at or timezone.now(),
            )
            for user in told
        ],
        ignore_conflicts=True,  # a lead who holds the case herself is told once
    )
    return [str(user) for user in told]
