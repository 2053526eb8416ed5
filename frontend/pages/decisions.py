"""Her decisions, looked at later and changed: a page each, which says what follows (UX.md P16)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontend.accounts.recently import signed_in_recently
from frontend.pages.again import ask_again
from frontend.pages.doors import HerRequest, newcomer_welcome
from frontend.wording import CONSENTS, DECISIONS, date_in_full
from tracker.errors import NotFound
from tracker.models import ConsentKind, Patient
from tracker.records.access import own_patients_of
from tracker.records.consent_texts import words_of
from tracker.services import consents, erasures

ANSWERS = {"yes": True, "no": False}


@require_http_methods(["GET", "POST"])
@newcomer_welcome
def decision(request: HerRequest, kind: str) -> HttpResponse:
    """Before she has agreed to care the welcome asks. Ending that wants a fresh sign-in; after it
    she may take back what else she agreed to, and agree to care alone.
    """
    if kind not in ConsentKind.values:
        raise NotFound
    ended = consents.whose_care_ended(request.user)
    patient = ended or own_patients_of(request.user)[0]
    can_decide = kind == ConsentKind.CARE or consents.has_given(patient, kind)
    if consents.is_care_open(request.user) and not (ended and can_decide):
        return redirect("welcome")
    is_ending = kind == ConsentKind.CARE and ended is None
    if is_ending and not signed_in_recently(request):
        return ask_again(request)
    given = ANSWERS.get(request.POST.get("given", ""))
    if given is None:
        return show(request, patient, kind, status=422 if request.method == "POST" else 200)
    if given and consents.are_other_words(patient, kind, request.POST.get("shown", "")):
        return show(request, patient, kind, status=409)
    language = request.LANGUAGE_CODE
    consents.decide(by=request.user, patient=patient, kind=kind, given=given, language=language)
    is_ended = kind == ConsentKind.CARE and not given
    return redirect("today" if is_ended else f"{reverse('settings')}?saved=1")


def show(request: HerRequest, patient: Patient, kind: str, status: int) -> HttpResponse:
    given = consents.decisions(patient).get(kind)
    context: dict[str, Any] = {
        "tab": "settings",
        "kind": kind,
        "label": CONSENTS[kind],
        "is_given": given,
        "said": DECISIONS.get(given),
        "clinic": patient.clinic,
        "until": date_in_full(erasures.kept_until(patient)),
        "is_held": erasures.is_held(patient),
        "details": f"frontend/consent/{kind}.html",
        "shown": consents.version_shown(patient, kind),
        "has_changed": status == 409,
        "clinic_words": words_of(patient.clinic_id, kind, request.LANGUAGE_CODE),
    }
    return render(request, "frontend/patient/decision.html", context, status=status)
