"""When a patient may be written to by something that makes a sound: never in her night."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tracker.models import Patient

FROM_HOUR, BEFORE_HOUR = 7, 21  # her own clock (UX.md A21)


def is_day_for(patient: Patient, now: datetime) -> bool:
    """Whether it is a time to write to her, by her own clock."""
    return FROM_HOUR <= now.astimezone(ZoneInfo(patient.time_zone)).hour < BEFORE_HOUR
