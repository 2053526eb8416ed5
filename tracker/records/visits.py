"""The visit that a patient is expected at, as her clinic told her last."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_datetime

from tracker.models import Clinic, ReviewEvent
from tracker.records.access import Person


@dataclass(frozen=True)
class Visit:
    """by_clock: her record's time zone, in which the clinic's message named the hour too."""

    at: datetime
    treatment: UUID
    clinic: Clinic
    by_clock: ZoneInfo


def next_visit(user: Person, now: datetime) -> Visit | None:
    """The first of the patient's own that is still to come; never of those she works with.

    What was told last about a treatment counts: another time takes the place of the one before,
    and so does the request to phone for one. It stands when its case is closed: nobody told her
    otherwise.
    """
    if not user.is_authenticated:
        return None
    told = ReviewEvent.objects.filter(action="book", case__treatment__patient__user=user.pk)
    newest: dict[UUID, ReviewEvent] = {}
    for event in told.select_related("case__clinic", "case__patient").order_by("at", "number"):
        newest[event.case.treatment_id] = event
    coming = [visit for event in newest.values() if (visit := _visit(event)) and visit.at > now]
    return min(coming, key=lambda visit: visit.at, default=None)


def _visit(event: ReviewEvent) -> Visit | None:
    at = parse_datetime(event.detail.get("at", ""))
    if at is None:
        return None
    case = event.case
    return Visit(at, case.treatment_id, case.clinic, ZoneInfo(case.patient.time_zone))
