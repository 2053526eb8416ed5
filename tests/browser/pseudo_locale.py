"""Two languages that nobody speaks: one a third longer, one written from right to left.

They stand in for translations that do not exist yet, in tests alone: what passes through gettext
or comes from the protocol is changed on its way to the page, and what does not is found by eye.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from math import ceil
from typing import Any
from unittest import mock

from django.utils import translation
from django.utils.translation import trans_real

from tracker.triage.protocol import Item

KEPT = re.compile(r"(%\(\w+\)[sd]|%%|%[sd\d]|\{[^}]*\}|<[^>]+>)")  # what is put in later
WORD = re.compile(r"[^\W\d_]+")
ACCENTS = str.maketrans("aceinosuyACEINOSUY", "áçéíñóšúýÁÇÉÍÑÓŠÚÝ")
GROWTH = 0.35
RIGHT_TO_LEFT, AS_BEFORE = "\u202e", "\u202c"

Change = Callable[[str], str]


def longer(text: str) -> str:
    """Each word a third longer, so that long words stay the longest."""

    def grown(word: re.Match[str]) -> str:
        return word[0].translate(ACCENTS) + "ë" * ceil(len(word[0]) * GROWTH)

    return WORD.sub(grown, text)


def turned(text: str) -> str:
    return f"{RIGHT_TO_LEFT}{text.translate(ACCENTS)}{AS_BEFORE}" if text.strip() else text


def around(change: Change, text: str) -> str:
    """All but what is put in later."""
    parts = KEPT.split(text)
    return "".join(part if at % 2 else change(part) for at, part in enumerate(parts))


@contextmanager
def speaking(change: Change, *, from_the_right: bool = False) -> Iterator[None]:
    """Everything that is read passes through `change`."""

    def plain(message: str) -> str:
        return around(change, trans_real.gettext(message))

    def in_context(context: str, message: str) -> str:
        if context.startswith("format"):  # of a date: letters there are no words
            return trans_real.pgettext(context, message)
        return around(change, trans_real.pgettext(context, message))

    def counted(singular: str, plural: str, number: Any) -> str:
        return around(change, trans_real.ngettext(singular, plural, number))

    said = Item.text

    def of_protocol(item: Item, language: str = "en", name: str = "text") -> str:
        return around(change, said(item, language, name))

    ways: dict[str, Callable[..., Any]] = {
        "gettext": plain,
        "pgettext": in_context,
        "ngettext": counted,
        "get_language_bidi": lambda: from_the_right,
    }
    with ExitStack() as patches:
        for name, way in ways.items():
            getattr(translation, name)  # the real one is there before it is put aside
            patches.enter_context(mock.patch.object(translation._trans, name, way, create=True))
        patches.enter_context(mock.patch.object(Item, "text", of_protocol))
        yield


def from_the_right() -> AbstractContextManager[None]:
    return speaking(turned, from_the_right=True)
