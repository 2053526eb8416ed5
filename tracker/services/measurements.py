"""What the measurements of a bruise say together: how it changed, and what may raise a flag."""

from datetime import datetime, timedelta

from tracker.imaging.bruise import Change, Measurement, change
from tracker.models import Bruise, BruiseMeasurement
from tracker.records import protocol
from tracker.records.photo_series import first_measurement, newest_by_photo

LARGER, DARKER = "bruise_larger", "bruise_darker"
HOUR = timedelta(hours=1)


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


def findings_of(bruise: Bruise, at: datetime) -> frozenset[str]:
    """LARGER and DARKER where its newest photo shows more, beyond error, than one that counts.

    Of what was measured until `at`. A bruise that is going back already is not growing, though it
    may still be larger than on its first day. From when an earlier photo counts, the protocol in
    force says. It can only raise: smaller, fainter and unknown say nothing. Source: FACT 32, 33.
    """
    rows = [row for row in measured_rows(bruise) if row.measured_at <= at]
    if len(rows) < 2:
        return frozenset()
    newest, last = rows[-1], change_between(rows[-2], rows[-1])
    found: set[str] = set()
    for before in rows[:-1]:
        seen = change_between(before, newest)
        if seen.size == "larger" and last.size != "smaller" and _counts(before, LARGER):
            found.add(LARGER)
        if seen.contrast == "darker" and last.contrast != "fainter" and _counts(before, DARKER):
            found.add(DARKER)
    return frozenset(found)


def _counts(before: BruiseMeasurement, finding: str) -> bool:
    """Late enough after the treatment to hold a later photo against; never without the protocol."""
    known = protocol.in_force().photo_findings.get(finding)
    taken = before.photo.taken_at - before.photo.treatment.performed_at
    return known is not None and taken / HOUR >= known.details["earlier_from_hours"]
