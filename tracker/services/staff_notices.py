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


def _tell(case: ReviewCase, why: str, **whom: object) -> None:
    at_work = Membership.objects.filter(
        clinic_id=case.clinic_id, ended_at=None, user__is_active=True, **whom
    )
    people = set(at_work.values_list("user_id", "user__email", "user__language"))
    Notification.objects.bulk_create(
        Notification(
            kind="case_waiting",
            address=email,
            language=language,
            dedupe_key=f"case_{why}:{case.pk}:{case.version}:{user}",
        )
        for user, email, language in sorted(people, key=str)
    )
