"""Which notes of check-ins wait for a clinician's eyes: one rule for the list and for the sweep."""

from django.db.models import Exists, OuterRef, Q

from tracker.models import ReviewCase, Status
from tracker.records.care import care_ended


def nobody_else_holds(check_in: str = "") -> Q:
    """No open case has the note (a note opens none), and the use of check-ins was not ended.

    check_in: the way to the check-in, "check_in__" of a mark. Who has seen the note is the mark's.
    """
    of_it = ReviewCase.objects.filter(treatment=OuterRef(f"{check_in}treatment"))
    in_a_case = Exists(of_it.exclude(status=Status.CLOSED))
    return Q(~in_a_case) & Q(~care_ended(f"{check_in}patient"))
