"""Which days of which clinic the caseload is about."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Q

from tracker.models import Clinic

# A check-in about a day was made on it by her own clock; the clinic's and hers lie at most two
# dates apart, at the treatment and again at the report. The index of times is read no wider.
NEARBY = timedelta(days=5)


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
        first, after = self.between()
        return Q(**{f"{field}__gte": first, f"{field}__lt": after})

    def between(self) -> tuple[datetime, datetime]:
        """From when, and before when, these days last."""
        return self.moment(self.first), self.moment(self.last + timedelta(days=1))

    def not_before(self, field: str) -> Q:
        """Rows that were written for a check-in of these days, and others: it bounds a search."""
        return Q(**{f"{field}__gte": self.written_from()})

    def written_from(self) -> datetime:
        """A check-in is judged by her clock only up to ten minutes ahead of ours (docs/adr/014)."""
        return self.moment(self.first) - timedelta(hours=1)

    def had_day(self, number: int, field: str) -> Q:
        """Rows whose moment lies `number` days before one of these days that is over."""
        first, after = self.had_between(number)
        return Q(**{f"{field}__gte": first, f"{field}__lt": after})

    def had_between(self, number: int) -> tuple[datetime, datetime]:
        """From when, and before when, those moments lie."""
        back = timedelta(days=number)
        over = min(self.last, self.today - timedelta(days=1))
        return self.moment(self.first - back), self.moment(over - back + timedelta(days=1))

    def near(self) -> tuple[datetime, datetime]:
        """From when, and before when, check-ins about these days were made."""
        return self.moment(self.first - NEARBY), self.moment(self.last + NEARBY)
