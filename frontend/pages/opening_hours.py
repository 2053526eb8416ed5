"""A clinic's opening hours in words."""

from datetime import time
from itertools import groupby

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from frontend.wording import hour
from tracker.models import Clinic

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def hours_words(clinic: Clinic) -> str:
    """ "Monday to Friday, 9am to 5pm." with days of the same hours taken together."""
    week = [(number, spans(clinic, day)) for number, day in enumerate(DAYS)]
    parts = []
    for said, days in groupby(week, key=lambda each: each[1]):
        if said:
            numbers = [number for number, _said in days]
            parts.append(f"{days_words(numbers)}, {said}.")
    return " ".join(parts)


def spans(clinic: Clinic, day: str) -> str:
    times = [
        _("%(start)s to %(end)s")
        % {"start": hour(time.fromisoformat(start)), "end": hour(time.fromisoformat(end))}
        for start, end in clinic.hours.get(day, [])
    ]
    return _(" and ").join(times)


def days_words(numbers: list[int]) -> str:
    first, last = str(WEEKDAYS[numbers[0]]), str(WEEKDAYS[numbers[-1]])
    if len(numbers) == 1:
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
