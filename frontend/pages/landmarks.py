"""Marking fixed places of a face on one photo, so that days lie over one another."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from frontend.pages.clinic_doors import Desk, clinician_required
from frontend.pages.doors import HerRequest, patient_required
from frontend.photos import wording
from frontend.photos.door import Door
from frontend.photos.marking import Marking
from tracker.errors import Invalid
from tracker.models import Photo
from tracker.records.photo_series import newest_landmarks
from tracker.services.landmarks import mark_landmarks

AFTER = ("compare", "photo-ring", "photo-page")  # where she came from, and goes back to


@require_http_methods(["GET", "POST"])
@patient_required
def landmarks(request: HerRequest, pk: UUID) -> HttpResponse:
    return mark(request, Door(request.user, request.LANGUAGE_CODE), pk)


@require_http_methods(["GET", "POST"])
@clinician_required
def clinic_landmarks(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    return mark(request, Door(desk.user, request.LANGUAGE_CODE, desk), pk)


def mark(request: HttpRequest, door: Door, pk: UUID) -> HttpResponse:
    photo = door.photo(pk)
    marking = Marking.of(photo.view, newest_landmarks([photo]).get(photo.pk), door.is_hers)
    if request.method == "POST" and store(request, door, photo, marking):
        return redirect(way_back(door, photo, request.POST.get("after", "")))
    context = {
        "photo": door.tile(photo),
        "marking": marking,
        "coins": wording.COINS.items(),
        "after": request.POST.get("after", request.GET.get("after", "")),
        "errors": [{"field": name, "text": said} for name, said in marking.errors.items()],
        "back": door.url("photo-page", pk),
    }
    return door.show(request, "landmarks", 422 if marking.errors else 200, **context)


def store(request: HttpRequest, door: Door, photo: Photo, marking: Marking) -> bool:
    """False with the reasons in the form where it is not as it has to be."""
    points = marking.take(request.POST.dict())
    if marking.errors:
        return False
    try:
        mark_landmarks(by=door.user, photo=photo, points=points, coin_mm=marking.coin_size)
    except Invalid as refusal:
        first = f"x-{marking.marks[0].name}"
        field = "coin_mm" if "coin_mm" in refusal.fields else first
        marking.errors[field] = str(next(iter(refusal.fields.values()))[0])
        return False
    return True


def way_back(door: Door, photo: Photo, asked: str) -> str:
    if asked == "compare":
        return door.url("compare", photo.treatment_id) + f"?view={photo.view}"
    return door.url(asked if asked in AFTER else "photo-page", photo.pk)
