"""C4: writing to a patient from her record, and opening a case there."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from rest_framework.exceptions import ValidationError

from api.contract.messages import MessageIn
from frontend.clinic.asked import Asked
from frontend.clinic.chosen import id_or_none
from frontend.clinic.message_words import STEPS, chosen_text
from frontend.pages.clinic_doors import Desk, clinician_required, staff_required
from frontend.pages.clinic_patients import Fault, record, the_patient
from tracker.errors import Invalid, NotFound
from tracker.models import Patient, Treatment
from tracker.records.access import check_ins_of, treatments_at_work
from tracker.services.colleague_cases import raise_as_colleague
from tracker.services.message_templates import sent_as
from tracker.services.messages import mark_seen, send_message
from tracker.services.notes import see_notes, unsee_note


@require_POST
@staff_required
def messages(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """Who answers has seen what her page showed; a coordinator may say so without an answer.

    The steps before it fill in a template, or show how the patient will read it: nothing is sent.
    """
    patient = the_patient(desk, pk)
    if request.POST.get("step") in STEPS:
        return _looked_at_first(request, desk, patient)
    if "seen" not in request.POST:
        refused = _send(request, desk, patient)
        if refused is not None:
            return refused
    _mark(request, desk, patient)
    sent = "" if "seen" in request.POST else "?sent=1"
    return redirect(f"{reverse('clinic-patient', args=[pk])}{sent}#messages")


@require_POST
@clinician_required
def note_seen(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """From the list: she has seen this note, or takes that back; on to the next one."""
    check_in = get_object_or_404(check_ins_of(desk.user).select_related("patient"), pk=pk)
    if request.POST.get("do") == "undo":
        unsee_note(by=desk.user, check_in=check_in)
        return redirect(f"{notes_url()}#note-{pk}")
    see_notes(by=desk.user, patient=check_in.patient, shown=[pk])
    following = id_or_none(request.POST.get("next", ""))
    return redirect(f"{notes_url()}&marked={pk}{f'#note-{following}' if following else ''}")


def notes_url() -> str:
    return Asked(view="notes").url()


@require_POST
@staff_required
def case(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    patient, said = the_patient(desk, pk), request.POST
    values = {name: said.get(name, "") for name in ("urgency", "reason", "treatment")}
    treatment = _treatment(desk, patient, values["treatment"])
    try:
        raised = raise_as_colleague(
            by=desk.user, treatment=treatment, urgency=values["urgency"], reason=values["reason"]
        )
    except Invalid as refused:
        at, lines = next(iter(refused.fields.items()))
        return record(request, desk, patient, Fault(at, lines[0], values))
    return redirect(f"{reverse('case', args=[raised.pk])}?done=raise")


def _looked_at_first(request: HttpRequest, desk: Desk, patient: Patient) -> HttpResponse:
    """A template's words put into the field, or her words as the patient will read them."""
    treatment = _treatment(desk, patient, request.POST.get("treatment", ""))
    try:
        text = chosen_text(desk, treatment, request.POST)
    except Invalid as refused:
        wrong, written = refused.fields["text"][0], request.POST.get("text", "")
        return record(request, desk, patient, Fault("text", wrong, {"text": written}))
    return record(request, desk, patient, Fault(values={"text": text, "is_looked_at": "yes"}))


def _send(request: HttpRequest, desk: Desk, patient: Patient) -> HttpResponse | None:
    """Her record again where it could not be sent."""
    treatment = _treatment(desk, patient, request.POST.get("treatment", ""))
    text = request.POST.get("text", "")
    if not text.strip():
        return record(request, desk, patient, Fault("text", gettext("Write your message first.")))
    body: dict[str, Any] = {
        "treatment": str(treatment.pk),
        "client_id": request.POST.get("client_id", ""),
        "text": sent_as(text, treatment),
    }
    try:
        sent = MessageIn.read(body)
    except ValidationError:
        fault = gettext("This could not be sent. Make it shorter, then send it again.")
        return record(request, desk, patient, Fault("text", fault, {"text": text}))
    send_message(by=desk.user, **(sent | {"treatment": treatment}))
    return None


def _mark(request: HttpRequest, desk: Desk, patient: Patient) -> None:
    shown = [found for each in request.POST.getlist("shown") if (found := id_or_none(each))]
    for treatment in treatments_at_work(desk.user).filter(patient=patient) if shown else ():
        mark_seen(by=desk.user, treatment=treatment, shown=shown)


def _treatment(desk: Desk, patient: Patient, pk: str) -> Treatment:
    """Raises NotFound for another patient's."""
    known = id_or_none(pk)
    mine = treatments_at_work(desk.user).filter(patient=patient)
    found = mine.select_related("patient__user").filter(pk=known).first() if known else None
    if found is None:
        raise NotFound
    return found
