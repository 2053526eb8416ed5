"""Landmarks of a photo, rings around a bruise, and what was measured of it."""

from math import isfinite
from typing import Any

from rest_framework import serializers

from api import wording
from api.contract.fields import Id, OneOf
from api.contract.shape import Out, Shape, utc
from tracker import wording as shared
from tracker.models import Bruise, BruiseMeasurement, Landmarks, ScaleKind
from tracker.records.photo_series import newest_by_photo

MOST_POINTS = 120
FRACTIONS = "fractions of the upright picture's width and height"


class Fraction(serializers.FloatField):
    """A number from 0 to 1; a word or true is none."""

    default_error_messages = {"invalid": wording.NOT_A_FRACTION}

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float) or not isfinite(data):
            self.fail("invalid")
        if not 0 <= data <= 1:
            self.fail("invalid")
        return float(data)


class PointField(serializers.ListField):
    child = Fraction(min_value=0, max_value=1)

    def __init__(self, **options: Any) -> None:
        super().__init__(min_length=2, max_length=2, **options)


class LandmarksIn(Shape):
    points = serializers.DictField(
        child=PointField(), help_text=f"two or more, name to [x, y]: {FRACTIONS}"
    )
    coin_mm = serializers.DecimalField(
        max_digits=4, decimal_places=2, required=False, allow_null=True, default=None
    )


class LandmarksOut(Out):
    points = serializers.DictField(child=serializers.ListField(child=serializers.FloatField()))
    coin_mm = serializers.FloatField(allow_null=True)
    marked_at = serializers.DateTimeField(allow_null=True)


class MeasurementIn(Shape):
    ring = serializers.ListField(
        child=PointField(), min_length=3, max_length=MOST_POINTS, help_text=FRACTIONS
    )
    scale = OneOf(ScaleKind.values, required=False, default="none")
    bruise = Id(
        required=False, allow_null=True, default=None, help_text="absent or null: a new place"
    )


class FigureOut(Out):
    value = serializers.FloatField()
    error = serializers.FloatField(help_text="one standard deviation, in the unit of value")


class DifferenceOut(Out):
    lightness = FigureOut()
    a = FigureOut()
    b = FigureOut()
    e00 = FigureOut(help_text="CIEDE2000, bruise to the skin around it")


class MeasurementOut(Out):
    id = serializers.UUIDField()
    bruise = serializers.UUIDField()
    photo = serializers.UUIDField()
    taken_at = serializers.DateTimeField()
    measured_at = serializers.DateTimeField()
    ring = serializers.ListField(child=serializers.ListField(child=serializers.FloatField()))
    scale = serializers.CharField()
    area_mm2 = FigureOut(allow_null=True)
    difference = DifferenceOut(allow_null=True)
    peak = FigureOut(allow_null=True)
    refused = serializers.CharField(allow_null=True, help_text="why it cannot be measured here")
    text = serializers.CharField(allow_null=True, help_text="the refusal in words")


class BruiseOut(Out):
    id = serializers.UUIDField()
    treatment = serializers.UUIDField()
    number = serializers.IntegerField()
    view = serializers.CharField()
    measurements = MeasurementOut(many=True, help_text="the newest of each photo, by its day")


def landmarks_out(marked: Landmarks | None) -> dict[str, Any]:
    """Nothing marked yet: no points."""
    if marked is None:
        return {"points": {}, "coin_mm": None, "marked_at": None}
    coin = None if marked.coin_mm is None else float(marked.coin_mm)
    return {"points": marked.points, "coin_mm": coin, "marked_at": utc(marked.marked_at)}


def measurement_out(row: BruiseMeasurement) -> dict[str, Any]:
    result = row.result or {}
    return {
        "id": row.pk,
        "bruise": row.bruise_id,
        "photo": row.photo_id,
        "taken_at": utc(row.photo.taken_at),
        "measured_at": utc(row.measured_at),
        "ring": row.ring,
        "scale": row.scale,
        "area_mm2": result.get("area_mm2"),
        "difference": result.get("difference"),
        "peak": result.get("peak"),
        "refused": row.refused or None,
        "text": shared.cannot_measure(row.refused) if row.refused else None,
    }


def bruise_out(bruise: Bruise) -> dict[str, Any]:
    return {
        "id": bruise.pk,
        "treatment": bruise.treatment_id,
        "number": bruise.number,
        "view": bruise.view,
        "measurements": [measurement_out(row) for row in newest_by_photo(bruise)],
    }
