"""C4: the history that matters on a patient's record, asked anew or corrected."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from frontend.enrolment import faults
from frontend.enrolment.choices import Choices
from frontend.enrolment.history import History
from frontend.enrolment.reading import Refused, read_history
from frontend.enrolment.treatment_form import history_fields
from frontend.pages.clinic_doors import Desk, show, staff_required
from frontend.pages.clinic_patients import the_patient
from frontend.vocabulary import vocabulary
from tracker.errors import Invalid, StaleVersion
from tracker.models import Patient
from tracker.services.asked_history import answer_history, history_mark
from tracker.services.looks import chart_viewed

MEANWHILE = _("Somebody changed this history meanwhile. This is how it reads now.")


@require_http_methods(["GET", "POST"])
@staff_required
def history(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    patient, choices = the_patient(desk, pk), Choices(vocabulary(request.LANGUAGE_CODE))
    if request.method == "GET":
        return form(request, desk, patient, choices)
    typed = History.typed(request.POST)
    try:
        answer_history(
            by=desk.user,
            patient=patient,
            answers=read_history(typed, choices),
            mark=request.POST.get("mark", ""),
            today=timezone.localdate(timezone=ZoneInfo(patient.clinic.time_zone)),
        )
    except StaleVersion:
        patient.refresh_from_db()
        return form(request, desk, patient, choices, meanwhile=True)
    except Refused as refused:
        return form(request, desk, patient, choices, typed, refused.faults)
    except Invalid as refused:
        return form(request, desk, patient, choices, typed, faults.from_service(refused.fields))
    return redirect("clinic-patient", pk=pk)


def form(
    request: HttpRequest,
    desk: Desk,
    patient: Patient,
    choices: Choices,
    typed: History | None = None,
    found: list[faults.Fault] | None = None,
    *,
    meanwhile: bool = False,
) -> HttpResponse:
    """typed: what was sent, to be mended; else the record as it stands."""
    chart_viewed(by=desk.user, patient=patient)
    said = faults.by_field(found or [])
    shown = typed or History.of(patient, choices.words.protocol)
    context = {
        **history_fields(shown, choices, said),
        "errors": [{"field": name, "text": text} for name, text in said.items()],
        "mark": request.POST.get("mark", "") if typed else history_mark(patient),
        "meanwhile": MEANWHILE if meanwhile else "",
        "patient": patient,
        "name": desk.shown(patient.name),
        "here_patients": True,
    }
    status = 409 if meanwhile else 422 if found else 200
    return show(request, desk, "history", status=status, **context)
