"""How each bruise of a treatment went: one sentence, two drawings, and a table behind them."""

from typing import Any

from django.utils.translation import gettext

from frontend.photos import wording
from frontend.photos.chart import chart
from frontend.photos.door import Door
from tracker import wording as shared
from tracker.imaging.bruise import Measured, Measurement, yellow_may_be_named
from tracker.models import Bruise, BruiseMeasurement, Treatment
from tracker.records.photo_series import (
    bruises_of,
    first_measurement,
    is_shown_to,
    newest_by_photo,
)
from tracker.services.measurements import change_between, measured_rows, measurement_of
from tracker.services.recovery_days import day_of_recovery


def bruise_cards(treatment: Treatment, door: Door) -> list[dict[str, Any]]:
    return [_card(bruise, treatment, door) for bruise in bruises_of(treatment)]


def _card(bruise: Bruise, treatment: Treatment, door: Door) -> dict[str, Any]:
    rows = newest_by_photo(bruise)
    measured = measured_rows(bruise)
    by_day = [(_day(row, treatment), measurement_of(row)) for row in measured]
    known = [(day, each) for day, each in by_day if each is not None]
    sizes, unit = _sizes(bruise, measured, known)
    return {
        "id": str(bruise.pk),
        "name": wording.bruise(bruise.number),
        "view": door.view_name(bruise.view),
        "sentence": sentence_of(measured, treatment),
        "size": chart(sizes, unit) if sizes else None,
        "contrast": chart([(day, each.difference.e00) for day, each in known], ""),
        "rows": [_row(row, treatment, door) for row in rows],
    }


def sentence_of(rows: list[BruiseMeasurement], treatment: Treatment) -> str:
    """The newest against the first; of what both may be wrong by, nothing is said."""
    if not rows:
        return str(wording.NOT_YET)
    if len(rows) == 1:
        return str(wording.ONCE)
    seen = change_between(rows[0], rows[-1])
    day = wording.day(_day(rows[0], treatment))
    return str(wording.CHANGES[seen.size, seen.contrast]) % {"day": day}


def _sizes(
    bruise: Bruise, rows: list[BruiseMeasurement], known: list[tuple[int, Measurement]]
) -> tuple[list[tuple[int, Measured]], str]:
    """In mm² where every day has them, else as per cent of the first; empty where neither goes."""
    areas = [(day, each.area_mm2) for day, each in known if each.area_mm2]
    if known and len(areas) == len(known):
        return [(day, area) for day, area in areas if area], "mm²"
    first = first_measurement(bruise)
    if not known or first is None or rows[0].photo_id != first.photo_id:
        return [], ""
    whole = known[0][1].area_px.value
    if any(each.pixel_scale is None for _, each in known[1:]):
        return [], ""
    return [(day, _share(each, whole)) for day, each in known], "%"


def _share(one: Measurement, whole: float) -> Measured:
    factor = 100 / whole / (one.pixel_scale or 1.0) ** 2
    return Measured(one.area_px.value * factor, one.area_px.error * factor)


def _row(row: BruiseMeasurement, treatment: Treatment, door: Door) -> dict[str, str]:
    day = wording.day(_day(row, treatment))
    is_seen = is_shown_to(row.photo, door.user)
    link = door.url("photo-ring", row.photo_id) + f"?place={row.bruise_id}" if is_seen else ""
    found = measurement_of(row)
    if found is None:
        return {"day": day, "link": link, "refused": shared.cannot_measure(row.refused)}
    area, colour = found.area_mm2, found.difference
    return {
        "day": day,
        "link": link,
        "size": wording.figure(area.value, area.error, "mm²") if area else "",
        "contrast": wording.figure(colour.e00.value, colour.e00.error),
        "peak": wording.figure(found.peak.value, found.peak.error),
        "colour": _colour(found),
        "gone": "" if is_seen else gettext("The photo was taken back."),
    }


def _colour(found: Measurement) -> str:
    """What can be said of the colour; yellow is never named where it cannot be told."""
    colour = found.difference
    parts = [
        gettext("darker") if colour.lightness.value < -2 * colour.lightness.error else "",
        gettext("redder") if colour.a.value > 2 * colour.a.error else "",
        gettext("yellower") if yellow_may_be_named(found) else "",
    ]
    return ", ".join(part for part in parts if part)


def _day(row: BruiseMeasurement, treatment: Treatment) -> int:
    return day_of_recovery(treatment, row.photo.taken_at)
