"""A note of a check-in that no clinician sees makes itself heard, once (docs/adr/089)."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tracker.models import Clinic, NoteMark
from tracker.records import audit
from tracker.records.unseen_notes import nobody_else_holds
from tracker.services.response_times import due_at
from tracker.services.staff_notices import tell_of_notes


def chase_unseen_notes(now: datetime | None = None) -> int:
    """Tell who has to know of each note that was not seen in a review's time; how many.

    Safe to call as often as one likes, by several processes: chased_at says that it was told. One
    word a clinic and run, however many wait. Where a case is open it has the note as news, and a
    clock of its own.
    """
    now = now or timezone.now()
    waiting = _waiting().order_by().values_list("check_in__patient__clinic", flat=True)
    clinics = Clinic.objects.filter(pk__in=waiting.distinct()).order_by("pk")
    return sum(_chase(clinic, now) for clinic in clinics)


def _waiting() -> QuerySet[NoteMark]:
    """The longest wait first."""
    rows = NoteMark.objects.filter(nobody_else_holds("check_in__"))
    rows = rows.filter(seen_at=None, chased_at=None).select_related("check_in")
    return rows.order_by("check_in__received_at", "pk")


@transaction.atomic
def _chase(clinic: Clinic, now: datetime) -> int:
    """Under the lock: another process may have told of them, or somebody seen them, meanwhile."""
    held = _waiting().filter(check_in__patient__clinic=clinic).select_for_update(of=("self",))
    late = [each for each in held if due_at("review", clinic, each.check_in.received_at) <= now]
    if not late:
        return 0
    told = tell_of_notes(clinic.pk, late[0].pk)
    NoteMark.objects.filter(pk__in=[each.pk for each in late]).update(chased_at=now)
    for each in late:
        audit.record(
            "note.lies_unseen", by=None, clinic_id=clinic.pk, about=each.check_in, told=len(told)
        )
    return len(late)
