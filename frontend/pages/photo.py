"""One photo of her own: what can be done with it, saving a copy, taking it back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from frontend.pages.clinic_doors import Desk, clinician_required
from frontend.pages.doors import HerRequest, record_required
from frontend.photos.door import Door
from tracker.records.photo_series import bruises_in_view, newest_landmarks
from tracker.services.consents import has_given_care
from tracker.services.photos import read_variant
from tracker.services.withdrawals import withdraw_photo, would_be_kept

SAVED = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


@require_GET
@record_required
def photo_page(request: HerRequest, pk: UUID) -> HttpResponse:
    return show_photo(request, Door(request.user, request.LANGUAGE_CODE), pk)


@require_GET
@clinician_required
def clinic_photo(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    return show_photo(request, Door(desk.user, request.LANGUAGE_CODE, desk), pk)


def show_photo(request: HttpRequest, door: Door, pk: UUID) -> HttpResponse:
    photo = door.photo(pk)
    context: dict[str, Any] = {
        "photo": door.tile(photo),
        "treatment": photo.treatment_id,
        "can_mark": has_given_care(photo.patient),
        "is_marked": photo.pk in newest_landmarks([photo]),
        "bruises": [bruise.number for bruise in bruises_in_view(photo)],
        "links": {
            "marks": door.url("photo-landmarks", pk),
            "ring": door.url("photo-ring", pk),
            "compare": door.url("compare", photo.treatment_id) + f"?view={photo.view}",
            "bruises": door.url("bruises", photo.treatment_id),
        },
    }
    return door.show(request, "photo", **context)


@require_GET
@record_required
def save_photo(request: HerRequest, pk: UUID) -> HttpResponse:
    """A sharp copy of her own under a name that says nothing; nobody else has this address."""
    photo = Door(request.user, request.LANGUAGE_CODE).photo(pk)
    data = read_variant(by=request.user, photo=photo, variant="display", image_format="jpeg")
    answer = HttpResponse(data, content_type="image/jpeg", headers=SAVED)
    day = timezone.localdate(photo.taken_at).isoformat()
    answer["Content-Disposition"] = f'attachment; filename="photo-{day}.jpg"'
    return answer


@require_http_methods(["GET", "POST"])
@record_required
def withdraw(request: HerRequest, pk: UUID) -> HttpResponse:
    """What happens is said before it happens; she confirms with one button."""
    door = Door(request.user, request.LANGUAGE_CODE)
    photo = door.photo(pk)
    if request.method == "POST":
        withdraw_photo(by=request.user, photo=photo)
        return redirect(f"{reverse('history')}?view=photos")
    kept = would_be_kept(photo)
    clinic = photo.treatment.patient.clinic.name
    return door.show(request, "withdraw", photo=door.tile(photo), is_kept=kept, clinic=clinic)
