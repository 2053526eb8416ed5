"""/review-cases/: the worklist, and one case."""

from typing import Any
from uuid import UUID

from api.contract.cases import FLAGGED, CaseOut, CaseRowOut, NoteOut, case_out, case_row, note_out
from api.contract.fields import Id, OneOf
from api.contract.shape import Shape
from api.described import PAGES, described, either, query
from api.endpoints.base import Endpoint, Request, Response, person
from api.pagination import page_of
from api.permissions import Staff
from tracker.models import Status
from tracker.records import queries, worklist
from tracker.services.looks import chart_viewed

BY_URGENCY = ("-rank", "due_at", "pk")
NEWEST_NOTE = ("-received_at", "pk")
FILTERS = ("status", "urgency", "assigned", "view")


class WorklistIn(Shape):
    status = OneOf(Status.values, required=False, default=None)
    urgency = OneOf(FLAGGED, required=False, default=None)
    assigned = Id(required=False, default=None)
    view = OneOf(worklist.VIEWS, required=False, default=None)


class ReviewCases(Endpoint):
    may = {"GET": Staff}

    @described(
        "review_cases_list",
        {200: either(CaseRowOut, NoteOut)},
        refuses=[400],
        parameters=[
            query("status", "`open` is every case that is not closed", enum=["", *Status.values]),
            query("urgency", "exactly this one; blank is any", enum=["", *FLAGGED]),
            query("assigned", "`me`, `none`, or a user's id"),
            query(
                "view", "`notes` answers check-ins with a note instead", enum=["", *worklist.VIEWS]
            ),
            *PAGES,
        ],
    )
    def get(self, request: Request) -> Response:
        """The clinic's cases: most urgent first, then least time left, then by id."""
        user, asked = person(request), _asked(request)
        if asked["view"] == "notes":
            notes = worklist.notes_to_read(user)
            return Response(page_of(request, notes, NEWEST_NOTE, note_out))
        cases = worklist.open_cases(user, **asked)
        return Response(page_of(request, cases, BY_URGENCY, case_row))


class ReviewCaseDetail(Endpoint):
    may = {"GET": Staff}

    @described("review_cases_read", {200: CaseOut})
    def get(self, request: Request, pk: UUID) -> Response:
        """The whole case: why it was flagged, what she reported, photos, messages, history."""
        case = queries.case_in_full(person(request), pk)
        chart_viewed(by=person(request), patient=case.patient, part=case)
        return Response(case_out(case))


def _asked(request: Request) -> dict[str, Any]:
    params = request.query_params
    said = {name: params[name] for name in FILTERS if params.get(name)}
    who = said.get("assigned")
    if who in ("me", "none"):
        del said["assigned"]
        return {**WorklistIn.read(said), "assigned": who}
    asked = WorklistIn.read(said)
    return {**asked, "assigned": asked["assigned"] and str(asked["assigned"])}
