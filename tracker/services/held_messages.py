"""One template to several patients, held for the seconds in which it may be taken back.

Each becomes an ordinary message with its event when it leaves (docs/adr/063). What a colleague did
meanwhile wins: a case that was closed, or grew urgent, is written to by a person and not by this.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tracker import wording
from tracker.errors import Invalid, MoveNotLegal, NotAllowed, StaleVersion
from tracker.models import HeldMessage, ReviewCase, User
from tracker.records import audit
from tracker.records.access import STAFF, require_role
from tracker.services.case_opening import note_event
from tracker.services.moves import MOVES, legal_moves
from tracker.services.moving import hold
from tracker.services.reviews import message
from tracker.services.staff_notices import MAY_UNDO_FOR

MOST_AT_ONCE = 50  # UX.md C1
ONE_BY_ONE = frozenset({"urgent", "emergency"})  # several are never written to or labelled (C1)
NOT_SENT = "message_not_sent"
TOO_LATE = timedelta(hours=6)  # no worker ran: its words speak of another moment


def check_several(cases: Collection[ReviewCase], *, clinic: UUID | None = None) -> None:
    """What may be done to several at once: raises Invalid for urgent ones among them.

    clinic: whose template they are to get; then for too many, and for another clinic's, as well.
    """
    if any(case.urgency in ONE_BY_ONE for case in cases):
        raise Invalid({"case": [wording.ONE_BY_ONE]})
    if clinic is not None and len(cases) > MOST_AT_ONCE:
        raise Invalid({"case": [wording.TOO_MANY_AT_ONCE]})
    if clinic is not None and any(case.clinic_id != clinic for case in cases):
        raise Invalid({"case": [wording.ONE_CLINIC_AT_ONCE]})


@transaction.atomic
def hold_message(*, by: User, case: ReviewCase, version: int, text: str, run: UUID) -> HeldMessage:
    """Keep one of several to leave soon; a second time with the same run keeps nothing more.

    Raises NotAllowed, StaleVersion, MoveNotLegal for a closed case, Invalid for an urgent one, for
    who has not joined, and for no words.
    """
    held = hold(case.pk)
    require_role(by, held.clinic_id, STAFF)
    known = HeldMessage.objects.filter(run=run, case=held, by=by).first()
    if known is not None:
        return known
    if held.version != version:
        raise StaleVersion(case=held)
    if not MOVES["message"].is_legal(held):
        raise MoveNotLegal(moves=list(legal_moves(held)))
    check_several([held])
    if held.patient.user_id is None or not text.strip():
        raise Invalid({"text": [wording.DETAILS["validation"]]})
    leaves_at = timezone.now() + MAY_UNDO_FOR
    row = HeldMessage.objects.create(case=held, by=by, text=text, run=run, leaves_at=leaves_at)
    audit.record("case.message_held", by=by, clinic_id=held.clinic_id, about=held)
    return row


@transaction.atomic
def take_back(*, by: User, run: UUID) -> list[UUID]:
    """Her own that have not left, while their seconds last; the cases that they were for."""
    waiting = HeldMessage.objects.select_for_update(of=("self",)).select_related("case")
    hers = list(waiting.filter(by=by, run=run, leaves_at__gt=timezone.now()).order_by("pk"))
    for row in hers:
        row.delete()
        clinic = row.case.clinic_id
        audit.record("case.message_taken_back", by=by, clinic_id=clinic, about=row.case)
    return [row.case_id for row in hers]


def send_held(now: datetime | None = None) -> int:
    """Send each whose seconds are over, once; how many left."""
    now = now or timezone.now()
    due = HeldMessage.objects.filter(leaves_at__lte=now).order_by("leaves_at", "pk")
    return sum(_send(pk, now) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _send(pk: UUID, now: datetime) -> bool:
    """Row and message change in one transaction: a worker that dies here has done neither."""
    rows = HeldMessage.objects.select_for_update(of=("self",)).select_related("by")
    row = rows.filter(pk=pk, leaves_at__lte=now).first()
    if row is None:
        return False
    case = hold(row.case_id)
    row.delete()
    try:
        _check_not_too_late(row, now)
        check_several([case])
        message(by=row.by, case=case, version=case.version, text=row.text)
    except (Invalid, NotAllowed, MoveNotLegal):
        _say_it_stayed(case, row.by, now)
        return False
    return True


def _check_not_too_late(row: HeldMessage, now: datetime) -> None:
    if now - row.leaves_at > TOO_LATE:
        raise Invalid({"text": [wording.TIME_IS_PAST]})


def _say_it_stayed(case: ReviewCase, sender: User, now: datetime) -> None:
    """Nobody was written to: whoever looks at the case reads so."""
    case.news_at, case.version = now, case.version + 1
    case.save()
    note_event(case, NOT_SENT, detail={"from": str(sender.pk)}, note=sender.name)
    audit.record("case.message_not_sent", by=None, clinic_id=case.clinic_id, about=case)
