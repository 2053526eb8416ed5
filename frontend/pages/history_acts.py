"""What her clinic did about her reports, as she may read it (UX.md P14, C2).

Seen, a photo asked for, a visit, closed or opened again, with who did it. Who works on it, for how
long it was put aside, why it was closed and what colleagues asked each other is the clinic's own.
"""

from collections.abc import Callable
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from frontend import wording
from frontend.vocabulary import Vocabulary
from tracker.models import Message, ReviewEvent

Act = dict[str, Any]


def clinic_acts(events: list[ReviewEvent], messages: list[Message], words: Vocabulary) -> list[Act]:
    """Each with when it was; a visit in the words of the message that told her of it."""
    told = {str(each.pk): each for each in messages}
    return [act(each, told.get(each.detail.get("message", "")), words) for each in events]


def act(event: ReviewEvent, message: Message | None, words: Vocabulary) -> Act:
    name = event.by.name if event.by else wording.SOMEBODY
    title, lines = ACTS[event.action](event, words)
    said = [message.text] if message else lines
    return {"at": event.at, "title": title % {"name": name}, "lines": said, "photos": []}


def told_in_acts(events: list[ReviewEvent]) -> set[str]:
    """Messages that stand in an act already."""
    return {each.detail["message"] for each in events if "message" in each.detail}


def _seen(_event: ReviewEvent, _words: Vocabulary) -> tuple[str, list[str]]:
    return _("Seen by %(name)s"), []


def _photo(event: ReviewEvent, words: Vocabulary) -> tuple[str, list[str]]:
    view, by = words.label("views", event.detail["view"]), parse_datetime(event.detail["by"])
    line = f"{view}, {wording.by_named_moment(by)}" if by else view
    return _("%(name)s asked for a photo"), [wording.sentence(line), *filter(None, [event.note])]


def _visit(event: ReviewEvent, _words: Vocabulary) -> tuple[str, list[str]]:
    if "at" in event.detail:
        return _("%(name)s booked a visit for you"), []
    return _("%(name)s asked you to call for a visit"), []


def _closed(_event: ReviewEvent, _words: Vocabulary) -> tuple[str, list[str]]:
    lines = [_("Tell us at any time if something changes.")]
    return _("%(name)s looked at what you told us and closed it"), lines


def _reopened(_event: ReviewEvent, _words: Vocabulary) -> tuple[str, list[str]]:
    return _("%(name)s is looking at it again"), []


ACTS: dict[str, Callable[[ReviewEvent, Vocabulary], tuple[str, list[str]]]] = {
    "acknowledge": _seen,
    "request-photo": _photo,
    "book": _visit,
    "decide": _closed,
    "reopen": _reopened,
}
