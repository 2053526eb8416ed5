"""Telling a clinic's clinicians that a case waits; the mail says so, and nothing else."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from tracker.models import Membership, Notification, NotificationState, ReviewCase, Role, User
from tracker.records.access import CLINICIANS

TOLD_BY_MAIL = frozenset({"urgent", "emergency"})
MAY_UNDO_FOR = timedelta(seconds=15)  # the page offers ten; the rest is the way to us


def tell_staff(case: ReviewCase) -> None:
    """One notice a clinician and version of the case, through the outbox.

    A review waits in the worklist and mails nobody: a false alarm a day, and nobody looks.
    """
    if case.urgency in TOLD_BY_MAIL:
        _tell(case, "flagged", role__in=CLINICIANS)


def tell_escalated(case: ReviewCase, to: str) -> None:
    """The colleague it was handed up to ("lead": every clinical lead), whatever its urgency."""
    if to == "lead":
        _tell(case, "escalated", role=Role.CLINICAL_LEAD)
    else:
        _tell(case, "escalated", role__in=CLINICIANS, user=to)


def tell_colleague(case: ReviewCase, why: str, to: User) -> None:
    """One clinician, by name; nobody where she is not at this clinic any more."""
    _tell(case, why, role__in=CLINICIANS, user=to.pk)


def tell_assigned(case: ReviewCase, to: User) -> None:
    """Whose case it is now; the mail leaves once the step can no longer be undone."""
    leaves_at = timezone.now() + MAY_UNDO_FOR
    _tell(case, "assigned", leaves_at, role__in=CLINICIANS, user=to.pk)


def untell_assigned(case: UUID, version: int) -> None:
    """Take back the mail of an assignment that was undone, where it has not left."""
    waiting = Notification.objects.filter(state=NotificationState.PENDING, tries=0)
    waiting.filter(dedupe_key__startswith=f"case_assigned:{case}:{version}:").delete()


def tell_half_way(case: ReviewCase) -> list[str]:
    """Half the time is gone and nobody took it: every clinician; answers whom (ids)."""
    return _tell(case, f"half_way:{case.due_at:%Y%m%d%H%M}", role__in=CLINICIANS)


def tell_overdue(case: ReviewCase, nth: int) -> list[str]:
    """Over time: the clinical leads and whose case it is; all clinicians where there is no lead.

    Answers whom (ids).
    """
    why = f"over{nth}:{case.due_at:%Y%m%d%H%M}"
    told = set(_tell(case, why, role=Role.CLINICAL_LEAD))
    if case.assigned_to_id:
        told |= set(_tell(case, why, role__in=CLINICIANS, user=case.assigned_to_id))
    return sorted(told or _tell(case, why, role__in=CLINICIANS))


def _tell(
    case: ReviewCase, why: str, leaves_at: datetime | None = None, **whom: object
) -> list[str]:
    at_work = Membership.objects.filter(
        clinic_id=case.clinic_id, ended_at=None, user__is_active=True, **whom
    )
    people = set(at_work.values_list("user_id", "user__email", "user__language"))
    Notification.objects.bulk_create(
        [
            Notification(
                kind="case_waiting",
                address=email,
                language=language,
                due_at=leaves_at or timezone.now(),
                dedupe_key=f"case_{why}:{case.pk}:{case.version}:{user}",
            )
            for user, email, language in sorted(people, key=str)
        ],
        ignore_conflicts=True,  # a lead who holds the case herself is told once
    )
    return sorted(str(user) for user, _email, _language in people)
