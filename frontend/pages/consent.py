"""P3: one decision a page, in order, after the invitation and until each is made."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from frontend.pages.doors import newcomer_welcome
from frontend.wording import CONSENTS, DECISIONS
from tracker.models import ConsentKind, Patient, User
from tracker.records.access import own_patients_of
from tracker.records.consent_texts import words_of
from tracker.services import consents

REQUIRED = ConsentKind.CARE
LAST = ConsentKind.REMINDERS  # of those asked at sign-up
ANSWERS = {"yes": True, "no": False}


@require_GET
@newcomer_welcome
def welcome(request: HttpRequest) -> HttpResponse:
    """To the next open decision; to the first page where none is open, or she has ended it all."""
    user = cast(User, request.user)
    asked = consents.to_be_asked(user)
    if asked is None or consents.whose_care_ended(user) is not None:
        return redirect("today")
    return redirect("consent", kind=asked[1])


@require_http_methods(["GET", "POST"])
@newcomer_welcome
def consent(request: HttpRequest, kind: str) -> HttpResponse:
    """The decision that is due, or one before it that she goes back to."""
    user = cast(User, request.user)
    patient = asked_of(user, kind)
    if patient is None:
        return redirect("welcome")
    if request.method == "GET":
        return page(request, kind, patient)
    given = ANSWERS.get(request.POST.get("given", ""))
    if given is None:
        return page(request, kind, patient, status=422)
    if given and consents.are_other_words(patient, kind, request.POST.get("shown", "")):
        return page(request, kind, patient, status=409)
    language = get_language() or "en"
    consents.decide(by=user, patient=patient, kind=kind, given=given, language=language)
    if kind == REQUIRED and not given:
        return render(request, "frontend/consent/needed.html", {"clinic": patient.clinic})
    return after(user, kind, given)


def asked_of(user: User, kind: str) -> Patient | None:
    """Whose page this is now; None where it is not its turn. The required one is not gone back to
    once all is decided: its end is another act than an answer.
    """
    due = consents.to_be_asked(user)
    if consents.whose_care_ended(user) is not None:
        return None
    patient = due[0] if due else own_patients_of(user)[0]
    if due and kind == due[1]:
        return patient
    is_closed = due[1] == REQUIRED if due else kind == REQUIRED
    return patient if kind in consents.decisions(patient) and not is_closed else None


def after(user: User, kind: str, given: bool) -> HttpResponse:
    """The next decision; after the last one her hour, where she agreed to reminders."""
    if consents.to_be_asked(user) is not None:
        return redirect("welcome")
    if kind != LAST:
        return redirect("consent", kind=LAST)
    return redirect("reminder-time" if given else "about_you")


def page(request: HttpRequest, kind: str, patient: Patient, status: int = 200) -> HttpResponse:
    order = [each.value for each in consents.ASKED_AT_SIGN_UP]
    place = order.index(kind)
    context = {
        "kind": kind,
        "label": CONSENTS[kind],
        "clinic": patient.clinic,
        "step": place + 1,
        "steps": len(order),
        "before": order[place - 1],
        "said": DECISIONS.get(consents.decisions(patient).get(kind)),
        "is_required": kind == REQUIRED,
        "details": f"frontend/consent/{kind}.html",
        "shown": consents.version_shown(patient, kind),
        "has_changed": status == 409,
        "clinic_words": words_of(patient.clinic_id, kind, get_language() or "en"),
    }
    return render(request, "frontend/consent/page.html", context, status=status)
