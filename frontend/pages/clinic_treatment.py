"""C3: another treatment of somebody who is a patient already, from her record."""

from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from frontend.clinic.labels import voice
from frontend.clinic.risks import risks
from frontend.clinic.standing import care_ended_words
from frontend.enrolment import faults, stops
from frontend.enrolment.choices import Choices, presets
from frontend.enrolment.draft import Draft
from frontend.enrolment.history import History
from frontend.enrolment.once import SentBefore, once
from frontend.enrolment.reading import Refused, read_another
from frontend.enrolment.treatment_form import history_fields, treatment_fields
from frontend.pages.clinic_doors import Desk, show, staff_required
from frontend.pages.clinic_history import MEANWHILE
from frontend.pages.clinic_patients import the_patient
from frontend.pages.enrol import earlier_layouts, interruption, layout_rows
from frontend.vocabulary import vocabulary
from tracker.errors import Invalid, NotFound, StaleVersion
from tracker.models import Patient, Treatment
from tracker.records.access import treatments_at_work
from tracker.services.asked_history import history_mark
from tracker.services.concerns import concerns_about_another
from tracker.services.known_patients import check_another, treat_again
from tracker.services.looks import chart_viewed

HERS = 2  # of her own last treatments, offered as a layout before those of who sits here


@require_http_methods(["GET", "POST"])
@staff_required
def another_treatment(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """The form; sent with "amounts", also from the enrolment of somebody known, it is shown on."""
    patient, choices = the_patient(desk, pk), Choices(vocabulary(request.LANGUAGE_CODE))
    if request.method == "GET":
        return form(request, desk, patient, first_draft(request, desk, patient, choices))
    draft = Draft.typed(patient.clinic, request.POST)
    if request.POST.get("action") == "amounts":
        draft.begin_amounts(request.POST, presets(patient.clinic_id))
        return form(request, desk, patient, draft)
    try:
        return go_on(request, desk, patient, draft, choices)
    except Invalid as refused:
        return form(request, desk, patient, draft, faults.from_service(refused.fields))
    except Refused as refused:
        return form(request, desk, patient, draft, refused.faults)
    except StaleVersion:
        patient.refresh_from_db()
        draft.history = History.of(patient, choices.words.protocol)
        return form(request, desk, patient, draft, meanwhile=True)


def first_draft(request: HttpRequest, desk: Desk, patient: Patient, choices: Choices) -> Draft:
    """Her history as it is recorded; what and where of a layout that is offered, or nothing."""
    like, draft = request.GET.get("like", ""), Draft.new(patient.clinic)
    if like:
        offered = {str(each.pk): each for each in layouts(desk, patient)}
        if like not in offered:
            raise NotFound
        draft = Draft.like(patient.clinic, offered[like], choices.is_sided)
    draft.history = History.of(patient, choices.words.protocol)
    return draft


def layouts(desk: Desk, patient: Patient) -> list[Treatment]:
    hers = treatments_at_work(desk.user).filter(patient=patient).order_by("-performed_at")
    found = [*hers.prefetch_related("sites")[:HERS], *earlier_layouts(desk, patient.clinic)]
    return list({each.pk: each for each in found}.values())


def go_on(
    request: HttpRequest, desk: Desk, patient: Patient, draft: Draft, choices: Choices
) -> HttpResponse:
    """Stop at what is unusual until a reason is given; then record it, once for each form."""
    treatment, answers = read_another(draft, choices)
    check_another(patient, treatment)
    concerns = concerns_about_another(patient, treatment)
    passed = stops.reasons_given(concerns, request.POST)
    if not all(passed.values()):
        return interruption(request, desk, concerns, "record")
    try:
        with once(request, f"treated:{patient.pk}"):
            treat_again(
                by=desk.user,
                patient=patient,
                treatment=treatment,
                passed=passed,
                answers=answers,
                mark=request.POST.get("mark", ""),
                today=timezone.localdate(timezone=ZoneInfo(patient.clinic.time_zone)),
            )
    except SentBefore:
        return show(request, desk, "treated_twice", 409, pk=patient.pk, here_patients=True)
    return redirect(f"{reverse('clinic-patient', args=[patient.pk])}?recorded=1")


def form(
    request: HttpRequest,
    desk: Desk,
    patient: Patient,
    draft: Draft,
    found: list[faults.Fault] | None = None,
    *,
    meanwhile: bool = False,
) -> HttpResponse:
    chart_viewed(by=desk.user, patient=patient)
    words = vocabulary(request.LANGUAGE_CODE)
    choices, said = Choices(words), faults.by_field(found or [])
    mark = "" if meanwhile else request.POST.get("mark", "")
    context = {
        **treatment_fields(draft, choices, said),
        **(fields := history_fields(draft.history, choices, said)),
        "otherwise": "" if mark else otherwise(draft.history, patient, choices, fields),
        "mark": mark or history_mark(patient),
        "meanwhile": MEANWHILE if meanwhile else "",
        **_herself(desk, patient),
        "layouts": layout_rows(layouts(desk, patient), words),
        "presets": presets(patient.clinic_id),
        "form_id": request.POST.get("form_id") or uuid4(),
        "here_patients": True,
    }
    status = 409 if meanwhile else 422 if found else 200
    return show(request, desk, "treatment", status=status, **context)


def _herself(desk: Desk, patient: Patient) -> dict[str, Any]:
    return {
        "is_known": True,
        "patient": patient,
        "name": desk.shown(patient.name),
        "born": desk.born(patient),
        "risks": risks(patient, voice()),
        "care_ended": care_ended_words(patient),
    }


def otherwise(typed: History, patient: Patient, choices: Choices, fields: dict[str, Any]) -> str:
    """What was answered at an enrolment and stands otherwise on the record; "" where nothing is."""
    names = {row["name"]: str(row["legend"]) for row in (*fields["questions"], *fields["rests"])}
    differing = typed.differs_at(History.of(patient, choices.words.protocol))
    if not differing:
        return ""
    listed = get_text_list([f"“{names[name]}”" for name in differing], gettext("and"))
    return gettext(
        "These answers were given at the enrolment. The record says something else at %(listed)s. "
        "What you send takes its place."
    ) % {"listed": listed}
