"""A case's photos by view and day, the two that are compared, and what was measured on them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from frontend.clinic import wording
from frontend.pages.clinic_doors import Desk
from frontend.photos.bruises import bruise_cards
from frontend.photos.comparing import comparison
from frontend.photos.door import Door
from frontend.photos.tiles import Tile, is_by_clinic, tile_of
from tracker.models import CheckIn, Photo, ReviewCase
from tracker.services.recovery_days import day_of_recovery


@dataclass(frozen=True)
class View:
    """Its days in order; one of them is the baseline."""

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
        "views": by_view(photos, tiles),
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


def by_view(photos: Sequence[Photo], tiles: Sequence[Tile]) -> list[View]:
    """The views in the order of a photo set, each with its days in order."""
    shown = [photo for photo, tile in zip(photos, tiles, strict=True) if tile.blurred]
    groups: dict[str, list[Tile]] = {view: [] for view in wording.PHOTO_VIEWS}
    for tile in tiles:
        groups.setdefault(tile.view, []).append(tile)
    return [
        View(view, wording.photo_view(view), tuple(_pinned(found, _of_view(shown, view))))
        for view, found in groups.items()
        if found
    ]


def _of_view(photos: Iterable[Photo], view: str) -> Photo | None:
    return baseline_of([photo for photo in photos if photo.view == view])


def baseline_of(photos: Sequence[Photo]) -> Photo | None:
    """Of one view's pictures, oldest first, the one that later days are compared with.

    What the clinic took on the day of treatment, the last where it was taken again; else the
    earliest.
    """
    in_the_room = [photo for photo in photos if is_by_clinic(photo) and _is_of_first_day(photo)]
    return next(iter([*in_the_room[-1:], *photos]), None)


def _is_of_first_day(photo: Photo) -> bool:
    return day_of_recovery(photo.treatment, photo.taken_at) == 0


def _pinned(tiles: Iterable[Tile], baseline: Photo | None) -> Iterator[Tile]:
    """Each other picture can be laid beside the baseline, the earlier day first.

    A picture of a later day stands in for it where there is none, and says so.
    """
    seen, badge, beside = False, wording.EARLIEST, wording.BESIDE_EARLIEST
    if baseline is not None and _is_of_first_day(baseline):
        badge, beside = wording.BASELINE, wording.BESIDE_BASELINE
    for tile in tiles:
        if baseline is None or not tile.blurred:
            yield tile
        elif tile.id == str(baseline.pk):
            seen = True
            yield replace(tile, badge=str(badge))
        else:
            days = (str(baseline.pk), tile.id) if seen else (tile.id, str(baseline.pk))
            pair = urlencode(dict(zip(("before", "after"), days, strict=True)))
            yield replace(tile, beside=f"?{pair}#compare", beside_words=str(beside))


def clinic_tile(photo: Photo, *, may_see_sharp: bool) -> Tile:
    return tile_of(
        photo,
        view_name=wording.photo_view(photo.view),
        may_see_sharp=may_see_sharp,
        is_hers=False,
        when=wording.moment(photo.taken_at),
    )
