"""Days of check-in that went by without one."""

from collections.abc import Iterable
from datetime import datetime, timedelta

LATE = timedelta(hours=24)  # a day's report may come until its mark on the next day
EARLY = timedelta(hours=12)  # a report so long before a day's mark is that day's


def missed_days(
    days: Iterable[int], began: datetime, last: datetime | None, now: datetime
) -> list[int]:
    """Days of the calendar since her last report whose time is over; last None: she never told."""
    since = max(last + EARLY, began) if last else began
    marks = ((day, began + timedelta(days=day)) for day in days)
    return [day for day, mark in marks if since < mark <= now - LATE]
