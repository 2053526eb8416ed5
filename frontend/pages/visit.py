"""P8 (6): her next visit, and the same time for her calendar."""

from datetime import timedelta
from typing import Any
from uuid import uuid5

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from frontend import wording
from frontend.calendar_file import Reminder, calendar_answer
from frontend.pages.doors import HerRequest, patient_required
from tracker.records.access import Person
from tracker.records.visits import next_visit

TO_GET_THERE = timedelta(hours=2)  # before the visit her calendar rings


def visit_row(user: Person) -> dict[str, Any] | None:
    """Its day by name: true on whatever day the page is read."""
    visit = next_visit(user, timezone.now())
    if visit is None:
        return None
    with timezone.override(visit.by_clock):
        when = wording.named_moment(visit.at)
    return {"when": when, "at": visit.at, "clinic": visit.clinic}


@require_GET
@patient_required
def visit_calendar(request: HerRequest) -> HttpResponse:
    """One entry, and whoever sees her calendar reads "Reminder"; a new time moves it."""
    visit = next_visit(request.user, timezone.now())
    if visit is None:
        return redirect("today")
    key = str(uuid5(visit.treatment, "visit"))
    return calendar_answer([Reminder(key, visit.at, rings_before=TO_GET_THERE)])
