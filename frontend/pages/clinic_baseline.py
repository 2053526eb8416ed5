"""C3: the baseline photos, taken in the room on the clinic's own device, one view a page."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods
from rest_framework.exceptions import ValidationError

from frontend.check_in.photo_views import BASELINE_DAY
from frontend.clinic.baseline import View, missing, next_of, standing_of_set, views_of_baseline
from frontend.clinic.labels import treatment_line, voice
from frontend.pages.clinic_doors import Desk, clinician_required, show
from frontend.pages.doors import with_camera
from frontend.pages.limits import hold
from frontend.pages.photo_request import upload_of
from frontend.photos.door import Door
from frontend.shots import requested_shot
from frontend.vocabulary import vocabulary
from frontend.wording_photos import capture_words
from tracker.errors import DomainError, NotFound
from tracker.models import Treatment
from tracker.services.consents import has_given
from tracker.services.photos import take_photo
from tracker.services.recovery_days import day_of_recovery


@require_GET
@clinician_required
def baseline(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """View by view what is there, and the way to each."""
    return overview(request, desk, *_set(request, desk, pk))


@require_http_methods(["GET", "POST"])
@clinician_required
@with_camera
def baseline_view(request: HttpRequest, desk: Desk, pk: UUID, view: str) -> HttpResponse:
    treatment, views = _set(request, desk, pk)
    wanted = _named(views, view)
    if wanted is None:
        raise NotFound
    if not has_given(treatment.patient, "photos"):
        return overview(request, desk, treatment, views, status=403)
    if request.method == "POST":
        return take(request, desk, treatment, views, wanted)
    return form(request, desk, treatment, views, wanted)


def overview(
    request: HttpRequest, desk: Desk, treatment: Treatment, views: list[View], status: int = 200
) -> HttpResponse:
    """403 where a photo was to be taken and she has not agreed: the page says so."""
    saved, open_views = _named(views, request.GET.get("saved", "")), missing(views)
    context = {
        "views": views,
        "first": next(iter(open_views), None),
        "is_complete": not open_views,
        "saved": saved.name if saved and saved.tile else "",
        **standing_of_set(treatment, views, timezone.now()),
    }
    return _shown(request, desk, treatment, "baseline", status, **context)


def take(
    request: HttpRequest, desk: Desk, treatment: Treatment, views: list[View], wanted: View
) -> HttpResponse:
    hold(request, "photo")
    if "photo" not in request.FILES:
        fault = gettext("Take or choose a photo first.")
        return form(request, desk, treatment, views, wanted, fault)
    try:
        upload = upload_of(request, wanted.code)
        take_photo(by=desk.user, treatment=treatment, check_in=None, upload=upload)
    except ValidationError:
        fault = gettext("This photo could not be sent. Choose it again.")
        return form(request, desk, treatment, views, wanted, fault)
    except DomainError as refusal:
        fault = str(refusal.detail)
        return form(request, desk, treatment, views, wanted, fault, refusal.status)
    return redirect(_after(request, treatment, views, wanted))


def form(
    request: HttpRequest,
    desk: Desk,
    treatment: Treatment,
    views: list[View],
    wanted: View,
    fault: str = "",
    status: int = 400,
) -> HttpResponse:
    words = vocabulary(request.LANGUAGE_CODE)
    saved, following = _named(views, request.GET.get("saved", "")), next_of(views, wanted.code)
    context = {
        "shots": [requested_shot(desk.user, treatment, wanted.code, words)],
        "words": capture_words(),
        "number": views.index(wanted) + 1,
        "of": len(views),
        "view": wanted,
        "following": following,
        "saved": saved.name if saved and saved.tile else "",
        "is_camera_on": "camera" in request.GET and not fault,
        "is_first_day": day_of_recovery(treatment, timezone.now()) == BASELINE_DAY,
        "photo_id": uuid4(),
        "errors": [{"field": "photo", "text": fault}] if fault else [],
    }
    code = status if fault else 200
    return _shown(request, desk, treatment, "baseline_view", code, **context)


def _set(request: HttpRequest, desk: Desk, pk: UUID) -> tuple[Treatment, list[View]]:
    """The treatment and its set; the look is recorded. Raises NotFound for another clinic's."""
    door = Door(desk.user, request.LANGUAGE_CODE, desk)
    treatment = door.treatment(pk)
    return treatment, views_of_baseline(door.photos(treatment), vocabulary(request.LANGUAGE_CODE))


def _named(views: list[View], code: str) -> View | None:
    return next((view for view in views if view.code == code), None)


def _after(request: HttpRequest, treatment: Treatment, views: list[View], done: View) -> str:
    """On to the next that is missing; back to all of them after one that was taken again."""
    following = next_of(views, done.code)
    said = {"saved": done.code}
    if done.tile is not None or following is None:
        return f"{reverse('clinic-baseline', args=[treatment.pk])}?{urlencode(said)}"
    if request.POST.get("by_camera"):
        said["camera"] = "on"
    url = reverse("clinic-baseline-view", args=[treatment.pk, following.code])
    return f"{url}?{urlencode(said)}"


def _shown(
    request: HttpRequest,
    desk: Desk,
    treatment: Treatment,
    template: str,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    known = {
        "treatment": treatment.pk,
        "patient": treatment.patient,
        "name": desk.shown(treatment.patient.name),
        "line": treatment_line(treatment, voice()),
        "here_patients": True,
    }
    return show(request, desk, template, status, **known, **context)
