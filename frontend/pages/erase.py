"""She asks that a record of hers be erased, reads when that is done, and may take it back until
then. At two clinics she has two.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from frontend.pages.again import fresh_sign_in
from frontend.pages.doors import HerRequest, newcomer_welcome
from frontend.pages.her_records import her_records, named
from frontend.wording import date_in_full
from tracker.models import Patient, Role
from tracker.records.access import has_role
from tracker.services import erasures


@require_http_methods(["GET", "POST"])
@newcomer_welcome
@fresh_sign_in
def erase(request: HerRequest) -> HttpResponse:
    records = her_records(request.user)
    if request.method == "POST":
        patient = named(records, request.POST.get("record", ""))
        if request.POST.get("do") == "ask":
            erasures.ask(by=request.user, patient=patient)
        elif request.POST.get("do") == "take-back":
            erasures.take_back(by=request.user, patient=patient)
        return redirect("erase")
    has_several = len(records) > 1
    context = {
        "tab": "settings",
        "records": [record(each) for each in records],
        "has_several": has_several,
        "keeps_account": has_several or has_role(request.user, Role.values),
    }
    return render(request, "frontend/patient/erase.html", context)


def record(patient: Patient) -> dict[str, Any]:
    until, goes_at = erasures.kept_until(patient), erasures.goes_at(patient)
    return {
        "pk": patient.pk,
        "is_asked": erasures.request_of(patient) is not None,
        "is_law": goes_at == until,
        "until": date_in_full(goes_at),
        "is_held": erasures.is_held(patient),
        "clinic": patient.clinic,
    }
