"""Telling a clinic's clinicians that a case waits; the mail says so, and nothing else."""

from tracker.models import Membership, Notification, ReviewCase, Role
from tracker.records.access import CLINICIANS

TOLD_BY_MAIL = frozenset({"urgent", "emergency"})


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


def _tell(case: ReviewCase, why: str, **whom: object) -> list[str]:
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
                dedupe_key=f"case_{why}:{case.pk}:{case.version}:{user}",
            )
            for user, email, language in sorted(people, key=str)
        ],
        ignore_conflicts=True,  # a lead who holds the case herself is told once
    )
    return sorted(str(user) for user, _email, _language in people)
