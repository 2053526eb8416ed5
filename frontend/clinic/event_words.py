"""What a step of a case says besides its name: to whom, why, until when."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend.clinic import list_wording, move_wording, wording
from frontend.clinic.case_levels import levels
from frontend.clinic.corrections import REASONS as CORRECTIONS
from tracker.models import ReviewEvent
from tracker.records.queries import ASKS

MOMENTS: Mapping[str, Any] = {
    "until": _("until %(when)s"),
    "by": _("by %(when)s"),
    "at": "%(when)s",
}


def text_of(event: ReviewEvent, names: Mapping[str, str]) -> str:
    """names: of the colleagues whom its case names, by id."""
    detail = event.detail
    if event.action == "undo":
        return str(wording.EVENTS[detail["undid"]])
    parts = [detail.get("reason", "") if event.action in wording.RAISING else ""]
    parts += [_to(event, names), levels(detail), detail.get("label", "")]
    if event.action == "treatment_corrected":
        parts.append(str(CORRECTIONS.get(detail["why"], "")))
    if event.action == "decide":
        parts += _decided(detail)
    if event.action == "no_check_in":
        days = ", ".join(str(day) for day in detail["days"])
        parts.append(gettext("Day %(days)s") % {"days": days})
    if "closed" in detail:
        parts.append(str(wording.CLOSED_BY_THAT))
    if "because" in detail:
        parts += move_wording.moved(detail["because"], *detail["names"])
    if "view" in detail:
        parts.append(wording.photo_view(detail["view"]))
    if event.action == "book" and "at" not in detail:
        parts.append(gettext("Asked to call for a time"))
    for key, words in MOMENTS.items():
        at = parse_datetime(str(detail.get(key, "")))
        if at is not None:
            parts.append(str(words % {"when": wording.moment(at)}))
    parts.append(event.note)
    return ". ".join(part for part in parts if part)


def _to(event: ReviewEvent, names: Mapping[str, str]) -> str:
    """Whom a colleague asked, or gave the case to; "" for another step."""
    if event.action not in ASKS:
        return ""
    to = str(event.detail.get("to", ""))
    name = str(list_wording.THE_LEAD) if to == "lead" else names.get(to, "")
    return gettext("To %(name)s") % {"name": name} if name else ""


def _decided(detail: Mapping[str, Any]) -> list[str]:
    """The reason, what was wrong with a false alarm, and the contact that was recorded with it."""
    wrong, contact = detail.get("false_alarm_because"), detail.get("contact")
    said = [str(move_wording.REASONS.get(detail.get("reason", ""), ""))]
    said += [str(move_wording.FALSE_ALARMS[wrong])] if wrong in move_wording.FALSE_ALARMS else []
    if contact:
        how = move_wording.CONTACTS.get(contact["how"], "")
        said.append(f"{how}, {wording.moment_of(contact['at'])}: {contact['outcome']}")
    return said
