"""What she may change: language, look, reminders, consents; and the ways to her data and out."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings as site
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frontend import wording
from frontend.accounts.recently import signed_in_recently
from frontend.pages import push, reminders
from frontend.pages.doors import HerRequest, newcomer_welcome
from frontend.pages.her_records import address, her_records
from frontend.pages.kept import read_at
from frontend.pages.look import chosen_on, look_rows, remember
from frontend.pages.opening_hours import hours_words
from frontend.papers.printed import can_print
from tracker.models import ConsentKind, Patient
from tracker.records import queries
from tracker.records.care import records_in_use
from tracker.records.protocol import in_force
from tracker.services import app_lock, consents
from tracker.services.languages import choices_of, choose_language


@require_http_methods(["GET", "POST"])
@newcomer_welcome
def settings(request: HerRequest) -> HttpResponse:
    records = her_records(request.user)
    error: dict[str, str] = {}
    if request.POST.get("change") == "reminders":
        error = reminders.choose(by=request.user, records=records, given=request.POST)
    if request.method == "POST" and not error:
        return change(request, records)
    context = {
        "tab": "settings",
        "read_at": read_at(),
        "saved": "saved" in request.GET,
        "looks": look_rows(chosen_on(request)),
        "languages": language_rows(request, records),
        "errors": [error] if error else [],
        "reminders": reminders.reminder_row(records, request.POST),
        "push": push.push_row(request),
        "records": [record(each, records) for each in records],
        "has_several": len(records) > 1,
        "is_in_use": records_in_use(request.user).exists(),
        "export_url": reverse("api:export") if signed_in_recently(request) else "",
        "card_url": card_url(request),
        "version": site.FADEWELL_VERSION,
        "protocol": in_force().version,
    }
    status = 400 if error else 200
    return render(request, "frontend/patient/settings.html", context, status=status)


def card_url(request: HerRequest) -> str:
    """ "" where there is nothing to print, or nothing to print it with."""
    has_card = can_print() and queries.current_treatment(request.user) is not None
    return reverse("card") if has_card else ""


def change(request: HerRequest, records: Sequence[Patient]) -> HttpResponse:
    response = redirect(f"{reverse('settings')}?saved=1")
    if request.POST.get("change") == "look":
        remember(response, request.POST)
    elif request.POST.get("change") == "language":
        language = request.POST.get("language", "")
        choose_language(by=request.user, patients=records, language=language)
    elif request.POST.get("change") == "lock":
        app_lock.set_app_lock(by=request.user, is_on=request.POST.get("lock") == "on")
    return response


def language_rows(request: HerRequest, records: Sequence[Patient]) -> list[dict[str, Any]]:
    """Each in its own words, so that it is found by whoever cannot read the others."""
    return [
        {
            "code": code,
            "name": name,
            "is_chosen": code == request.LANGUAGE_CODE,
            "is_clinics": code in {each.clinic.language for each in records},
        }
        for code, name in choices_of(records).items()
    ]


def record(patient: Patient, records: Sequence[Patient]) -> dict[str, Any]:
    """What she agreed to at one of her clinics, and when that is there."""
    return {
        "clinic": patient.clinic,
        "hours": hours_words(patient.clinic),
        "consents": consent_rows(patient, records),
    }


def consent_rows(patient: Patient, records: Sequence[Patient]) -> list[dict[str, Any]]:
    """Each is changed on a page of its own, which says what follows. While nothing of hers is
    taken, a yes can be taken back, and only the one to care can be given.
    """
    decided = consents.decisions(patient)
    changed = consents.changed_since(patient)
    is_in_use = decided.get(ConsentKind.CARE, False)
    return [
        {
            "url": address("decision", records, patient, kind),
            "label": label,
            "state": wording.DECISIONS.get(decided.get(kind), _("Not asked yet")),
            "has_changed": kind in changed,
            "can_change": is_in_use or kind == ConsentKind.CARE or decided.get(kind, False),
        }
        for kind, label in wording.CONSENTS.items()
    ]
