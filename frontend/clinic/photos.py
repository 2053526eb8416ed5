"""A case's photos by view and day, the two that are compared, and what was measured on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from frontend.clinic import wording
from frontend.pages.clinic_doors import Desk
from frontend.photos.bruises import bruise_cards
from frontend.photos.comparing import comparison
from frontend.photos.door import Door
from frontend.photos.tiles import Tile, tile_of
from tracker.models import Photo, ReviewCase


@dataclass(frozen=True)
class View:
    name: str
    tiles: tuple[Tile, ...]


def photos_of_case(case: ReviewCase, desk: Desk, asked: Mapping[str, str]) -> dict[str, Any]:
    """Who may see the blurred ones only reads nothing that was measured."""
    may_see_sharp = desk.is_clinician_at(case.clinic_id)
    photos = sorted(case.treatment.photos.all(), key=lambda photo: photo.taken_at)
    tiles = [clinic_tile(photo, may_see_sharp=may_see_sharp) for photo in photos]
    door = Door(desk.user, "", desk)
    return {
        "views": by_view(tiles),
        "compare": comparison(tiles, photos, asked),
        "bruises": bruise_cards(case.treatment, door) if may_see_sharp else [],
    }


def by_view(tiles: Iterable[Tile]) -> list[View]:
    """The views in the order of a photo set, each with its days in order."""
    groups: dict[str, list[Tile]] = {view: [] for view in wording.PHOTO_VIEWS}
    for tile in tiles:
        groups.setdefault(tile.view, []).append(tile)
    return [View(wording.photo_view(v), tuple(found)) for v, found in groups.items() if found]


def clinic_tile(photo: Photo, *, may_see_sharp: bool) -> Tile:
    return tile_of(
        photo,
        view_name=wording.photo_view(photo.view),
        may_see_sharp=may_see_sharp,
        is_hers=False,
        when=wording.moment(photo.taken_at),
    )
