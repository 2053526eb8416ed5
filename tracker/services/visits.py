"""A visit in the patient's words: her language, her clock, her clinic's number."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import formats, timezone, translation
from django.utils.translation import pgettext

from tracker import wording
from tracker.models import Patient


def visit_in_words(patient: Patient, at: datetime | None) -> str:
    """When she is expected, or that she may phone for a time."""
    with translation.override(patient.language):
        if at is None:
            return str(wording.CALL_TO_BOOK) % {"phone": patient.clinic.phone}
        local = timezone.localtime(at, ZoneInfo(patient.time_zone))
        day = formats.date_format(local, pgettext("format of a day", "l j F"))
        clock = formats.time_format(local, pgettext("format of a clock time", "g:iA")).lower()
        when = f"{day}, {clock}"
        return str(wording.VISIT_AT) % {"when": when, "phone": patient.clinic.phone}
