"""/check-ins/: send one, read them, answer the questions that stayed open."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from api.contract.assessments import AssessmentOut, assessment_out
from api.contract.check_ins import (
    AnswersIn,
    CheckInIn,
    CheckInOut,
    SubmittedOut,
    check_in_out,
    is_alarm,
    report_of,
    submitted_out,
)
from api.contract.messages import ThreadIn
from api.contract.problems import NotTakenOut
from api.described import NOT_AGREED, OF_TREATMENT, PAGES, described, page
from api.endpoints.base import Endpoint, Request, Response, looked_at, person
from api.pagination import page_of
from api.permissions import CareParty, Patient
from tracker.records import access, queries
from tracker.services.check_ins import submit_check_in
from tracker.services.judged_again import answer_questions
from tracker.services.looks import chart_viewed


class CheckIns(Endpoint):
    may = {"GET": CareParty, "POST": Patient}

    def never_waits(self, request: Request) -> bool:
        return request.method == "POST" and is_alarm(request.data)

    @described(
        "check_ins_list",
        {200: page(CheckInOut)},
        refuses=[400],
        parameters=[OF_TREATMENT, *PAGES],
    )
    def get(self, request: Request) -> Response:
        """Newest first, each with its newest assessment and its photos."""
        user, asked = person(request), ThreadIn.read(request.query_params.dict())
        treatment = None
        if asked["treatment"] is not None:
            treatment = get_object_or_404(access.treatments_of(user), pk=asked["treatment"])
        rows = queries.check_ins_with_results(user, treatment)
        seen = looked_at(request, "check_ins", lambda row: row.patient)
        return Response(page_of(request, rows, ("-judged_at", "-pk"), check_in_out, seen))

    @described(
        "check_ins_submit",
        {
            201: SubmittedOut,
            200: SubmittedOut,
        },
        body=CheckInIn,
        refuses=[409],
        words=NOT_AGREED,
        shapes={403: NotTakenOut},
    )
    def post(self, request: Request) -> Response:
        """Send a check-in: 201 when new, 200 with the same answer on a repeat."""
        sent, user = CheckInIn.read(request.data), person(request)
        treatment = access.own_treatment(user, sent["treatment"])
        done = submit_check_in(by=user, treatment=treatment, report=report_of(sent))
        body = submitted_out(done.check_in, done.assessment, done.case)
        return Response(body, status=201 if done.is_new else 200)


class CheckInDetail(Endpoint):
    may = {"GET": CareParty}

    @described("check_ins_read", {200: CheckInOut})
    def get(self, request: Request, pk: UUID) -> Response:
        """One check-in, by the id that the answer to it gave."""
        rows = queries.check_ins_with_results(person(request))
        check_in = get_object_or_404(rows, pk=pk)
        chart_viewed(by=person(request), patient=check_in.patient, part=check_in)
        return Response(check_in_out(check_in))


class CheckInAnswers(Endpoint):
    may = {"POST": Patient}

    @described("check_ins_answer", {200: AssessmentOut}, body=AnswersIn, words=NOT_AGREED)
    def post(self, request: Request, client_id: UUID) -> Response:
        """Answer the questions that withheld a remedy; the new assessment, the older is kept.

        The same answers once more: the newest assessment, and nothing is judged.
        """
        sent, user = AnswersIn.read(request.data), person(request)
        check_in = get_object_or_404(access.own_check_ins_of(user), client_id=client_id)
        newer = answer_questions(by=user, check_in=check_in, answers=sent["answers"])
        return Response(assessment_out(newer))
