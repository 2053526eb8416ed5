"""A clinician asked for one view: its page takes exactly that view and goes back."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from rest_framework.exceptions import ValidationError

from api.contract.photos import PhotoIn
from frontend import wording
from frontend.pages.doors import HerRequest, patient_required, with_camera
from frontend.pages.limits import hold
from frontend.shots import requested_shot
from frontend.vocabulary import vocabulary
from frontend.wording_photos import capture_words
from tracker.errors import DomainError
from tracker.models import PhotoRequest, Treatment
from tracker.records import queries
from tracker.records.care import records_in_use
from tracker.services.photos import Upload, take_photo


@require_http_methods(["GET", "POST"])
@patient_required
@with_camera
def photo_request(request: HerRequest, pk: UUID) -> HttpResponse:
    asked_of_her = queries.open_photo_requests(records_in_use(request.user))
    asked = get_object_or_404(asked_of_her, pk=pk)
    treatment = queries.own_treatment(request.user, asked.treatment_id)
    if request.method == "POST":
        return take(request, treatment, asked)
    return show(request, treatment, asked)


def take(request: HerRequest, treatment: Treatment, asked: PhotoRequest) -> HttpResponse:
    hold(request, "photo")
    if "photo" not in request.FILES:
        return show(request, treatment, asked, _("Take or choose a photo first."))
    try:
        upload = upload_of(request, asked.view)
        take_photo(by=request.user, treatment=treatment, check_in=None, upload=upload)
    except ValidationError:
        return show(request, treatment, asked, _("This photo could not be sent. Choose it again."))
    except DomainError as refusal:
        return show(request, treatment, asked, str(refusal.detail), refusal.status)
    return redirect("messages")


def upload_of(request: HttpRequest, view: str, field: str = "photo") -> Upload:
    """Through the contract's shape; raises ValidationError. Without script, taken now."""
    sent: dict[str, Any] = PhotoIn.read(
        {
            "client_id": request.POST.get("photo_id") or str(uuid4()),
            "view": view,
            "taken_at": timezone.now().isoformat(),
            "file": request.FILES[field],
        }
    )
    data = sent["file"].read()
    return Upload(sent["client_id"], sent["view"], sent["taken_at"], data)


def show(
    request: HerRequest,
    treatment: Treatment,
    asked: PhotoRequest,
    error: str = "",
    status: int = 400,
) -> HttpResponse:
    shot = requested_shot(request.user, treatment, asked.view, vocabulary(request.LANGUAGE_CODE))
    context = {
        "shots": [shot],
        "words": capture_words(),
        "from": asked.requested_by.name,
        "until": wording.by_when(asked.wanted_by),
        "text": asked.text,
        "photo_id": uuid4(),
        "errors": [{"field": "photo", "text": error}] if error else [],
    }
    return render(
        request, "frontend/patient/photo_request.html", context, status=status if error else 200
    )
