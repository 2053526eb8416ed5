"""A calendar file (RFC 5545) that tells whoever sees the calendar nothing but a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

LASTS = timedelta(minutes=5)
MOST_OCTETS = 75  # of a line; a longer one is folded (RFC 5545, section 3.1)


@dataclass(frozen=True)
class Reminder:
    """key stays the same however often the file is made: a calendar then shows it once."""

    key: str
    at: datetime
    rings_before: timedelta = timedelta()


def calendar_file(reminders: Iterable[Reminder], *, title: str) -> str:
    """Each reminder rings at its time, or so long before; `title` is all that it says."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fadewell//Reminder//EN"]
    for reminder in reminders:
        lines += event(reminder, escaped(title))
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def calendar_answer(reminders: Iterable[Reminder]) -> HttpResponse:
    """The file as a browser saves it; its name is as neutral as its words."""
    file = calendar_file(reminders, title=_("Reminder"))
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="reminder.ics"'
    return response


def event(reminder: Reminder, title: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{reminder.key}@fadewell",
        f"DTSTAMP:{utc(timezone.now())}",
        f"DTSTART:{utc(reminder.at)}",
        f"DTEND:{utc(reminder.at + LASTS)}",
        f"SUMMARY:{title}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{title}",
        f"TRIGGER:-PT{round(reminder.rings_before.total_seconds())}S",
        "END:VALARM",
        "END:VEVENT",
    ]


def utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def folded(line: str) -> str:
    """Cut between characters, so that no line has more than 75 octets."""
    parts: list[str] = []
    part = ""
    for sign in line:
        if len((part + sign).encode()) > MOST_OCTETS - bool(parts):
            parts.append(part)
            part = ""
        part += sign
    return "\r\n ".join([*parts, part])
