"""Marking fixed points of a face on a photo, once; a later tapping counts, the older stays."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from tracker import wording
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import COIN_EDGES, LANDMARKS, Landmarks, Photo, User
from tracker.records import audit
from tracker.records.access import may_see_sharp
from tracker.records.photo_series import is_shown_to
from tracker.services.consents import require_care

Points = Mapping[str, tuple[float, float]]
FEWEST = 2  # a shift, a turn and a scale need two points; a third one checks them
LEAST_COIN, LARGEST_COIN = Decimal(10), Decimal(45)  # mm: every coin in use lies between


@transaction.atomic
def mark_landmarks(
    *, by: User, photo: Photo, points: Points, coin_mm: Decimal | None = None
) -> Landmarks:
    """Points as fractions, 0 to 1, of the upright picture.

    The caller has scoped `photo` to `by`. Raises NotAllowed for who may not see it sharp,
    NotFound for one that was taken back, Invalid with the field for what cannot be so,
    ConsentRequired.
    """
    if not may_see_sharp(by, photo):
        raise NotAllowed
    require_care(photo.patient)
    if not is_shown_to(photo, by):
        raise NotFound
    _check(points, coin_mm)
    kept = {name: [round(value, 5) for value in point] for name, point in points.items()}
    row = Landmarks.objects.create(photo=photo, points=kept, coin_mm=coin_mm, marked_by=by)
    clinic = photo.patient.clinic_id
    audit.record("photo.landmarks", by=by, clinic_id=clinic, about=photo, points=len(kept))
    return row


def _check(points: Points, coin_mm: Decimal | None) -> None:
    wrong: dict[str, list[object]] = {}
    for name, (x, y) in points.items():
        if name not in (*LANDMARKS, *COIN_EDGES) or not (0 <= x <= 1 and 0 <= y <= 1):
            wrong[f"points.{name}"] = [wording.OUTSIDE_THE_PHOTO]
    if len([name for name in points if name in LANDMARKS]) < FEWEST:
        wrong["points"] = [wording.TOO_FEW_LANDMARKS]
    elif len({(round(x, 3), round(y, 3)) for x, y in points.values()}) < len(points):
        wrong["points"] = [wording.LANDMARKS_ON_ONE_SPOT]
    if not _is_whole_coin(points, coin_mm):
        wrong["coin_mm"] = [wording.COIN_HALF_SAID]
    if wrong:
        raise Invalid(wrong)


def _is_whole_coin(points: Points, coin_mm: Decimal | None) -> bool:
    """Both edges and the coin's size, or none of it."""
    edges = [name for name in COIN_EDGES if name in points]
    if coin_mm is None:
        return not edges
    return len(edges) == len(COIN_EDGES) and LEAST_COIN <= coin_mm <= LARGEST_COIN
