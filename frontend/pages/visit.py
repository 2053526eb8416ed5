"""P8 (6): her next visit for her calendar."""

from datetime import timedelta
from uuid import uuid5

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from frontend.calendar_file import Reminder, calendar_answer
from frontend.pages.doors import HerRequest, patient_required
from tracker.records.visits import next_visit

TO_GET_THERE = timedelta(hours=2)  # before the visit her calendar rings


@require_GET
@patient_required
def visit_calendar(request: HerRequest) -> HttpResponse:
    """One entry, and whoever sees her calendar reads "Reminder"; a new time moves it."""
    visit = next_visit(request.user, timezone.now())
    if visit is None:
        return redirect("today")
    key = str(uuid5(visit.treatment, "visit"))
    return calendar_answer([Reminder(key, visit.at, rings_before=TO_GET_THERE)])
