"""C4: the skin type of a patient, asked or corrected after she was enrolled."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from frontend.clinic.skin_types import CHOOSE
from frontend.pages.clinic_doors import Desk, staff_required
from frontend.pages.clinic_patients import Fault, record, the_patient
from tracker.errors import Invalid
from tracker.services.enrolment import edit_patient


@require_POST
@staff_required
def skin_type(request: HttpRequest, desk: Desk, pk: UUID) -> HttpResponse:
    patient, chosen = the_patient(desk, pk), request.POST.get("skin_type", "?")
    try:
        edit_patient(by=desk.user, patient=patient, changes={"skin_type": chosen})
    except Invalid as refused:
        other = next(iter(refused.fields.values()))[0]
        said = CHOOSE if "skin_type" in refused.fields else other
        return record(request, desk, patient, Fault("skin_type", said))
    return redirect("clinic-patient", pk=pk)
