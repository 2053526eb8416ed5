"""A patient's message that nobody at her clinic opens makes itself heard, once."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tracker.models import Clinic, Message, ReviewCase, Status
from tracker.records import audit
from tracker.records.care import care_ended
from tracker.records.unseen_messages import UNSEEN
from tracker.services.case_opening import note_event
from tracker.services.response_times import due_at
from tracker.services.staff_notices import tell_of_messages

NOT_SEEN = "message_unseen"
Cases = dict[UUID, ReviewCase]


def chase_unseen_messages(now: datetime | None = None) -> int:
    """Tell who has to know of each message that was not seen in a review's time; how many.

    Safe to call as often as one likes, by several processes: chased_at says that it was told. One
    word a clinic and run, however many wait. Where a case is open that nobody has seen, its own
    clock tells (tracker/services/unseen_cases.py).
    """
    now = now or timezone.now()
    waiting = _waiting().order_by().values_list("treatment__patient__clinic", flat=True)
    clinics = Clinic.objects.filter(pk__in=waiting.distinct()).order_by("pk")
    return sum(_chase(clinic, now) for clinic in clinics if _over_time(clinic, now))


def _waiting() -> QuerySet[Message]:
    in_use = ~care_ended("treatment__patient")
    rows = Message.objects.filter(in_use, UNSEEN, chased_at=None)
    rows = rows.select_related("treatment__patient")
    return rows.order_by("sent_at", "pk")


def _over_time(clinic: Clinic, now: datetime) -> list[Message]:
    """The longest wait first."""
    rows = _waiting().filter(treatment__patient__clinic=clinic, sent_at__lte=now)
    late = [each for each in rows if due_at("review", clinic, each.sent_at) <= now]
    cases = _open_cases(late)
    return [each for each in late if _is_quiet(cases.get(each.treatment_id))]


def _open_cases(messages: Iterable[Message]) -> Cases:
    treatments = {each.treatment_id for each in messages}
    rows = ReviewCase.objects.exclude(status=Status.CLOSED).filter(treatment__in=treatments)
    return {case.treatment_id: case for case in rows}


def _is_quiet(case: ReviewCase | None) -> bool:
    """No clock of a case calls anybody to look."""
    return case is None or case.acknowledged_at is not None


@transaction.atomic
def _chase(clinic: Clinic, now: datetime) -> int:
    """Looked at once more under the lock: they may have been seen, or told, in between."""
    of_clinic = Message.objects.filter(UNSEEN, chased_at=None, treatment__patient__clinic=clinic)
    held = list(of_clinic.select_for_update(of=("self",)).values_list("pk", flat=True))
    late = [each for each in _over_time(clinic, now) if each.pk in held]
    if not late:
        return 0
    cases = _open_cases(late)
    theirs = {case.assigned_to_id for case in cases.values() if case.assigned_to_id}
    told = tell_of_messages(clinic.pk, theirs, late[0].pk)
    Message.objects.filter(pk__in=[each.pk for each in late]).update(chased_at=now)
    for each in late:
        case = cases.get(each.treatment_id)
        if case is not None:
            note_event(case, NOT_SEEN, detail={"message": str(each.pk), "told": told})
        audit.record("message.unseen", by=None, clinic_id=clinic.pk, about=each, told=len(told))
    return len(late)
