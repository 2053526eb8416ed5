"""Which clinic and which days the address asks for."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse

from tracker.models import Clinic, User
from tracker.records.access import STAFF, clinic_named
from tracker.records.caseload_period import Period

LENGTHS = (30, 90, 365)  # days, offered as links
USUAL = 30
MOST = timedelta(days=731)  # two years: what is looked at stays bounded


@dataclass(frozen=True)
class Asked:
    """days: one of LENGTHS that ends today, or 0 for days of her own choice."""

    period: Period
    days: int

    @classmethod
    def of(cls, sent: QueryDict, user: User, now: datetime) -> "Asked":
        """Her first clinic and USUAL days where nothing else is asked; NotFound for another's."""
        clinic = clinic_named(user, sent.get("clinic", ""), STAFF)
        today = now.astimezone(ZoneInfo(clinic.time_zone)).date()
        first, last = (_day(sent.get(name, "")) for name in ("from", "to"))
        if first is None or last is None:
            days = _length(sent.get("days", ""))
            return cls(Period(clinic, today - timedelta(days=days - 1), today, today), days)
        first, last = min(first, last, today), min(max(first, last), today)
        return cls(Period(clinic, max(first, last - MOST), last, today), 0)

    def url(self, page: str = "caseload", **wanted: object) -> str:
        """A page about the same clinic and days; what is "" or None is left out."""
        said = {
            "clinic": self.period.clinic.pk,
            "from": self.period.first,
            "to": self.period.last,
        }
        known = {name: each for name, each in wanted.items() if each not in ("", None)}
        return f"{reverse(page)}?{urlencode(said | known)}"

    def of_length(self, days: int) -> str:
        return f"{reverse('caseload')}?{urlencode({'clinic': self.period.clinic.pk, 'days': days})}"

    def of_clinic(self, clinic: Clinic) -> str:
        said = {"from": self.period.first, "to": self.period.last}
        chosen = {"days": self.days} if self.days else said
        return f"{reverse('caseload')}?{urlencode({'clinic': clinic.pk, **chosen})}"


def _day(text: str) -> date | None:
    """A day that nobody could mean is as if it were not there."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None


def _length(text: str) -> int:
    return next((each for each in LENGTHS if str(each) == text), USUAL)
