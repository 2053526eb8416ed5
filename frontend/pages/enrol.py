"""C3: enrol a patient on one page: who, what, where, and the history that matters."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from frontend.clinic.qr_code import qr_code
from frontend.clinic.skin_types import skin_type_choices
from frontend.enrolment import faults, stops
from frontend.enrolment.choices import Choices, presets
from frontend.enrolment.draft import Draft
from frontend.enrolment.once import SentBefore, once
from frontend.enrolment.reading import Refused, Sent, read
from frontend.enrolment.treatment_form import history_fields, treatment_fields
from frontend.pages.clinic_doors import Desk, show, staff_required
from frontend.pages.limits import hold
from frontend.vocabulary import Vocabulary, vocabulary
from tracker.errors import Invalid, NotFound
from tracker.models import Clinic, Patient, Treatment
from tracker.records.access import STAFF, clinics_where, patients_of, treatments_of
from tracker.services.concerns import Concern, concerns_about
from tracker.services.enrolment import enrol_with_treatment, invite
from tracker.services.invitations import Invited
from tracker.services.languages import offered_by
from tracker.services.mail_words import preview_of
from tracker.services.recovery_days import day_of_recovery


@require_http_methods(["GET", "POST"])
@staff_required
def enrol(request: HttpRequest, desk: Desk) -> HttpResponse:
    clinics = list(clinics_where(desk.user, STAFF))
    clinic = the_clinic(request, clinics)
    if request.method == "GET":
        return form(request, desk, first_draft(request, desk, clinic))
    draft = Draft.typed(clinic, request.POST)
    if request.POST.get("action") == "amounts":
        draft.begin_amounts(request.POST, presets(clinic.pk))
        return form(request, desk, draft)
    try:
        sent = read(draft, Choices(vocabulary(request.LANGUAGE_CODE)))
    except Invalid as refused:
        return form(request, desk, draft, faults.from_service(refused.fields))
    except Refused as refused:
        return form(request, desk, draft, refused.faults)
    return go_on(request, desk, draft, sent)


def the_clinic(request: HttpRequest, clinics: list[Clinic]) -> Clinic:
    """Hers; who works at several chooses, and another's does not exist."""
    asked = request.POST.get("clinic") or request.GET.get("clinic")
    known = [clinic for clinic in clinics if not asked or str(clinic.pk) == asked]
    if not known:
        raise NotFound
    return known[0]


def first_draft(request: HttpRequest, desk: Desk, clinic: Clinic) -> Draft:
    like = request.GET.get("like", "")
    if not like:
        return Draft.new(clinic)
    for treatment in earlier_layouts(desk, clinic):
        if str(treatment.pk) == like:
            is_sided = Choices(vocabulary(request.LANGUAGE_CODE)).is_sided
            return Draft.like(clinic, treatment, is_sided)
    raise NotFound


def earlier_layouts(desk: Desk, clinic: Clinic) -> list[Treatment]:
    """The last three that this person recorded at this clinic."""
    mine = treatments_of(desk.user).filter(recorded_by=desk.user, patient__clinic=clinic)
    return list(mine.order_by("-created_at").prefetch_related("sites")[:3])


def layout_rows(found: Iterable[Treatment], words: Vocabulary) -> list[dict[str, Any]]:
    return [{"id": each.pk, "label": words.treated(each)} for each in found]


def go_on(request: HttpRequest, desk: Desk, draft: Draft, sent: Sent) -> HttpResponse:
    """Stop at what is unusual until a reason is given; then enrol, once for each form."""
    concerns = concerns_about(draft.clinic, sent.patient, sent.treatment)
    passed = stops.reasons_given(concerns, request.POST)
    if not all(passed.values()):
        return interruption(request, desk, concerns, "enrol")
    try:
        with once(request, "enrolled"):
            hold(request, "invite-patient")
            enrolled = enrol_with_treatment(
                by=desk.user,
                clinic=draft.clinic,
                patient=sent.patient,
                treatment=sent.treatment,
                passed=passed,
            )
    except SentBefore:
        return show(request, desk, "enrol_twice", status=409, here_patients=True)
    context = {
        **_invitation(desk, enrolled.patient, enrolled.invited),
        "is_new": True,
        "is_today": day_of_recovery(enrolled.treatment, timezone.now()) == 0,
        "treatment": enrolled.treatment.pk,
        "may_take": desk.is_clinician_at(draft.clinic.pk),
    }
    return show(request, desk, "enrolled", status=201, here_patients=True, **context)


@require_POST
@staff_required
def invite_again(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    """A new link for a patient without an account; the older one ends."""
    patient = (
        patients_of(desk.user).filter(pk=pk, clinic__in=clinics_where(desk.user, STAFF)).first()
    )
    if patient is None:
        raise NotFound
    hold(request, "invite-patient")
    invited = invite(by=desk.user, patient=patient)
    context = _invitation(desk, patient, invited)
    return show(request, desk, "enrolled", status=201, here_patients=True, **context)


def interruption(
    request: HttpRequest, desk: Desk, concerns: tuple[Concern, ...], act: str
) -> HttpResponse:
    """The page between: what is unusual, and why to go on with the act. What was typed travels."""
    is_repeat = "interrupted" in request.POST
    context = {
        "concerns": stops.asked(concerns, vocabulary(request.LANGUAGE_CODE), desk.shown),
        "typed": stops.travelling(request.POST),
        "is_repeat": is_repeat,
        "act": act,
        "here_patients": True,
    }
    return show(request, desk, "enrol_interruption", status=422 if is_repeat else 200, **context)


def form(
    request: HttpRequest, desk: Desk, draft: Draft, found: list[faults.Fault] | None = None
) -> HttpResponse:
    words = vocabulary(request.LANGUAGE_CODE)
    choices, said = Choices(words), faults.by_field(found or [])
    context = {
        **treatment_fields(draft, choices, said),
        **history_fields(draft.history, choices, said),
        "clinic": draft.clinic,
        "clinics": list(clinics_where(desk.user, STAFF)),
        "layouts": layout_rows(earlier_layouts(desk, draft.clinic), words),
        "languages": _languages(draft.clinic),
        "skin_types": skin_type_choices(draft.texts["skin_type"]),
        "mails": _mails(draft.clinic),
        "presets": presets(draft.clinic.pk),
        "form_id": request.POST.get("form_id") or uuid4(),
        "here_patients": True,
    }
    return show(request, desk, "enrol", status=422 if found else 200, **context)


def _languages(clinic: Clinic) -> list[dict[str, str]]:
    return [{"code": code, "name": name} for code, name in offered_by(clinic).items()]


def _mails(clinic: Clinic) -> list[dict[str, str]]:
    """The invitation as it will be sent, in each language; the link is made when it is."""
    detail = {"url": f"{settings.FADEWELL_ORIGIN}/i/…"}
    rows = []
    for code, name in offered_by(clinic).items():
        subject, text = preview_of("invitation", code, detail)
        rows.append({"code": code, "name": name, "subject": subject, "text": text})
    return rows


def _invitation(desk: Desk, patient: Patient, invited: Invited) -> dict[str, Any]:
    name = desk.shown(patient.name)
    return {"patient": patient, "name": name, "invited": invited, "code": qr_code(invited.url)}
