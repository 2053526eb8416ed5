"""A case's photos by view and day, the two that are compared, and what was measured on them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from frontend.clinic import wording
from frontend.pages.clinic_doors import Desk
from frontend.photos.bruises import bruise_cards
from frontend.photos.comparing import comparison
from frontend.photos.door import Door
from frontend.photos.tiles import Tile, tile_of
from tracker.models import CheckIn, Photo, ReviewCase


@dataclass(frozen=True)
class View:
    """Its days in order; the first that is a picture is the baseline."""

    code: str
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
        "without_photo": without_photo(case.treatment.check_ins.all(), photos),
        "compare": comparison(tiles, photos, asked),
        "bruises": bruise_cards(case.treatment, door) if may_see_sharp else [],
    }


def without_photo(check_ins: Iterable[CheckIn], photos: Iterable[Photo]) -> list[str]:
    """ "Day 3: no photo, the camera did not work", newest first, where the patient said why."""
    have = {photo.check_in_id for photo in photos}
    return [
        wording.NO_PHOTO_ON % {"day": each.day, "why": wording.NO_PHOTO[each.no_photo_because]}
        for each in check_ins
        if each.no_photo_because and each.pk not in have
    ]


def by_view(tiles: Iterable[Tile]) -> list[View]:
    """The views in the order of a photo set, each with its days in order."""
    groups: dict[str, list[Tile]] = {view: [] for view in wording.PHOTO_VIEWS}
    for tile in tiles:
        groups.setdefault(tile.view, []).append(tile)
    return [
        View(view, wording.photo_view(view), tuple(_pinned(found)))
        for view, found in groups.items()
        if found
    ]


def _pinned(tiles: Iterable[Tile]) -> Iterator[Tile]:
    """The earliest picture of a view is its baseline; each later one can be laid beside it."""
    baseline: Tile | None = None
    for tile in tiles:
        if baseline is not None and tile.blurred:
            pair = urlencode({"before": baseline.id, "after": tile.id})
            words = str(wording.BESIDE_BASELINE)
            yield replace(tile, beside=f"?{pair}#compare", beside_words=words)
        elif baseline is None and tile.blurred:
            baseline = replace(tile, badge=str(wording.BASELINE))
            yield baseline
        else:
            yield tile


def clinic_tile(photo: Photo, *, may_see_sharp: bool) -> Tile:
    return tile_of(
        photo,
        view_name=wording.photo_view(photo.view),
        may_see_sharp=may_see_sharp,
        is_hers=False,
        when=wording.moment(photo.taken_at),
    )
