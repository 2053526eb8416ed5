"""The face map: real checkboxes laid on a grid by the protocol's `map` of each region.

A map says left, middle or right -> [x, y, width, height] in percent of the patient's mirror view
(her left at screen left), on 12 columns and 11 rows. Grid classes carry it: no style attribute.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template

register = template.Library()
COLUMNS, ROWS = 12, 11
# Between a vowel and the next syllable of a long word, three letters from either end.
SYLLABLE = re.compile(
    r"(?<=\w\w[aeiouáéíóú])(?=[bcdfghjklmnñpqrstvz][lr]?[aeiouáéíóú]\w)", re.IGNORECASE
)
LONG = 8  # letters that a target of the narrowest phone may not hold
SIDES = ("left", "middle", "right")  # in the order of the screen, for the mirror view


@dataclass(frozen=True)
class Place:
    """One target: `value` is region or region:side, `at` its grid classes."""

    value: str
    full_name: str
    short_name: str
    at: str
    is_chosen: bool = False
    is_treated: bool = False
    is_reported: bool = False


@register.inclusion_tag("frontend/components/face_map.html")
def face_map(
    regions: Iterable[dict[str, Any]],
    name: str,
    chosen: Iterable[str] = (),
    view: str = "check_in",
    facing: bool = False,
    legend: str = "",
) -> dict[str, Any]:
    """Checkboxes called `name`; `facing` turns the mirror into the clinician's view.

    regions: Vocabulary.regions(). view: check_in, or enrolment (only what can be treated, and
    the body beside the neck). Regions that are not drawn stand under "Somewhere else".
    """
    picked = set(chosen)
    offered = [region for region in regions if is_offered(region, view)]
    drawn = [region for region in offered if is_drawn(region, view)]
    others = [place for region in offered if region not in drawn for place in sides(region, picked)]
    return {
        "name": name,
        "legend": legend,
        "places": [place for region in drawn for place in spots(region, facing, picked)],
        "elsewhere": others,
        "elsewhere_open": any(place.is_chosen for place in others),
        "facing": facing,
        "rows": ROWS if view == "enrolment" else ROWS - 1,
        "field": name.replace(".", "-"),
    }


@register.inclusion_tag("frontend/components/treated_map.html")
def treated_map(
    regions: Iterable[dict[str, Any]], treated: Iterable[str], reported: Iterable[str] = ()
) -> dict[str, Any]:
    """The clinician's view, read only: `treated` hatched, `reported` outlined, both both.

    Both are values as the map's: "cheek:left", "glabella".
    """
    drawn = [region for region in regions if region["map"]]
    marks = (set(treated), set(reported))
    places = [spot for region in drawn for spot in spots(region, True, set(), *marks)]
    return {"places": places, "rows": ROWS}


def is_offered(region: dict[str, Any], view: str) -> bool:
    """Where a patient may point: the drawn places, and the body; not the codes for whole parts."""
    if view == "enrolment":
        return bool(region["treatable"])
    return bool(region["map"]) or region["area"] != "face" or region["id"] == "other"


def is_drawn(region: dict[str, Any], view: str) -> bool:
    return bool(region["map"]) and (view == "enrolment" or region["area"] != "body")


def spots(
    region: dict[str, Any],
    facing: bool,
    picked: set[str],
    treated: Iterable[str] = (),
    reported: Iterable[str] = (),
) -> list[Place]:
    """The targets of one region in reading order of the screen."""
    shape = region["map"]
    found = []
    for side in reversed(SIDES) if facing else SIDES:
        if side in shape:
            value = region["id"] if side == "middle" else f"{region['id']}:{side}"
            name = region["names"].get(side, region["label"])
            at = grid_classes(shape[side], facing)
            marks = (value in picked, value in treated, value in reported)
            found.append(Place(value, name, divided(region["label"]), at, *marks))
    return found


def divided(label: str) -> str:
    """With the places at which a long word may be cut where its target is too narrow for it."""
    words = (
        SYLLABLE.sub("\N{SOFT HYPHEN}", word) if len(word) >= LONG else word
        for word in label.split(" ")
    )
    return " ".join(words)


def map_values(region: dict[str, Any]) -> set[str]:
    """What can be ticked of a region where it was treated."""
    if not is_offered(region, "enrolment"):
        return set()
    drawn = is_drawn(region, "enrolment")
    return {
        place.value for place in (spots(region, True, set()) if drawn else sides(region, set()))
    }


def grid_classes(rectangle: Iterable[float], facing: bool) -> str:
    """Percent to grid lines; the clinician faces her, so the columns run the other way."""
    x, y, width, height = rectangle
    wide, high = max(round(width * COLUMNS / 100), 2), max(round(height * ROWS / 100), 1)
    column = round(x * COLUMNS / 100) + 1
    if facing:
        column = COLUMNS + 2 - column - wide
    return f"r{round(y * ROWS / 100) + 1} h{high} c{column} w{wide}"


def sides(region: dict[str, Any], picked: set[str]) -> list[Place]:
    """A place that is not drawn: one checkbox a side, where it has sides."""
    values = [f"{region['id']}:{side}" for side in ("left", "right")]
    if not region["has_side"]:
        return [Place(region["id"], region["label"], "", "", region["id"] in picked)]
    return [
        Place(value, region["names"][side], "", "", value in picked)
        for value, side in zip(values, ("left", "right"), strict=True)
    ]
