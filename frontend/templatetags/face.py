"""The face map: real checkboxes laid on a grid by the protocol's `map` of each region.

A region's map speaks of the patient's mirror view, her left at screen left: `side` is the place
of the left one as [column, width], `middle` of the midline one, on 12 columns.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template

from frontend.wording import place_name

register = template.Library()
COLUMNS = 12


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

    `view` is check_in or enrolment. Regions without a map stand under "Somewhere else".
    """
    known = [region for region in regions if shown_in(region, view)]
    picked = set(chosen)
    mapped = [region for region in known if region.get("map")]
    on_face = [place for region in mapped for place in places(region, facing, picked)]
    elsewhere = [other_place(region, picked) for region in known if not region.get("map")]
    return {
        "name": name,
        "legend": legend,
        "places": on_face,
        "elsewhere": elsewhere,
        "elsewhere_open": any(place.is_chosen for place in elsewhere),
        "facing": facing,
        "rows": 11 if view == "enrolment" else 10,
        "field": name.replace(".", "-"),
    }


@register.inclusion_tag("frontend/components/treated_map.html")
def treated_map(
    regions: Iterable[dict[str, Any]], treated: Iterable[str], reported: Iterable[str] = ()
) -> dict[str, Any]:
    """The clinician's view, read only: `treated` hatched, `reported` outlined, both both."""
    mapped = [region for region in regions if region.get("map")]
    spots = [spot for region in mapped for spot in read_only(region, set(treated), set(reported))]
    return {"places": spots, "rows": 11}


def shown_in(region: dict[str, Any], view: str) -> bool:
    only = (region.get("map") or {}).get("only")
    return only is None or only == view


def places(region: dict[str, Any], facing: bool, picked: set[str]) -> list[Place]:
    return [
        Place(value, full, region["label"], at, is_chosen=value in picked)
        for value, full, at in spots_of(region, facing)
    ]


def read_only(region: dict[str, Any], treated: set[str], reported: set[str]) -> list[Place]:
    return [
        Place(value, full, region["label"], at, False, value in treated, value in reported)
        for value, full, at in spots_of(region, facing=True)
    ]


def spots_of(region: dict[str, Any], facing: bool) -> list[tuple[str, str, str]]:
    """(value, name, classes) in reading order of the screen: left, middle, right."""
    shape = region["map"]
    found = []
    if "side" in shape:
        column, width = shape["side"]
        left, right = column, COLUMNS + 2 - column - width
        found += [(left if not facing else right, width, "left")]
        found += [(right if not facing else left, width, "right")]
    if "middle" in shape:
        found.append((*shape["middle"], ""))
    return [
        (
            f"{region['id']}:{side}" if side else region["id"],
            place_name(region["label"], side, has_sides="side" in shape),
            f"r{shape['row']} h{shape.get('rows', 1)} c{column} w{width}",
        )
        for column, width, side in sorted(found)
    ]


def other_place(region: dict[str, Any], picked: set[str]) -> Place:
    return Place(region["id"], region["label"], region["label"], "", region["id"] in picked)
