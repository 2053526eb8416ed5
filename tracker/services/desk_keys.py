"""The worklist's keys: the usual ones, and each colleague's own (docs/adr/064; WCAG 2.1.4)."""

from collections.abc import Mapping
from typing import Final

from tracker import wording
from tracker.errors import Invalid
from tracker.models import DeskHabits, User

USUAL: Final[Mapping[str, str]] = {
    "down": "j",
    "up": "k",
    "choose": "x",
    "claim": "a",
    "acknowledge": "e",
    "message": "m",
    "request-photo": "p",
    "snooze": "s",
    "decide": "d",
    "label": "l",
    "undo": "u",
    "search": "/",
    "privacy": "h",
}
KEPT: Final = frozenset({"g", "?"})  # "g w" for the worklist, "?" for the list of keys
KEYBOARD: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789/.,;:-_+*#!=[]()'<>")


def keys_of(habits: DeskHabits) -> dict[str, str]:
    """Act -> key, hers before the usual one; what is stored and no longer fits is left out."""
    own: Mapping[str, str] = habits.keys or {}
    found = {act: own.get(act, usual) for act, usual in USUAL.items()}
    return found if not _faults(found) else dict(USUAL)


def keep_keys(*, by: User, keys: Mapping[str, str]) -> None:
    """Each act's key; an act that is left out keeps its usual one. Raises Invalid by act."""
    said = {act: keys.get(act, usual).strip().lower() for act, usual in USUAL.items()}
    if found := _faults(said):
        raise Invalid({act: [sentence] for act, sentence in found.items()})
    own = {act: key for act, key in said.items() if key != USUAL[act]}
    DeskHabits.objects.update_or_create(user=by, defaults={"keys": own})


def _faults(keys: Mapping[str, str]) -> dict[str, str]:
    """Act -> what is wrong with its key, in a sentence."""
    found: dict[str, str] = {}
    for act, key in keys.items():
        if key in KEPT:
            found[act] = str(wording.KEY_KEPT % {"key": key})
        elif key not in KEYBOARD:
            found[act] = str(wording.KEY_MISSING)
        elif list(keys.values()).count(key) > 1:
            found[act] = str(wording.KEY_TWICE % {"key": key})
    return found
