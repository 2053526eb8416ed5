"""What follows at once when she ends the use of her check-ins, or lets it go on (docs/adr/079).

A missed emergency is the worst that can happen: an urgent or emergency case stays with the clinic
until somebody has reached her. What is not urgent is closed as it is, and nobody decided it.
"""

from django.utils import timezone

from tracker.models import Patient, ReviewCase, Status, User
from tracker.records import audit
from tracker.services.case_opening import note_event
from tracker.services.decisions import CONTACT_NEEDED
from tracker.services.notifications import drop_reminders
from tracker.services.staff_notices import tell_staff

ENDED, RESUMED = "care_ended", "care_resumed"


def end(*, by: User, patient: Patient) -> None:
    """Inside the caller's transaction. Her clinic reads of it on each of her open cases."""
    drop_reminders(patient)
    for case in _open_cases(patient):
        if case.urgency in CONTACT_NEEDED:
            _stay(case)
        else:
            _close(case, by)


def resume(patient: Patient) -> None:
    """Inside the caller's transaction. What was closed stays closed; the rest goes on."""
    for case in _open_cases(patient):
        case.news_at, case.version = timezone.now(), case.version + 1
        case.save()
        note_event(case, RESUMED)


def _open_cases(patient: Patient) -> list[ReviewCase]:
    rows = ReviewCase.objects.select_for_update(of=("self",)).exclude(status=Status.CLOSED)
    return list(rows.filter(patient=patient).order_by("opened_at", "pk"))


def _stay(case: ReviewCase) -> None:
    """What it waited for does not come any more: it is back among those to be worked on."""
    was = case.status
    case.status, case.snoozed_until = Status.OPEN, None
    case.news_at, case.version = timezone.now(), case.version + 1
    case.save()
    note_event(case, ENDED, from_status=was)
    tell_staff(case)


def _close(case: ReviewCase, by: User) -> None:
    was = case.status
    case.status, case.closed_at = Status.CLOSED, timezone.now()
    case.snoozed_until = case.escalation = case.opinion = None
    case.version += 1
    case.save()
    note_event(case, ENDED, from_status=was, detail={"closed": True})
    audit.record("case.care_ended", by=by, clinic_id=case.clinic_id, about=case)
