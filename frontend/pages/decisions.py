"""Her decisions, looked at later and changed: a page each, which says what follows (UX.md P16)."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frontend.accounts.recently import signed_in_recently
from frontend.pages.again import ask_again
from frontend.pages.doors import HerRequest, newcomer_welcome
from frontend.pages.her_records import her_records, named
from frontend.wording import CONSENTS, DECISIONS, date_in_full
from tracker.errors import NotFound
from tracker.models import ConsentKind, Patient, User
from tracker.records.care import records_in_use
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
    records = her_records(request.user)
    if len(records) > 1 and "record" not in request.GET:
        return redirect("settings")
    patient = named(records, request.GET.get("record", ""))
    if not can_decide(request.user, patient, kind):
        return redirect("welcome")
    is_ending = kind == ConsentKind.CARE and consents.has_given_care(patient)
    if is_ending and not signed_in_recently(request):
        return ask_again(request)
    given = ANSWERS.get(request.POST.get("given", ""))
    if given is None:
        status = 422 if request.method == "POST" else 200
        return show(request, patient, records, kind, status)
    if given and consents.are_other_words(patient, kind, request.POST.get("shown", "")):
        return show(request, patient, records, kind, status=409)
    language = request.LANGUAGE_CODE
    consents.decide(by=request.user, patient=patient, kind=kind, given=given, language=language)
    is_all_over = not given and not records_in_use(request.user).exists()
    return redirect("today" if is_all_over else f"{reverse('settings')}?saved=1")


def can_decide(user: User, patient: Patient, kind: str) -> bool:
    """While nothing of this record is used, what she agreed to can be taken back, and care alone
    be agreed to; the first word on it is the welcome's.
    """
    if consents.has_given_care(patient):
        return True
    due = consents.to_be_asked(user)
    is_asked_there = due is not None and due[0] == patient
    return not is_asked_there and (kind == ConsentKind.CARE or consents.has_given(patient, kind))


def show(
    request: HerRequest, patient: Patient, records: Sequence[Patient], kind: str, status: int
) -> HttpResponse:
    given = consents.decisions(patient).get(kind)
    context: dict[str, Any] = {
        "tab": "settings",
        "kind": kind,
        "label": CONSENTS[kind],
        "is_given": given,
        "said": DECISIONS.get(given),
        "clinic": patient.clinic,
        "has_several": len(records) > 1,
        "until": date_in_full(erasures.kept_until(patient)),
        "is_held": erasures.is_held(patient),
        "details": f"frontend/consent/{kind}.html",
        "shown": consents.version_shown(patient, kind),
        "has_changed": status == 409,
        "clinic_words": words_of(patient.clinic_id, kind, request.LANGUAGE_CODE),
    }
    return render(request, "frontend/patient/decision.html", context, status=status)
