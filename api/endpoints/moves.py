"""/review-cases/{id}/{action}/: the moves, each answered with the whole case."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_view

from api import wording
from api.contract.cases import CaseOut, case_out
from api.contract.moves import (
    AssignIn,
    BookIn,
    DecideIn,
    EscalateIn,
    GiveOpinionIn,
    MessageMoveIn,
    MoveIn,
    ReopenIn,
    RequestPhotoIn,
    SecondOpinionIn,
    SnoozeIn,
)
from api.contract.shape import Shape
from api.described import described
from api.endpoints.base import Endpoint, Request, Response, person
from api.permissions import Clinician, Staff
from tracker.errors import Invalid, StaleVersion
from tracker.models import ReviewCase, User
from tracker.records import access, queries
from tracker.services import opinions, reviews
from tracker.services.looks import chart_viewed

WORDS = {
    409: "`stale-version`, with the case as it stands now",
    422: "`move-not-legal`, with the moves that are; or `contact-required`",
}


class _Move(Endpoint):
    shape: type[Shape] = MoveIn
    step: Callable[..., ReviewCase]

    def post(self, request: Request, pk: UUID) -> Response:
        user = person(request)
        case = get_object_or_404(access.cases_of(user), pk=pk)
        sent = self.details(case, self.shape.read(request.data))
        with _told_how_it_stands(user, pk):
            type(self).step(by=user, case=case, **sent)
        return Response(case_out(queries.case_in_full(user, pk)))

    def details(self, case: ReviewCase, sent: dict[str, Any]) -> dict[str, Any]:
        return sent


@contextmanager
def _told_how_it_stands(user: User, pk: UUID) -> Iterator[None]:
    """Who comes second sees the case as her colleague left it."""
    try:
        yield
    except StaleVersion as stale:
        now = queries.case_in_full(user, pk)
        chart_viewed(by=user, patient=now.patient, part=now)
        stale.extra["case"] = case_out(now)
        raise


def _told(move: str, body: type[Shape] = MoveIn) -> Callable[[type[_Move]], type[_Move]]:
    operation = f"review_cases_{move.replace('-', '_')}"
    told = described(operation, {200: CaseOut}, body=body, refuses=[409, 422], words=WORDS)
    return extend_schema_view(post=told)


@_told("claim")
class Claim(_Move):
    """Take an unassigned case, or accept what was escalated to me."""

    may = {"POST": Staff}
    step = staticmethod(reviews.claim)


@_told("assign", AssignIn)
class Assign(_Move):
    """Give it to a clinician of this clinic."""

    may = {"POST": Staff}
    shape = AssignIn
    step = staticmethod(reviews.assign)

    def details(self, case: ReviewCase, sent: dict[str, Any]) -> dict[str, Any]:
        return {**sent, "to": _named(case, sent["to"])}


@_told("release")
class Release(_Move):
    """Put a case back for the team."""

    may = {"POST": Staff}
    step = staticmethod(reviews.release)


@_told("acknowledge")
class Acknowledge(_Move):
    """I have seen it: this meets the response clock, and the patient reads who saw it."""

    may = {"POST": Clinician}
    step = staticmethod(reviews.acknowledge)


@_told("message", MessageMoveIn)
class WriteMessage(_Move):
    """Write to the patient."""

    may = {"POST": Staff}
    shape = MessageMoveIn
    step = staticmethod(reviews.message)


@_told("request-photo", RequestPhotoIn)
class RequestPhoto(_Move):
    """Ask the patient for one named view by a time."""

    may = {"POST": Staff}
    shape = RequestPhotoIn
    step = staticmethod(reviews.request_photo)

    def details(self, case: ReviewCase, sent: dict[str, Any]) -> dict[str, Any]:
        return {**_wanted_by(sent), "text": sent["text"] or ""}


@_told("snooze", SnoozeIn)
class Snooze(_Move):
    """Put aside until a time: never an emergency, and not past the time it is due."""

    may = {"POST": Clinician}
    shape = SnoozeIn
    step = staticmethod(reviews.snooze)


@_told("escalate", EscalateIn)
class Escalate(_Move):
    """Hand up to a clinician of this clinic, or to its lead."""

    may = {"POST": Clinician}
    shape = EscalateIn
    step = staticmethod(reviews.escalate)

    def details(self, case: ReviewCase, sent: dict[str, Any]) -> dict[str, Any]:
        return {**_wanted_by(sent), "to": _colleague(case, sent["to"])}


@_told("second-opinion", SecondOpinionIn)
class SecondOpinion(_Move):
    """Ask a named clinician of this clinic what she thinks; the case stays where it is."""

    may = {"POST": Clinician}
    shape = SecondOpinionIn
    step = staticmethod(opinions.ask_opinion)

    def details(self, case: ReviewCase, sent: dict[str, Any]) -> dict[str, Any]:
        return {**_wanted_by(sent), "to": _named(case, sent["to"])}


@_told("give-opinion", GiveOpinionIn)
class GiveOpinion(_Move):
    """The second opinion that I was asked for."""

    may = {"POST": Clinician}
    shape = GiveOpinionIn
    step = staticmethod(opinions.give_opinion)


@_told("book", BookIn)
class Book(_Move):
    """Tell the patient of a visit at a time, or to phone for one."""

    may = {"POST": Staff}
    shape = BookIn
    step = staticmethod(reviews.book)

    def details(self, case: ReviewCase, sent: dict[str, Any]) -> dict[str, Any]:
        return {**sent, "text": sent["text"] or ""}


@_told("decide", DecideIn)
class Decide(_Move):
    """Close with a reason; urgent and emergency cases only with a recorded contact."""

    may = {"POST": Clinician}
    shape = DecideIn
    step = staticmethod(reviews.decide)

    def details(self, case: ReviewCase, sent: dict[str, Any]) -> dict[str, Any]:
        return {**sent, "note": sent["note"] or ""}


@_told("reopen", ReopenIn)
class Reopen(_Move):
    """Open a closed case again; its clock starts anew."""

    may = {"POST": Clinician}
    shape = ReopenIn
    step = staticmethod(reviews.reopen)


def _wanted_by(sent: dict[str, Any]) -> dict[str, Any]:
    return {"wanted_by" if name == "by" else name: said for name, said in sent.items()}


def _colleague(case: ReviewCase, to: str) -> User | str:
    return to if to == "lead" else _named(case, to)


def _named(case: ReviewCase, to: str) -> User:
    try:
        found = queries.colleagues_who_decide(case).filter(pk=UUID(to)).first()
    except ValueError:
        found = None
    if found is None:
        raise Invalid({"to": [wording.UNKNOWN_COLLEAGUE]})
    return found
