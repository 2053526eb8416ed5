"""C2: correct the record of a treatment, after a look at what that changes of her reports."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from frontend.clinic import corrections as words_of
from frontend.clinic.labels import treatment_line, voice
from frontend.enrolment import faults, stops
from frontend.enrolment.choices import Choices
from frontend.enrolment.draft import Draft
from frontend.enrolment.reading import Refused, read_treatment
from frontend.enrolment.treatment_form import treatment_fields
from frontend.pages.clinic_doors import Desk, clinician_required, show
from frontend.vocabulary import vocabulary
from tracker import wording
from tracker.errors import Invalid, NotFound, StaleVersion
from tracker.models import Treatment
from tracker.records.access import treatments_at_work
from tracker.services.concerns import Concern, concerns_about_treatment
from tracker.services.corrections import REASONS, Correction, correct_treatment, preview
from tracker.services.looks import chart_viewed
from tracker.services.patient_details import TreatmentDetails
from tracker.services.treatment_rows import as_data, row_of, sites_of


@require_http_methods(["GET", "POST"])
@clinician_required
def correction(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """The form; then (action "preview") what would change; then (action "save") the change."""
    treatment = the_treatment(desk, pk)
    choices = Choices(vocabulary(request.LANGUAGE_CODE))
    if request.method == "GET":
        return form(request, desk, treatment, Draft.of(treatment, choices.is_sided))
    draft = Draft.typed(treatment.patient.clinic, request.POST)
    if request.POST.get("action") == "amounts":
        return form(request, desk, treatment, draft)
    try:
        return go_on(request, desk, treatment, details_of(draft, treatment, choices))
    except Invalid as refused:
        return form(request, desk, treatment, draft, faults.from_service(refused.fields))
    except Refused as refused:
        return form(request, desk, treatment, draft, refused.faults)
    except StaleVersion:
        now = Draft.of(the_treatment(desk, pk), choices.is_sided)
        return form(request, desk, treatment, now, meanwhile=True)


def the_treatment(desk: Desk, pk: UUID) -> Treatment:
    """Raises NotFound for another clinic's, and where she is no clinician."""
    found = treatments_at_work(desk.user).prefetch_related("sites").filter(pk=pk).first()
    if found is None or not desk.is_clinician_at(found.patient.clinic_id):
        raise NotFound
    return found


def details_of(draft: Draft, treatment: Treatment, choices: Choices) -> TreatmentDetails:
    """The page shows minutes: where nobody touched the time, the recorded moment stays."""
    shown = Draft.of(treatment, choices.is_sided).texts["performed_at"]
    details = read_treatment(draft, choices)
    if draft.texts["performed_at"] != shown:
        return details
    return replace(details, performed_at=treatment.performed_at)


def go_on(
    request: HttpRequest, desk: Desk, treatment: Treatment, details: TreatmentDetails
) -> HttpResponse:
    """Saved only from the page that showed what changes, with a reason for what is unusual."""
    reason, number = request.POST.get("reason", ""), request.POST.get("number", "")
    if reason not in REASONS:
        raise Invalid({"reason": [wording.CORRECTION_REASON]})
    concerns = concerns_about_treatment(treatment.patient.clinic_id, details, treatment.pk)
    passed = stops.reasons_given(concerns, request.POST)
    if request.POST.get("action") != "save" or not all(passed.values()):
        return previewed(request, desk, treatment, details, concerns)
    known = int(number) if number.isdecimal() and len(number) < 5 else -1
    wanted = Correction(details, reason, known, passed)
    correct_treatment(by=desk.user, treatment=treatment, correction=wanted)
    return redirect("clinic-patient", pk=treatment.patient_id)


def previewed(
    request: HttpRequest,
    desk: Desk,
    treatment: Treatment,
    details: TreatmentDetails,
    concerns: tuple[Concern, ...],
) -> HttpResponse:
    """Nothing is saved; a save comes back here where what is unusual has no reason yet."""
    found = preview(by=desk.user, treatment=treatment, details=details)
    after = Treatment(**row_of(details))
    data, words = as_data(after, sites_of(after, details)), voice()
    is_repeat = request.POST.get("action") == "save"
    context = {
        "changes": words_of.changes(as_data(treatment), data, words),
        "headline": words_of.outcome_words(found),
        "reports": words_of.report_rows(found.otherwise, words),
        "raises": any(each.raises for each in found.otherwise),
        "typed": stops.travelling(request.POST),
        "concerns": stops.asked(concerns, vocabulary(request.LANGUAGE_CODE), desk.shown),
        "is_repeat": is_repeat,
    }
    status = 422 if is_repeat else 200
    return _shown(request, desk, treatment, "correction_preview", status, **context)


def form(
    request: HttpRequest,
    desk: Desk,
    treatment: Treatment,
    draft: Draft,
    found: list[faults.Fault] | None = None,
    *,
    meanwhile: bool = False,
) -> HttpResponse:
    choices, said = Choices(vocabulary(request.LANGUAGE_CODE)), faults.by_field(found or [])
    number = request.POST.get("number", "")
    fields = treatment_fields(draft, choices, said)
    context = {
        **fields,
        "besides": choices.not_on_the_map(draft),
        "presets": {},
        "reasons": words_of.reason_choices(request.POST.get("reason", "")),
        "number": number if number and not meanwhile else treatment.corrections.count(),
        "meanwhile": words_of.MEANWHILE if meanwhile else "",
    }
    status = 409 if meanwhile else 422 if found else 200
    return _shown(request, desk, treatment, "correction", status, **context)


def _shown(
    request: HttpRequest,
    desk: Desk,
    treatment: Treatment,
    template: str,
    status: int,
    **context: Any,
) -> HttpResponse:
    chart_viewed(by=desk.user, patient=treatment.patient, part=treatment)
    known = {
        "patient": treatment.patient,
        "name": desk.shown(treatment.patient.name),
        "line": treatment_line(treatment, voice()),
        "here_patients": True,
    }
    return show(request, desk, template, status=status, **known, **context)
