"""What she may change: the look, reminders, her consents; and the ways to her data and out."""

from typing import Any

from django.conf import settings as site
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend import wording
from frontend.accounts.recently import signed_in_recently
from frontend.pages import reminders
from frontend.pages.doors import HerRequest, patient_required
from frontend.pages.opening_hours import hours_words
from tracker.models import Patient
from tracker.records.access import own_patients_of
from tracker.services import app_lock, consents

A_YEAR = 365 * 24 * 60 * 60
REVOCABLE = ("photos", "reminders")  # without the first nothing here could work


@require_http_methods(["GET", "POST"])
@patient_required
def settings(request: HerRequest) -> HttpResponse:
    patient = own_patients_of(request.user)[0]
    error = ""
    if request.POST.get("change") == "reminders":
        error = reminders.choose(by=request.user, patient=patient, given=request.POST)
    if request.method == "POST" and not error:
        return change(request, patient)
    context = {
        "tab": "settings",
        "read_at": wording.named_moment(timezone.now()),
        "saved": "saved" in request.GET,
        "theme": request.COOKIES.get("theme", "system"),
        "themes": [{"value": value, "label": label} for value, label in wording.THEMES],
        "errors": [{"field": "reminder-time", "text": error}] if error else [],
        "reminders": reminders.reminder_row(patient, request.POST),
        "consents": consent_rows(patient),
        "clinic": patient.clinic,
        "hours": hours_words(patient.clinic),
        "export_url": reverse("api:export") if signed_in_recently(request) else "",
    }
    status = 400 if error else 200
    return render(request, "frontend/patient/settings.html", context, status=status)


def change(request: HerRequest, patient: Patient) -> HttpResponse:
    response = redirect(f"{reverse('settings')}?saved=1")
    if request.POST.get("change") == "theme":
        remember_theme(response, request.POST.get("theme", ""))
    elif request.POST.get("change") == "lock":
        app_lock.set_app_lock(by=request.user, is_on=request.POST.get("lock") == "on")
    elif request.POST.get("kind") in REVOCABLE and request.POST.get("given") in ("yes", "no"):
        consents.decide(
            by=request.user,
            patient=patient,
            kind=request.POST["kind"],
            given=request.POST["given"] == "yes",
            language=request.LANGUAGE_CODE,
        )
    return response


def remember_theme(response: HttpResponse, theme: str) -> None:
    """A choice of this device, not of the person; nothing about her health."""
    if theme in ("light", "dark"):
        is_secure = site.SESSION_COOKIE_SECURE
        response.set_cookie("theme", theme, A_YEAR, httponly=True, samesite="Lax", secure=is_secure)
    else:
        response.delete_cookie("theme")


def consent_rows(patient: Patient) -> list[dict[str, Any]]:
    decided = consents.decisions(patient)
    return [consent_row(kind, decided.get(kind)) for kind in wording.CONSENTS]


def consent_row(kind: str, given: bool | None) -> dict[str, Any]:
    states = {True: _("You agreed"), False: _("You said no"), None: _("Not asked yet")}
    row = {"kind": kind, "label": wording.CONSENTS[kind], "state": states[given]}
    if kind in REVOCABLE:
        row |= {"next": "no" if given else "yes", "action": _("Withdraw") if given else _("Agree")}
    return row
