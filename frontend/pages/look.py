"""How pages look and sound on this device: a choice of the device, kept in cookies, not in a row.

The server writes it into the page, so that nothing flashes and no inline script is needed.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from frontend import cookies, wording


def look(request: HttpRequest) -> dict[str, dict[str, str]]:
    """Context processor: what this device chose, for every page."""
    return {"look": chosen_on(request)}


def chosen_on(request: HttpRequest) -> dict[str, str]:
    return {name: cookies.held(request, name) for name in wording.LOOKS}


def look_rows(chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each choice with what holds now; the first one is what holds where nothing was chosen."""
    return [
        {
            "name": name,
            "label": label,
            "choices": [
                {"value": value, "label": text, "is_chosen": value == held(name, chosen)}
                for value, text in choices
            ],
        }
        for name, (label, choices) in wording.LOOKS.items()
    ]


def held(name: str, chosen: Mapping[str, str]) -> str:
    known = [value for value, _text in wording.LOOKS[name][1]]
    return chosen[name] if chosen.get(name) in known else known[0]


def remember(response: HttpResponse, given: Mapping[str, str]) -> None:
    """A choice of this device, not of the person; nothing about her health."""
    for name, (_label, choices) in wording.LOOKS.items():
        usual, *others = (value for value, _text in choices)
        if given.get(name) in others:
            cookies.keep(response, name, given[name])
        elif given.get(name) == usual:
            cookies.forget(response, name)
