"""Where a bruise that is known lies on another photo: for a person to confirm, never measured."""

from dataclasses import dataclass

from tracker.imaging.bruise import proposed_ring
from tracker.models import Bruise, BruiseMeasurement, Photo
from tracker.records.photo_series import newest_by_photo, newest_landmarks
from tracker.services.alignment import Ring, lay_over, ring_as_fractions, ring_in_pixels


@dataclass(frozen=True)
class Proposal:
    """residual_px: how well the landmarks fit, display pixels; None with two points."""

    ring: Ring
    taken_from: Photo
    residual_px: float | None


def propose(bruise: Bruise, photo: Photo) -> Proposal | None:
    """The ring of the nearest day, carried over by the landmarks; None where they are missing."""
    rows = [row for row in newest_by_photo(bruise) if row.photo_id != photo.pk]
    marks = newest_landmarks([photo, *(row.photo for row in rows)])
    for row in sorted(rows, key=lambda row: _days_between(row, photo)):
        laid = lay_over(photo, row.photo, marks.get(photo.pk), marks.get(row.photo_id))
        if laid is not None:
            ring = proposed_ring(ring_in_pixels(row.photo, row.ring), laid)
            kept = _inside(ring_as_fractions(photo, ring))
            return Proposal(kept, row.photo, laid.residual_px) if kept else None
    return None


def _days_between(row: BruiseMeasurement, photo: Photo) -> float:
    return abs((row.photo.taken_at - photo.taken_at).total_seconds())


def _inside(ring: Ring) -> Ring:
    """Empty where any of it would lie outside of the picture."""
    return ring if all(0 <= value <= 1 for point in ring for value in point) else []
