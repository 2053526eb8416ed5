"""What a patient writes reaches her open case: it is news, and ends what puts the case aside."""

from collections.abc import Mapping

from django.utils import timezone

from tracker.models import CheckIn, ReviewCase, Status
from tracker.services.case_opening import newest_case, note_event


def hear(case: ReviewCase, said: Mapping[str, str]) -> None:
    """Her words are an answer to who waits for her, and end a snooze; inside the transaction.

    said: which message, or which check-in with its note. The case is open, and held.
    """
    was = case.status
    case.status, case.snoozed_until = Status.OPEN, None
    case.news_at = timezone.now()
    case.version += 1
    case.save()
    note_event(case, "patient_wrote", from_status=was, detail=said)


def hear_note(check_in: CheckIn) -> ReviewCase | None:
    """The case that a note reaches whose check-in asked for nobody; without one: the view notes."""
    case = newest_case(check_in.treatment)
    if case is None or not case.is_open:
        return None
    hear(case, {"check_in": str(check_in.pk)})
    return case
