"""Ringing a bruise on one photo, or confirming the ring that an earlier day proposes."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from frontend.pages.clinic_doors import Desk, clinician_required
from frontend.pages.doors import HerRequest, patient_required
from frontend.photos import wording
from frontend.photos.bruises import bruise_cards
from frontend.photos.door import Door
from frontend.photos.ringing import Ringing
from tracker.errors import Invalid
from tracker.models import Bruise, Photo
from tracker.records.photo_series import bruises_in_view, newest_landmarks
from tracker.services.measuring import measure_bruise
from tracker.services.proposals import Proposal, propose


@require_http_methods(["GET", "POST"])
@patient_required
def bruise(request: HerRequest, pk: UUID) -> HttpResponse:
    return ring(request, Door(request.user, request.LANGUAGE_CODE), pk)


@require_http_methods(["GET", "POST"])
@clinician_required
def clinic_bruise(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    return ring(request, Door(desk.user, request.LANGUAGE_CODE, desk), pk)


@require_GET
@patient_required
def bruises(request: HerRequest, pk: UUID) -> HttpResponse:
    return show_bruises(request, Door(request.user, request.LANGUAGE_CODE), pk)


@require_GET
@clinician_required
def clinic_bruises(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    return show_bruises(request, Door(desk.user, request.LANGUAGE_CODE, desk), pk)


def show_bruises(request: HttpRequest, door: Door, pk: UUID) -> HttpResponse:
    treatment = door.treatment(pk)
    cards = bruise_cards(treatment, door)
    photos = door.url("compare", pk)
    return door.show(request, "bruises", bruises=cards, compare=photos, patient=treatment.patient)


def ring(request: HttpRequest, door: Door, pk: UUID) -> HttpResponse:
    photo = door.photo(pk)
    known = list(bruises_in_view(photo))
    sent = request.POST if request.method == "POST" else request.GET
    chosen = next((each for each in known if str(each.pk) == sent.get("place")), None)
    proposal = propose(chosen, photo) if chosen else None
    form = form_for(photo, chosen, proposal)
    if request.method == "POST" and measure(request, door, photo, chosen, form):
        return redirect(door.url("bruises", photo.treatment_id))
    return show_ring(request, door, photo, known, chosen, proposal, form)


def form_for(photo: Photo, chosen: Bruise | None, proposal: Proposal | None) -> Ringing:
    """As this photo was ringed before, else as another day proposes, else empty."""
    rows = chosen.measurements.filter(photo=photo).order_by("-measured_at") if chosen else []
    drawn = next((row.ring for row in rows), None)
    marked = newest_landmarks([photo]).get(photo.pk)
    return Ringing.of(photo, marked, drawn or (proposal.ring if proposal else None))


def measure(
    request: HttpRequest, door: Door, photo: Photo, chosen: Bruise | None, form: Ringing
) -> bool:
    """Nothing is measured before this: she has drawn the ring, or confirmed it."""
    drawn = form.take(request.POST.dict(), photo)
    if form.errors:
        return False
    try:
        measure_bruise(by=door.user, photo=photo, bruise=chosen, ring=drawn, scale=form.scale)
    except Invalid as refusal:
        field = "scale" if "scale" in refusal.fields else "x"
        form.errors[field] = str(next(iter(refusal.fields.values()))[0])
        return False
    return True


def show_ring(
    request: HttpRequest,
    door: Door,
    photo: Photo,
    known: list[Bruise],
    chosen: Bruise | None,
    proposal: Proposal | None,
    form: Ringing,
) -> HttpResponse:
    context: dict[str, Any] = {
        "photo": door.tile(photo),
        "form": form,
        "choices": [(str(each.pk), wording.bruise(each.number)) for each in known],
        "chosen": str(chosen.pk) if chosen else "",
        "proposed_from": door.tile(proposal.taken_from).day if proposal else "",
        "fit": wording.fit(proposal.residual_px) if proposal else "",
        "marks": door.url("photo-landmarks", photo.pk) + "?after=photo-ring",
        "errors": [{"field": name, "text": said} for name, said in form.errors.items()],
        "back": door.url("photo-page", photo.pk),
        "title": gettext("Ring a bruise"),
    }
    return door.show(request, "ring", 422 if form.errors else 200, **context)
