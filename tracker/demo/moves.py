"""What people write and decide in the story."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tracker.demo.plan import Beat
from tracker.models import ReviewCase, User
from tracker.services import messages, reviews

if TYPE_CHECKING:
    from tracker.demo.stage import Actor


def make_move(actor: Actor, beat: Beat) -> None:
    by = actor.user if beat.who == "patient" else actor.staff[beat.who]
    if beat.do == "write":
        messages.mark_seen(by=by, treatment=actor.treatment)
        messages.send_message(
            by=by,
            treatment=actor.treatment,
            client_id=actor.any_id(),
            text=beat.text,
            worried=beat.worried,
        )
        return
    case = ReviewCase.objects.filter(treatment=actor.treatment).latest("opened_at")
    MOVES[beat.do](case, by, beat)


def _claim(case: ReviewCase, by: User, beat: Beat) -> None:
    reviews.claim(by=by, case=case, version=case.version)


def _acknowledge(case: ReviewCase, by: User, beat: Beat) -> None:
    reviews.acknowledge(by=by, case=case, version=case.version)


def _message(case: ReviewCase, by: User, beat: Beat) -> None:
    messages.mark_seen(by=by, treatment=case.treatment)
    reviews.message(by=by, case=case, version=case.version, text=beat.text)


def _request_photo(case: ReviewCase, by: User, beat: Beat) -> None:
    reviews.request_photo(
        by=by,
        case=case,
        version=case.version,
        view=beat.view,
        wanted_by=timezone.now() + timedelta(hours=30),
        text=beat.text,
    )


def _snooze(case: ReviewCase, by: User, beat: Beat) -> None:
    until = case.due_at - timedelta(minutes=40)
    reviews.snooze(by=by, case=case, version=case.version, until=until, reason=beat.reason)


def _escalate(case: ReviewCase, by: User, beat: Beat) -> None:
    reviews.escalate(
        by=by,
        case=case,
        version=case.version,
        to="lead",
        reason=beat.reason,
        wanted_by=timezone.now() + timedelta(days=1),
    )


def _decide(case: ReviewCase, by: User, beat: Beat) -> None:
    contact: dict[str, Any] | None = None
    if beat.how:
        rang = timezone.now() - timedelta(minutes=6)
        contact = {"at": rang, "how": beat.how, "outcome": beat.text}
    reviews.decide(
        by=by,
        case=case,
        version=case.version,
        reason=beat.reason,
        note=beat.text,
        contact=contact,
        false_alarm_because=beat.view or None,
    )


MOVES = {
    "claim": _claim,
    "acknowledge": _acknowledge,
    "message": _message,
    "request_photo": _request_photo,
    "snooze": _snooze,
    "escalate": _escalate,
    "decide": _decide,
}
