"""Her photos of a treatment, to be picked for a message: blurred, and only where she agreed."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from frontend.photos.door import Door
from frontend.photos.tiles import Tile
from tracker.models import Photo, Treatment
from tracker.services.consents import has_given

OFFERED = 24  # the newest; the clinic sees every one of them without a message too


@dataclass(frozen=True)
class Pick:
    tile: Tile
    is_chosen: bool


def picks(door: Door, treatment: Treatment, chosen: Collection[str]) -> list[Pick]:
    """The newest first."""
    shown = reversed(_sendable(door, treatment)[-OFFERED:])
    return [Pick(door.tile(each), str(each.pk) in chosen) for each in shown]


def still_there(door: Door, treatment: Treatment, chosen: Collection[str]) -> list[UUID]:
    """Which of these may be sent: one may have been taken back while her message waited."""
    return [each.pk for each in _sendable(door, treatment) if str(each.pk) in chosen]


def _sendable(door: Door, treatment: Treatment) -> list[Photo]:
    """Oldest first."""
    if not has_given(treatment.patient, "photos"):
        return []
    return [each for each in door.photos(treatment) if each.withdrawn_at is None]
