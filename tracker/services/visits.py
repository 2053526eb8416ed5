"""A visit in the patient's words: her language, her clock, her clinic's number."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from tracker import wording
from tracker.models import Patient
from tracker.wording_moments import said_moment


def visit_in_words(patient: Patient, at: datetime | None) -> str:
    """When she is expected, or that she may phone for a time."""
    with translation.override(patient.language):
        if at is None:
            return str(wording.CALL_TO_BOOK) % {"phone": patient.clinic.phone}
        with timezone.override(ZoneInfo(patient.time_zone)):
            when = said_moment(at)
        return str(wording.VISIT_AT) % {"when": when, "phone": patient.clinic.phone}
