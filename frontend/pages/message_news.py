"""Words of her clinic that she has not read, as Today says it."""

from typing import Any

from django.utils.translation import gettext as _

from frontend.wording import moment
from tracker.models import Message


def unread(messages: list[Message]) -> list[Message]:
    return [each for each in messages if not each.is_from_patient and each.seen_at is None]


def message_news(message: Message, thread: str) -> dict[str, Any]:
    """thread: the address of the page on which it stands."""
    return {
        "text": _("%(name)s wrote to you, %(when)s")
        % {"name": message.sender.name, "when": moment(message.sent_at)},
        "url": f"{thread}#message-{message.pk}",
        "action": _("Read"),
    }
