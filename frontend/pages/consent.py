"""P3: one decision a page, in order, after the invitation and until each is made."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from frontend.pages.doors import newcomer_welcome
from tracker.models import ConsentKind
from tracker.records.consent_texts import words_of
from tracker.services import consents

REQUIRED = ConsentKind.CARE
ANSWERS = {"yes": True, "no": False}


@require_GET
@newcomer_welcome
def welcome(request: HttpRequest) -> HttpResponse:
    """To the next open decision; to the first page where none is open."""
    asked = consents.to_be_asked(request.user)  # type: ignore[arg-type]
    return redirect("consent", kind=asked[1]) if asked else redirect("today")


@require_http_methods(["GET", "POST"])
@newcomer_welcome
def consent(request: HttpRequest, kind: str) -> HttpResponse:
    asked = consents.to_be_asked(request.user)  # type: ignore[arg-type]
    if asked is None or asked[1] != kind:
        return redirect("welcome")
    patient = asked[0]
    if request.method == "GET":
        return page(request, kind, patient)
    given = ANSWERS.get(request.POST.get("given", ""))
    if given is None:
        return page(request, kind, patient, status=422)
    consents.decide(
        by=request.user,  # type: ignore[arg-type]
        patient=patient,
        kind=kind,
        given=given,
        language=get_language() or "en",
    )
    if kind == REQUIRED and not given:
        return render(request, "frontend/consent/needed.html", {"clinic": patient.clinic})
    return redirect(after(request, kind, given))


def after(request: HttpRequest, kind: str, given: bool) -> str:
    """The next decision; after the last one her hour, where she agreed to reminders."""
    if consents.to_be_asked(request.user) is not None:  # type: ignore[arg-type]
        return "welcome"
    return "reminder-time" if kind == ConsentKind.REMINDERS and given else "about_you"


def page(request: HttpRequest, kind: str, patient: Any, status: int = 200) -> HttpResponse:
    order = [each.value for each in consents.ASKED_AT_SIGN_UP]
    context = {
        "kind": kind,
        "clinic": patient.clinic,
        "step": order.index(kind) + 1,
        "steps": len(order),
        "is_required": kind == REQUIRED,
        "details": f"frontend/consent/{kind}.html",
        "clinic_words": words_of(patient.clinic_id, kind, get_language() or "en"),
    }
    return render(request, "frontend/consent/page.html", context, status=status)
