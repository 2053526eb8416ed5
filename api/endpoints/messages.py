"""/messages/: the thread between a patient and her clinic."""

from django.shortcuts import get_object_or_404

from api.contract.messages import (
    MessageIn,
    MessageOut,
    SeenIn,
    SeenOut,
    ThreadIn,
    message_out,
)
from api.described import NOT_AGREED, OF_TREATMENT, PAGES, described, page
from api.endpoints.base import Endpoint, Request, Response, looked_at, person
from api.pagination import page_of
from api.permissions import CareParty
from tracker.records import access
from tracker.services.messages import mark_seen, send_message

NEWEST_FIRST = ("-sent_at", "-pk")


class Messages(Endpoint):
    may = {"GET": CareParty, "POST": CareParty}

    @described(
        "messages_list",
        {200: page(MessageOut)},
        refuses=[400],
        parameters=[OF_TREATMENT, *PAGES],
    )
    def get(self, request: Request) -> Response:
        """Newest first. Reading here marks nothing as seen."""
        user, asked = person(request), ThreadIn.read(request.query_params.dict())
        rows = access.messages_of(user).select_related("treatment__patient")
        rows = rows.prefetch_related("photos")
        if asked["treatment"] is not None:
            treatment = get_object_or_404(access.treatments_of(user), pk=asked["treatment"])
            rows = rows.filter(treatment=treatment)
        seen = looked_at(request, "messages", lambda row: row.treatment.patient)
        return Response(page_of(request, rows, NEWEST_FIRST, message_out, seen))

    @described(
        "messages_send",
        {201: MessageOut, 200: MessageOut},
        body=MessageIn,
        refuses=[409],
        words=NOT_AGREED,
    )
    def post(self, request: Request) -> Response:
        """Write: 201 when new, 200 on a repeat; `worried` from a patient opens a case."""
        sent, user = MessageIn.read(request.data), person(request)
        treatment = get_object_or_404(access.treatments_of(user), pk=sent.pop("treatment"))
        message, is_new = send_message(by=user, treatment=treatment, **sent)
        return Response(message_out(message), status=201 if is_new else 200)


class MessagesSeen(Endpoint):
    may = {"POST": CareParty}

    @described("messages_seen", {200: SeenOut}, body=SeenIn)
    def post(self, request: Request) -> Response:
        """The other side's messages of a treatment have been looked at."""
        sent, user = SeenIn.read(request.data), person(request)
        treatment = get_object_or_404(access.treatments_of(user), pk=sent["treatment"])
        return Response({"seen": mark_seen(by=user, treatment=treatment)})
