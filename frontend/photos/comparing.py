"""Two days of one view beside or over one another: which two, and how they lie."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from frontend.photos import wording
from frontend.photos.tiles import Tile
from tracker.imaging.align import Alignment
from tracker.imaging.stored import display_size
from tracker.models import Photo
from tracker.records.photo_series import newest_landmarks
from tracker.services.alignment import lay_over


@dataclass(frozen=True)
class Laid:
    """fit: CSS numbers that carry the second picture onto the first ("" where marks miss)."""

    fit: str
    words: str
    unmarked: tuple[Tile, ...]


def chosen_view(tiles: Sequence[Tile], asked: Mapping[str, str]) -> str:
    """The view that the address names, else that of its photos, else the one with most days."""
    by_view: dict[str, int] = {}
    for tile in tiles:
        by_view[tile.view] = by_view.get(tile.view, 0) + 1
    named = [tile.view for tile in tiles if tile.id in (asked.get("before"), asked.get("after"))]
    for view in (asked.get("view", ""), *named):
        if by_view.get(view, 0) > 1:
            return view
    return max(by_view, key=lambda view: by_view[view], default="")


def pair_of(tiles: Sequence[Tile], asked: Mapping[str, str]) -> tuple[Tile, Tile] | None:
    """Two days of the chosen view: those that the address names, else its first and its last."""
    view = chosen_view(tiles, asked)
    days = {tile.id: tile for tile in tiles if tile.view == view}
    if len(days) < 2:
        return None
    named = [days.get(asked.get(side, "")) for side in ("before", "after")]
    if named[0] and named[1] and named[0] != named[1]:
        return named[0], named[1]
    in_order = list(days.values())
    return in_order[0], in_order[-1]


def comparison(
    tiles: Sequence[Tile], photos: Sequence[Photo], asked: Mapping[str, str]
) -> dict[str, Any] | None:
    """All that the template compares with; None below two days of any view. Oldest first."""
    seen = [tile for tile in tiles if tile.blurred]
    pair = pair_of(seen, asked)
    if pair is None:
        return None
    by_id = {str(photo.pk): photo for photo in photos}
    before, after = by_id[pair[0].id], by_id[pair[1].id]
    views = {tile.view: tile.label.rpartition(",")[0] for tile in seen}
    counts = {view: sum(tile.view == view for tile in seen) for view in views}
    return {
        "pair": pair,
        "days": [tile for tile in seen if tile.view == pair[0].view],
        "view": pair[0].view,
        "views": [(view, name) for view, name in views.items() if counts[view] > 1],
        "laid": laid(before, after, pair),
        "shape": _shape(before),
        "swapped": urlencode({"before": pair[1].id, "after": pair[0].id}),
    }


def laid(before: Photo, after: Photo, pair: tuple[Tile, Tile]) -> Laid:
    marks = newest_landmarks([before, after])
    found = lay_over(before, after, marks.get(before.pk), marks.get(after.pk))
    if found is None:
        missing = [
            tile for tile, photo in zip(pair, (before, after), strict=True) if photo.pk not in marks
        ]
        return Laid("", "", tuple(missing or pair))
    return Laid(_fit(found, before, after), wording.fit(found.residual_px), ())


def _shape(photo: Photo) -> str:
    width, height = display_size(photo.width, photo.height)
    return f"{width} / {height}"


def _fit(found: Alignment, before: Photo, after: Photo) -> str:
    """Width as a share of the frame, the matrix, and the shift in per cent of the picture's own
    size: so that it holds at every size on the screen.
    """
    here = display_size(before.width, before.height)
    there = display_size(after.width, after.height)
    (a, c, e), (b, d, f) = found.matrix().tolist()
    numbers = {
        "width": 100 * there[0] / here[0],
        "matrix": [a, b, c, d],
        "shift": [100 * e / there[0], 100 * f / there[1]],
    }
    return json.dumps(numbers)
