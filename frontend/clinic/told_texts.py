"""A rule's words to patients as staff look them over: in which languages, and which miss."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from tracker.triage.explain import Voice
from tracker.triage.protocol import Item, Rule


def told_texts(rule: Rule, voice: Voice) -> list[dict[str, Any]]:
    """In the reader's language, each with its words in the other ones.

    Its title, its own advice, and the advice that stands beside every finding of its level.
    """
    return [_row(kind, item, name, voice) for kind, item, name in _texts(rule, voice)]


def _texts(rule: Rule, voice: Voice) -> Iterator[tuple[str, Item, str]]:
    yield gettext("Title"), rule, "label"
    every = voice.protocol.advice.values()
    of_level = [each for each in every if rule.urgency in each.urgencies and each.when is None]
    own = [voice.protocol.advice[code] for code in rule.advice]
    for item in dict.fromkeys([*own, *of_level]):
        yield gettext("Advice") if item in own else gettext("Advice at this level"), item, "text"


def _row(kind: str, item: Item, name: str, voice: Voice) -> dict[str, Any]:
    words = {code: item.texts.get(code, {}).get(name, "") for code in voice.protocol.languages}
    called = {code: dict(settings.LANGUAGES).get(code, code) for code in words}
    missing = [called[code] for code, said in words.items() if not said]
    return {
        "kind": kind,
        "text": item.text(voice.language, name),
        "languages": _status([called[code] for code, said in words.items() if said], missing),
        "is_missing": bool(missing),
        "others": [
            {"code": code, "name": called[code], "text": said}
            for code, said in words.items()
            if said and code != voice.language
        ],
    }


def _status(there: list[str], missing: list[str]) -> str:
    """What misses is read in English, the language of the files."""
    told = {"languages": ", ".join(there), "missing": ", ".join(missing)}
    if not missing:
        return gettext("Written in: %(languages)s.") % told
    return gettext("Written in: %(languages)s. Missing: %(missing)s, read in English.") % told
