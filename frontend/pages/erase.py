"""She asks that her record be erased, reads when that is done, and may take it back until then."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from frontend.pages.again import fresh_sign_in
from frontend.pages.doors import HerRequest, newcomer_welcome
from frontend.wording import date_in_full
from tracker.records.access import own_patients_of
from tracker.services import erasures


@require_http_methods(["GET", "POST"])
@newcomer_welcome
@fresh_sign_in
def erase(request: HerRequest) -> HttpResponse:
    patient = own_patients_of(request.user)[0]
    if request.method == "POST":
        if request.POST.get("do") == "ask":
            erasures.ask(by=request.user, patient=patient)
        elif request.POST.get("do") == "take-back":
            erasures.take_back(by=request.user, patient=patient)
        return redirect("erase")
    until, goes_at = erasures.kept_until(patient), erasures.goes_at(patient)
    context = {
        "tab": "settings",
        "is_asked": erasures.request_of(patient) is not None,
        "is_law": goes_at == until,
        "until": date_in_full(goes_at),
        "is_held": erasures.is_held(patient),
        "clinic": patient.clinic,
    }
    return render(request, "frontend/patient/erase.html", context)
