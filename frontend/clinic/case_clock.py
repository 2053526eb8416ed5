"""A case's response time as its row says it: time of the clinic, and by when (UX.md C1)."""

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from frontend.clinic.on_paper import is_on_paper
from frontend.clinic.wording import MINUTE, moment, span
from tracker.models import Clinic, ReviewCase, Status
from tracker.services.response_times import is_ever_open, open_time

SOON = timedelta(minutes=30)
HOUR = timedelta(hours=1)
DAYS_NAMED = timedelta(days=6)  # a week on, "Fri" would be two days


class Clock(NamedTuple):
    """A case's response time in words; state is a class of the style sheet."""

    text: str
    state: Literal["over", "soon", "calm"]


def clock(case: ReviewCase, now: datetime) -> Clock:
    """Time left until a clinician has to have seen it, how long it has lain still, or where it is.

    The case has its clinic at hand: each row of a long list asks for its hours.
    """
    if not case.is_open:
        return Clock(gettext("Closed %(when)s") % {"when": moment(case.closed_at, now)}, "calm")
    if case.status == Status.SNOOZED and case.snoozed_until:
        when = moment(case.snoozed_until, now)
        return Clock(gettext("Snoozed until %(when)s") % {"when": when}, "calm")
    if case.late_since:
        left = time_left(case.clinic, case.late_since, now)
        return Clock(gettext("Seen, not done. %(over)s") % {"over": left.text}, "over")
    if case.acknowledged_at:
        seen = moment(case.acknowledged_at, now)
        return Clock(gettext("Seen %(when)s") % {"when": seen}, "calm")
    return time_left(case.clinic, case.due_at, now, pauses=case.urgency != "emergency")


def time_left(clinic: Clinic, due: datetime, now: datetime, *, pauses: bool = True) -> Clock:
    """It pauses out of hours, except an emergency's; the moment beside it is anybody's clock."""
    is_over, is_paused = due < now, pauses and is_ever_open(clinic, min(due, now))
    length = open_time(clinic, min(due, now), max(due, now)) if is_paused else abs(due - now)
    said = {"span": open_span(length) if is_paused else span(length), "when": until(due, now)}
    if is_over:
        return Clock(gettext("Over by %(span)s, since %(when)s") % said, "over")
    if is_paused and not length:
        return Clock(gettext("Due at opening, %(when)s") % said, "soon")
    text = gettext("Due in %(span)s, by %(when)s") % said
    return Clock(text, "soon" if length <= SOON else "calm")


def open_span(length: timedelta) -> str:
    """ "20 m", "1 h 40 m", "26 h": never days, for a day of work is none of 24 hours."""
    hours, rest = length // HOUR, length % HOUR // MINUTE
    parts = [gettext("%(n)d h") % {"n": hours}, gettext("%(n)d m") % {"n": rest}]
    if hours:
        return " ".join(parts if rest else parts[:1])
    return parts[1]


def until(at: datetime, now: datetime) -> str:
    """ "14:02" today, "Fri 14:02" in the days around it, otherwise as a moment."""
    local, today = timezone.localtime(at), timezone.localtime(now).date()
    if is_on_paper() or local.date() == today or abs(local.date() - today) > DAYS_NAMED:
        return moment(at, now)
    return date_format(local, "D H:i")
