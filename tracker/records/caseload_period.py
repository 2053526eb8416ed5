"""Which days of which clinic the caseload is about."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Q

from tracker.models import Clinic


@dataclass(frozen=True)
class Period:
    """Whole days by the clinic's clock, first and last included.

    A day on which the clocks change has 23 or 25 hours and is one day. today: by the same clock.
    """

    clinic: Clinic
    first: date
    last: date
    today: date

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.clinic.time_zone)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def moment(self, day: date) -> datetime:
        """When that day begins."""
        return datetime.combine(day, time(), self.zone)

    def holds(self, field: str) -> Q:
        """Rows whose moment lies in these days."""
        return self._within(field, self.first, self.last)

    def not_before(self, field: str) -> Q:
        """Rows that were written for a check-in of these days, and others: it bounds a search.

        A check-in is judged by her clock only up to ten minutes ahead of ours (docs/adr/014).
        """
        return Q(**{f"{field}__gte": self.moment(self.first) - timedelta(hours=1)})

    def had_day(self, number: int, field: str) -> Q:
        """Rows whose moment lies `number` days before one of these days that is over."""
        back = timedelta(days=number)
        over = min(self.last, self.today - timedelta(days=1))
        return self._within(field, self.first - back, over - back)

    def _within(self, field: str, first: date, last: date) -> Q:
        ends = self.moment(last + timedelta(days=1))
        return Q(**{f"{field}__gte": self.moment(first), f"{field}__lt": ends})
