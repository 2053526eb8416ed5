"""Mail to a colleague about an emergency that did not arrive: the clinical lead hears instead."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tracker.models import Notification, NotificationState, ReviewCase, Status
from tracker.records import audit
from tracker.services.case_opening import note_event
from tracker.services.staff_notices import tell_unreached
from tracker.services.undelivered import LOOK_BACK

UNREACHED = "staff_unreached"


def tell_of_unreached_staff(now: datetime | None = None) -> int:
    """Tell who leads the clinic of each mail about an open emergency that failed, once a mail.

    Returns how many. It stands in the case's history, whether or not somebody was left to tell.
    """
    now = now or timezone.now()
    failed = Notification.objects.filter(
        kind="case_waiting", state=NotificationState.FAILED, created_at__gt=now - LOOK_BACK
    )
    return sum(_tell(each) for each in failed.order_by("created_at"))


@transaction.atomic
def _tell(notice: Notification) -> bool:
    case, person = _about(notice)
    rows = ReviewCase.objects.select_for_update(of=("self",)).exclude(status=Status.CLOSED)
    held = rows.filter(pk=case, urgency="emergency").first() if case else None
    if held is None or person is None:
        return False
    if held.events.filter(action=UNREACHED, detail__mail=str(notice.pk)).exists():
        return False
    told = tell_unreached(held, person)
    note_event(held, UNREACHED, detail={"mail": str(notice.pk), "to": str(person), "told": told})
    audit.record("case.staff_unreached", by=None, clinic_id=held.clinic_id, about=held)
    return True


def _about(notice: Notification) -> tuple[UUID | None, UUID | None]:
    """Its case and whom it was for: the key is case_<why>:<…>:<case>:<version>:<user>.

    A letter about a handover names no case.
    """
    parts = notice.dedupe_key.split(":")
    try:
        return UUID(parts[-3]), UUID(parts[-1])
    except (IndexError, ValueError):
        return None, None
