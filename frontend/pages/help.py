"""Get help now: the same place on every page, signed in or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from frontend.vocabulary import vocabulary
from tracker.errors import Unavailable
from tracker.records import queries

ANYWHERE = "112"  # the emergency number where we do not know her clinic


@require_GET
def help_now(request: HttpRequest) -> HttpResponse:
    """Numbers first: the page stands even where no protocol is in force."""
    treatment = queries.current_treatment(request.user)
    clinic = treatment.patient.clinic if treatment else None
    context = {
        "emergency_number": clinic.emergency_number if clinic else ANYWHERE,
        "clinics": [clinic] if clinic else [],
        "signs": [],
    }
    try:
        words = vocabulary(request.LANGUAGE_CODE)
        context["signs"] = words.danger_signs(treatment.procedure if treatment else None)
        context["show_card"] = words.card_to_show(treatment) if treatment else ""
    except Unavailable:
        pass
    return render(request, "frontend/patient/help.html", context)
