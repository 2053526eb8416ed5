"""A day and a clock time in words, as pages, messages and copies say them (UX.md section 6)."""

from datetime import date, datetime, time

from django.utils import formats, timezone
from django.utils.translation import gettext, pgettext


def clock(at: datetime) -> str:
    """ "5:30pm" in the reader's time zone."""
    local = timezone.localtime(at)
    return formats.time_format(local, pgettext("format of a clock time", "g:iA")).lower()


def hour(at: time) -> str:
    """ "9am", "12:30pm": an hour that is the same on every day."""
    whole, exact = (
        pgettext("format of a full hour", "gA"),
        pgettext("format of a clock time", "g:iA"),
    )
    return formats.time_format(at, exact if at.minute else whole).lower()


def day_name(day: date) -> str:
    """ "Thursday 26 November"."""
    return formats.date_format(day, pgettext("format of a day", "l j F"))


def full_date(day: date) -> str:
    """ "26 November 2034"."""
    return formats.date_format(day, pgettext("format of a date with its year", "j F Y"))


def named_moment(at: datetime) -> str:
    """ "Thursday 26 November, 5:30pm": true on whatever day it is read."""
    return _with_clock(day_name(timezone.localdate(at)), at)


def said_moment(at: datetime) -> str:
    """The same inside a sentence: "Sent Thursday 26 November, 5:30pm.", "Enviado el jueves …"."""
    parts = {"named_day": day_name(timezone.localdate(at)), "clock": clock(at)}
    return gettext("%(named_day)s, %(clock)s") % parts


def full_moment(at: datetime) -> str:
    """ "26 November 2026, 5:30pm": true in whatever year it is read."""
    return _with_clock(full_date(timezone.localdate(at)), at)


def _with_clock(day: str, at: datetime) -> str:
    return gettext("%(day)s, %(clock)s") % {"day": day, "clock": clock(at)}
