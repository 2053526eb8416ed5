"""Photos: taken in beside a check-in or a treatment, and handed out to who may see them."""

from collections.abc import Iterator, Mapping
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import NotAcceptable
from rest_framework.parsers import MultiPartParser

from api.contract.photos import CheckInPhotoIn, PhotoIn, PhotoOut, photo_out
from api.described import described
from api.endpoints.base import Endpoint, Request, Response, person
from api.negotiation import AnyForm
from api.permissions import CareParty, Patient, PatientOrClinician
from api.throttling import hold
from tracker.models import Photo
from tracker.records import access
from tracker.services.part_uploads import Sealed, take_parts
from tracker.services.photos import Upload, read_variant, take_photo
from tracker.services.withdrawals import withdraw_photo

WORDS = {
    403: "`not-allowed` (also where she has not consented to photos), `consent-required` (she has "
    "not agreed to the use of her check-ins), or `csrf`",
    409: "`other-body`: this client_id came with another file before",
    415: "`unsupported-picture`: not JPEG, PNG, WebP, HEIC or AVIF by its bytes",
    422: "`untrusted-picture`: broken, a bomb, over 64 megapixels, a side under 32",
    429: "`quota` of photos a day, or `too-many-requests`; Retry-After says when",
}
TAKEN = {201: PhotoOut, 200: PhotoOut}
BODY = {"multipart/form-data": PhotoIn}
HER_BODY = {"multipart/form-data": CheckInPhotoIn}


class _TakesPhotos(Endpoint):
    parser_classes = [MultiPartParser]


class TreatmentPhotos(_TakesPhotos):
    may = {"POST": PatientOrClinician}

    @described("treatments_add_photo", TAKEN, body=BODY, refuses=[409, 422], words=WORDS)
    def post(self, request: Request, pk: UUID) -> Response:
        """A photo without a check-in: a baseline, or the answer to a request."""
        hold(request, "photo")
        user = person(request)
        treatment = get_object_or_404(access.treatments_of(user), pk=pk)
        upload = upload_of(PhotoIn.read(said_in(request)))
        return answer_with(*take_photo(by=user, treatment=treatment, check_in=None, upload=upload))


class CheckInPhotos(_TakesPhotos):
    may = {"POST": Patient}

    @described("check_ins_add_photo", TAKEN, body=HER_BODY, refuses=[409, 422], words=WORDS)
    def post(self, request: Request, client_id: UUID) -> Response:
        """A photo of a check-in, or the end of one sent in parts: 201 new, 200 on a repeat.

        A repeat of one whose file was lost here is stored again.
        """
        hold(request, "photo")
        user = person(request)
        check_in = get_object_or_404(access.own_check_ins_of(user), client_id=client_id)
        sent = CheckInPhotoIn.read(said_in(request))
        upload = upload_of(sent)
        if "file" not in sent:
            said = Sealed(sent["length"], sent["sha256"])
            return answer_with(*take_parts(by=user, check_in=check_in, upload=upload, said=said))
        treatment = check_in.treatment
        return answer_with(
            *take_photo(by=user, treatment=treatment, check_in=check_in, upload=upload)
        )


def said_in(request: Request) -> dict[str, object]:
    said = cast(Mapping[str, object], request.data)  # without a body it is no QueryDict
    return dict(said.items())


def upload_of(sent: Mapping[str, Any]) -> Upload:
    """Without bytes where they came in parts."""
    data = sent["file"].read() if "file" in sent else b""
    again = sent.get("taken_again")
    return Upload(sent["client_id"], sent["view"], sent["taken_at"], data, taken_again=again)


def answer_with(photo: Photo, is_new: bool) -> Response:
    return Response(photo_out(photo), status=201 if is_new else 200)


class PhotoBytes(Endpoint):
    may = {"GET": CareParty}
    content_negotiation_class = AnyForm

    @described(
        "photos_read",
        {
            (200, "image/webp"): bytes,
            (200, "image/jpeg"): bytes,
        },
        words={403: "`not-allowed`: your role sees the blurred one only"},
    )
    def get(self, request: Request, pk: UUID, variant: str) -> HttpResponse:
        """A variant's bytes, WebP where the client takes it, else JPEG; a look is audited."""
        photo = get_object_or_404(access.photos_of(person(request)), pk=pk)
        kind = wanted_format(request.META.get("HTTP_ACCEPT", "*/*"))
        data = read_variant(by=person(request), photo=photo, variant=variant, image_format=kind)
        answer = HttpResponse(data, content_type=f"image/{kind}", headers=GUARDED)
        answer["Content-Disposition"] = f'inline; filename="photo.{kind}"'
        patch_vary_headers(answer, ["Accept"])
        return answer


class WithdrawPhoto(Endpoint):
    may = {"POST": Patient}

    @described("photos_withdraw", {200: PhotoOut}, refuses=[400, 413, 415])
    def post(self, request: Request, pk: UUID) -> Response:
        """Take a photo back: erased, or kept for clinicians alone where they have looked at it."""
        photo = get_object_or_404(access.own_photos_of(person(request)), pk=pk)
        return Response(photo_out(withdraw_photo(by=person(request), photo=photo)))


GUARDED = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


def wanted_format(accept: str) -> str:
    """ "webp" or "jpeg"; raises NotAcceptable for a client that takes neither."""
    liked = dict(_qualities(accept))
    webp, jpeg = (
        liked.get(kind, liked.get("image/*", liked.get("*/*", 0.0)))
        for kind in ("image/webp", "image/jpeg")
    )
    if max(webp, jpeg) <= 0:
        raise NotAcceptable
    return "webp" if webp >= jpeg else "jpeg"


def _qualities(accept: str) -> Iterator[tuple[str, float]]:
    for each in accept.lower().split(","):
        kind, *settings = (part.strip() for part in each.split(";"))
        said = next((one[2:] for one in settings if one.startswith("q=")), "1")
        try:
            yield kind, float(said)
        except ValueError:
            yield kind, 0.0
