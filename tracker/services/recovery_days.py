"""Which day of recovery a moment falls on: for words only, rules count hours."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tracker.models import Treatment


def day_of_recovery(treatment: Treatment, at: datetime) -> int:
    """Local date at `at` minus local date of the treatment, in her time zone; never under 0."""
    zone = ZoneInfo(treatment.patient.time_zone)
    days = at.astimezone(zone).date() - treatment.performed_at.astimezone(zone).date()
    return max(days.days, 0)
