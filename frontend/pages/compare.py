"""P14, C2: two days of one view, at an address of their own."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from frontend.pages.clinic_doors import Desk, clinician_required
from frontend.pages.doors import HerRequest, record_required
from frontend.photos.comparing import comparison
from frontend.photos.door import Door


@require_GET
@record_required
def compare(request: HerRequest, pk: UUID) -> HttpResponse:
    return show_two(request, Door(request.user, request.LANGUAGE_CODE), pk)


@require_GET
@clinician_required
def clinic_compare(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    return show_two(request, Door(desk.user, request.LANGUAGE_CODE, desk), pk)


def show_two(request: HttpRequest, door: Door, pk: UUID) -> HttpResponse:
    treatment = door.treatment(pk)
    photos = door.photos(treatment)
    two = comparison([door.tile(photo) for photo in photos], photos, request.GET)
    marks = "photo-landmarks" if door.is_hers else "clinic-photo-landmarks"
    bruises = door.url("bruises", pk)
    return door.show(
        request, "compare", compare=two, marks=marks, patient=treatment.patient, bruises=bruises
    )
