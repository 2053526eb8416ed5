"""A photo of a check-in in parts: a line that breaks loses the part under way, never those before.

Ask how much is here, send what follows, and end with the usual call for photos, which then names
length and digest in place of the file (docs/adr/078).
"""

from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.parsers import BaseParser

from api.contract.photos import PartIn, PartsOut, parts_out
from api.described import described
from api.endpoints.base import Endpoint, Request, Response, person
from api.permissions import Patient
from tracker.models import CheckIn
from tracker.records import access
from tracker.services.part_uploads import keep_part, progress_of

OCTETS = "application/octet-stream"
OFFSET = OpenApiParameter(
    "Upload-Offset",
    {"type": "integer", "minimum": 0},
    OpenApiParameter.HEADER,
    required=True,
    description="the byte of the file that this part begins at",
)


class Octets(BaseParser):
    media_type = OCTETS

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """At most 256 KiB: more was refused before."""
        return stream.read()


class CheckInPhotoParts(Endpoint):
    may = {"GET": Patient, "PATCH": Patient}
    parser_classes = [Octets]

    @described(
        "check_ins_read_photo_parts",
        {200: PartsOut},
        words={403: "`not-allowed` (also where she has not consented to photos)"},
    )
    def get(self, request: Request, client_id: UUID, photo: UUID) -> Response:
        """How much of this photo is here; photo: the client_id that it will be taken under."""
        progress = progress_of(check_in=_hers(request, client_id), photo=photo)
        return Response(parts_out(progress))

    @described(
        "check_ins_add_photo_part",
        {200: PartsOut},
        body={OCTETS: OpenApiTypes.BINARY},
        parameters=[OFFSET],
        words={413: "`too-large`: a part over 256 KiB, or a photo over 25 MiB"},
    )
    def patch(self, request: Request, client_id: UUID, photo: UUID) -> Response:
        """The next part; one that does not fit on is passed over. The answer says how to go on."""
        check_in = _hers(request, client_id)
        offset = PartIn.read(_offset_in(request))["offset"]
        data: Any = request.data  # no dict: the bytes
        progress = keep_part(check_in=check_in, photo=photo, offset=offset, data=data or b"")
        return Response(parts_out(progress))


def _hers(request: Request, client_id: UUID) -> CheckIn:
    return get_object_or_404(access.own_check_ins_of(person(request)), client_id=client_id)


def _offset_in(request: Request) -> Mapping[str, str]:
    said = request.headers.get("Upload-Offset")
    return {} if said is None else {"offset": said}
