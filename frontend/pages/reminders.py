"""P5: her hour for reminders, and the same hours for her calendar."""

from collections.abc import Mapping
from datetime import time
from typing import Any
from uuid import uuid5

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_time
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from frontend.calendar_file import Reminder, calendar_answer
from frontend.pages.doors import HerRequest, patient_required
from tracker.errors import Invalid, NotFound
from tracker.models import Patient, User
from tracker.records import queries
from tracker.services import consents, reminders

PRESETS = (time(8), time(12, 30), time(19))  # UX.md P5


def reminder_row(patient: Patient, given: Mapping[str, str]) -> dict[str, Any]:
    """The choice as the page shows it: as refused, else as kept; none before she has chosen."""
    kept = f"{patient.reminder_at:%H:%M}" if patient.reminder_at else ""
    presets = [f"{at:%H:%M}" for at in PRESETS]
    is_other = given.get("at") == "other" or (not given and kept not in ("", *presets))
    return {
        "choices": [
            {"value": value, "label": time_format(at, "P"), "chosen": value == kept and not given}
            for value, at in zip(presets, PRESETS, strict=True)
        ],
        "is_other": is_other,
        "other": (given.get("other") or kept) if is_other else "",
        "is_by_mail": consents.decisions(patient).get("reminders", False),
    }


def choose(*, by: User, patient: Patient, given: Mapping[str, str]) -> str:
    """Keep her choice; returns what is wrong with it, or nothing."""
    said = given.get("other", "") if given.get("at") == "other" else given.get("at", "")
    try:
        at = parse_time(said)
    except ValueError:
        at = None
    if at is None:
        return _("Choose a time.")
    try:
        reminders.choose_time(by=by, patient=patient, at=at)
    except Invalid as fault:
        return str(fault.fields["reminder_at"][0])
    return ""


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
