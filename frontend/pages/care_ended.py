"""What stands in place of her pages once she has ended the use of her check-ins (docs/adr/079)."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from frontend.accounts.recently import signed_in_recently
from frontend.check_in.answers import is_alarm
from frontend.pages import errors
from frontend.vocabulary import vocabulary
from frontend.wording import date_in_full
from tracker.errors import Unavailable
from tracker.models import Patient, User
from tracker.records import queries
from tracker.records.care import ended_at
from tracker.services import consents, erasures


def instead(request: HttpRequest) -> HttpResponse:
    """Nothing is taken. A danger sign among what was sent is answered at once, whoever sent it."""
    user = cast(User, request.user)
    is_danger = request.method == "POST" and is_alarm(request.POST)
    if errors.is_of_script(request):
        whose = user.patient_records.select_related("clinic").order_by("created_at")[0]
        told = consents.not_taken_in_danger(whose).detail if is_danger else ""
        return errors.problem(403, "consent-required", told)
    patient = consents.whose_care_ended(user)
    if patient is None:
        return redirect("welcome")
    context = {**shown(request, patient), "is_danger": is_danger}
    status = 403 if request.method == "POST" else 200
    return render(request, "frontend/patient/care_ended.html", context, status=status)


def shown(request: HttpRequest, patient: Patient) -> dict[str, Any]:
    """What it means, the way back, and what stays open: danger signs, her data."""
    ended = ended_at(patient)
    return {
        "tab": "today",
        "is_refused": request.method == "POST",
        "clinic": patient.clinic,
        "since": date_in_full(ended) if ended else "",
        "until": date_in_full(erasures.kept_until(patient)),
        "is_held": erasures.is_held(patient),
        "export_url": reverse("api:export") if signed_in_recently(request) else "",
        **danger(request),
    }


def danger(request: HttpRequest) -> dict[str, Any]:
    """As on the page "Get help now": it stands even where no protocol is in force."""
    treatment = queries.current_treatment(request.user)
    try:
        words = vocabulary(request.LANGUAGE_CODE)
    except Unavailable:
        return {"signs": [], "show_card": ""}
    return {
        "signs": words.danger_signs(treatment.procedure if treatment else None),
        "show_card": words.card_to_show(treatment) if treatment else "",
    }
