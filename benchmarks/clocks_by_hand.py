"""A clinic's clock as somebody with a wall calendar would read it, a quarter of an hour at a time.

Opening hours and changes of clocks fall on quarters in every time zone that is tried; nothing here
is shared with tracker/services/response_times.py.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.models import Clinic

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def is_open(clinic: Clinic, at: datetime) -> bool:
    local = at.astimezone(ZoneInfo(clinic.time_zone))
    if f"{local:%Y-%m-%d}" in clinic.holidays:
        return False
    return any(a <= f"{local:%H:%M}" < b for a, b in clinic.hours.get(DAYS[local.weekday()], []))


def after_open(clinic: Clinic, since: datetime, needed: timedelta) -> datetime:
    """The first moment at which the clinic has been open for so long since `since`."""
    at, left = since, needed
    while left:
        until = _quarter_after(at)
        if is_open(clinic, at):
            spent = min(left, until - at)
            left -= spent
            at += spent
        else:
            at = until
    return at


def working_day_later(clinic: Clinic, since: datetime) -> datetime:
    """The same wall clock on the next local day with opening hours."""
    at = since
    while not is_open(clinic, at):
        at = _quarter_after(at)
    zone = ZoneInfo(clinic.time_zone)
    local = at.astimezone(zone).replace(tzinfo=None)
    local += timedelta(days=1)
    while f"{local:%Y-%m-%d}" in clinic.holidays or not clinic.hours.get(DAYS[local.weekday()]):
        local += timedelta(days=1)
    return local.replace(tzinfo=zone).astimezone(UTC)


def _quarter_after(at: datetime) -> datetime:
    return datetime.fromtimestamp((at.timestamp() // 900 + 1) * 900, UTC)


def first_that(holds: Callable[[datetime], bool], since: datetime, until: datetime) -> datetime:
    """The first whole minute from `since` at which it holds, by halves; it holds at `until`."""
    low, high = 0, round((until - since) / timedelta(minutes=1))
    while low < high:
        middle = (low + high) // 2
        if holds(since + timedelta(minutes=middle)):
            high = middle
        else:
            low = middle + 1
    return since + timedelta(minutes=low)
