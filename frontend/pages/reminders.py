"""P5: her hour for reminders, and the same hours for her calendar."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any
from uuid import uuid5

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_time
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from frontend import wording
from frontend.calendar_file import Reminder, calendar_answer
from frontend.pages.doors import HerRequest, patient_required
from frontend.pages.her_records import address, her_records, named
from tracker.errors import Invalid, NotFound
from tracker.models import ConsentKind, Patient, User
from tracker.records import queries
from tracker.services import consents, reminders

FIELDS = {"reminder_at": "reminder-time", "weekend_reminder_at": "reminder-weekend"}
PRESETS = (time(8), time(12, 30), time(19))  # UX.md P5


def reminder_row(records: Sequence[Patient], given: Mapping[str, str]) -> dict[str, Any]:
    """The choice as the page shows it: as refused, else as kept; none before she has chosen.

    It is one for all her records (docs/adr/110).
    """
    patient = next((each for each in records if each.reminder_at), records[0])
    kept = f"{patient.reminder_at:%H:%M}" if patient.reminder_at else ""
    presets = [f"{at:%H:%M}" for at in PRESETS]
    weekend = f"{patient.weekend_reminder_at:%H:%M}" if patient.weekend_reminder_at else ""
    is_other = given.get("at") == "other" or (not given and kept not in ("", *presets))
    return {
        "choices": [
            {"value": value, "label": wording.hour(at), "chosen": value == kept and not given}
            for value, at in zip(presets, PRESETS, strict=True)
        ],
        "is_other": is_other,
        "other": (given.get("other") or kept) if is_other else "",
        "weekend": given.get("weekend", weekend),
        "until_chosen": "" if kept else wording.hour(reminders.EVENING),
        "is_by_mail": any(consents.has_given(each, "reminders") for each in records),
    }


def choose(*, by: User, records: Sequence[Patient], given: Mapping[str, str]) -> dict[str, str]:
    """Keep her choice; returns what is wrong with it, a field and a sentence, or nothing."""
    at = hour(given.get("other", "") if given.get("at") == "other" else given.get("at", ""))
    said = given.get("weekend", "")
    weekend = hour(said)
    if at is None:
        return {"field": "reminder-time", "text": _("Choose a time.")}
    if said and weekend is None:
        return {"field": "reminder-weekend", "text": _("Choose a time, or leave it empty.")}
    try:
        reminders.choose_time(by=by, patients=records, at=at, weekend=weekend)
    except Invalid as fault:
        [(field, [text])] = fault.fields.items()
        return {"field": FIELDS[field], "text": str(text)}
    return {}


def hour(said: str) -> time | None:
    try:
        return parse_time(said)
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
@patient_required
def first_hour(request: HerRequest) -> HttpResponse:
    """The page after her yes to reminders; who leaves it is reminded in the evening until then."""
    records = her_records(request.user)
    if not any(consents.has_given(each, "reminders") for each in records):
        return redirect("about_you")
    asked = request.GET.get("record", "")
    patient = named(records, asked) if asked else records[0]
    error: dict[str, str] = {}
    is_leaving = "exit" in request.POST
    if is_leaving and not request.POST.get("at"):
        return redirect("today")
    if request.method == "POST":
        error = choose(by=request.user, records=records, given=request.POST)
        if not error:
            return redirect("today" if is_leaving else "about_you")
    context = {
        "back": address("consent", records, patient, ConsentKind.REMINDERS),
        "reminders": reminder_row(records, request.POST),
        "errors": [error] if error else [],
    }
    status = 422 if error else 200
    return render(request, "frontend/consent/reminder_time.html", context, status=status)


@require_GET
@patient_required
def reminder_calendar(request: HerRequest) -> HttpResponse:
    """Her hour on each day of check-in to come; whoever sees her calendar reads "Reminder"."""
    treatment = queries.current_treatment(request.user)
    if treatment is None:
        raise NotFound
    hours = reminders.coming(treatment, timezone.now())
    return calendar_answer(
        Reminder(str(uuid5(treatment.pk, f"check-in {at.date()}")), at) for at in hours
    )
