"""A case's photos by view and day, and the two that are compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from api.contract.photos import photo_out
from frontend.clinic import wording
from tracker.models import Photo, Treatment
from tracker.services.recovery_days import day_of_recovery


@dataclass(frozen=True)
class Tile:
    """sharp is "" for who may not see it: the page then holds no address of it."""

    id: str
    view: str
    blurred: str
    sharp: str
    alt: str
    caption: str
    label: str
    width: int
    height: int


@dataclass(frozen=True)
class View:
    name: str
    tiles: tuple[Tile, ...]


def tiles_of(treatment: Treatment, may_see_sharp: bool) -> list[Tile]:
    """Oldest first."""
    photos = sorted(treatment.photos.all(), key=lambda photo: photo.taken_at)
    return [_tile(photo, treatment, may_see_sharp) for photo in photos]


def by_view(tiles: Iterable[Tile]) -> list[View]:
    """The views in the order of a photo set, each with its days in order."""
    groups: dict[str, list[Tile]] = {view: [] for view in wording.PHOTO_VIEWS}
    for tile in tiles:
        groups.setdefault(tile.view, []).append(tile)
    return [View(wording.photo_view(v), tuple(found)) for v, found in groups.items() if found]


def compared(tiles: list[Tile], asked: Mapping[str, str]) -> tuple[Tile, Tile] | None:
    """The two that the address names; else the first and the last of the view with most days."""
    known = {tile.id: tile for tile in tiles}
    named = [known[asked[side]] for side in ("before", "after") if asked.get(side) in known]
    if len(named) == 2:
        return named[0], named[1]
    groups: dict[str, list[Tile]] = {}
    for tile in tiles:
        groups.setdefault(tile.view, []).append(tile)
    longest = max(groups.values(), key=len, default=[])
    return (longest[0], longest[-1]) if len(longest) > 1 else None


def _tile(photo: Photo, treatment: Treatment, may_see_sharp: bool) -> Tile:
    view = wording.photo_view(photo.view)
    day = wording.day(day_of_recovery(treatment, photo.taken_at))
    poor = str(wording.QUALITY.get(photo.quality.get("advice") or "", ""))
    out = photo_out(photo)
    return Tile(
        id=str(photo.pk),
        view=photo.view,
        blurred=out["variants"]["blurred"],
        sharp=out["variants"]["display"] if may_see_sharp else "",
        alt=gettext("%(view)s, %(day)s") % {"view": view, "day": day},
        caption=" · ".join(part for part in (day, wording.moment(photo.taken_at), poor) if part),
        label=f"{view}, {day}",
        width=photo.width,
        height=photo.height,
    )
