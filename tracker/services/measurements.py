"""What the measurements of a bruise say together: how it changed, and what may raise a flag."""

from datetime import datetime

from tracker.imaging.bruise import Change, Measurement, change
from tracker.models import Bruise, BruiseMeasurement, Treatment
from tracker.records.photo_series import bruises_of, first_measurement, newest_by_photo

LARGER, DARKER = "bruise_larger", "bruise_darker"


def measurement_of(row: BruiseMeasurement) -> Measurement | None:
    return None if row.result is None else Measurement.from_data(row.result)


def measured_rows(bruise: Bruise) -> list[BruiseMeasurement]:
    """Of each photo the newest row, where it is a measurement; by the day of the photo."""
    return [row for row in newest_by_photo(bruise) if row.result is not None]


def change_between(before: BruiseMeasurement, after: BruiseMeasurement) -> Change:
    """Two measured rows of one bruise; only beyond what both may be wrong by.

    Without a scale, sizes are compared in pixels of the photo on which the bruise was ringed
    first: a photo that was not laid over that one says nothing about size.
    """
    one, other = measurement_of(before), measurement_of(after)
    if one is None or other is None:
        return Change("unknown", "unknown")
    seen = change(one, other)
    if (one.scale and other.scale) or all(map(_is_laid_over_first, (before, after))):
        return seen
    return Change("unknown", seen.contrast)


def _is_laid_over_first(row: BruiseMeasurement) -> bool:
    first, measured = first_measurement(row.bruise), measurement_of(row)
    is_first = first is not None and first.photo_id == row.photo_id
    return is_first or (measured is not None and measured.pixel_scale is not None)


def findings_of(treatment: Treatment, at: datetime) -> frozenset[str]:
    """LARGER and DARKER where a bruise's newest measurement is beyond error more than an earlier.

    Of what was measured until `at`. It can only raise: smaller, fainter and unknown say nothing.
    """
    found: set[str] = set()
    for bruise in bruises_of(treatment):
        rows = [row for row in measured_rows(bruise) if row.measured_at <= at]
        for before in rows[:-1]:
            seen = change_between(before, rows[-1])
            found |= {LARGER} if seen.size == "larger" else set()
            found |= {DARKER} if seen.contrast == "darker" else set()
    return frozenset(found)
