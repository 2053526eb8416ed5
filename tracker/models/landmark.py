"""Landmarks: fixed points of a face, tapped once on a photo, that lay one day over another."""

import uuid

from django.db import models
from django.utils import timezone

LANDMARKS = (
    "eye_outer_right",
    "eye_inner_right",
    "eye_inner_left",
    "eye_outer_left",
    "mouth_right",
    "mouth_left",
)
COIN_EDGES = ("coin_edge_1", "coin_edge_2")  # two edges that face each other


class Landmarks(models.Model):
    """One tapping of one photo; never edited: a later row counts, the older stays.

    points: name -> [x, y] as fractions, 0 to 1, of the upright picture's width and height; right
    and left are the patient's. coin_mm: the diameter of the coin between COIN_EDGES.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    photo = models.ForeignKey("tracker.Photo", models.PROTECT, related_name="landmarks")
    points = models.JSONField()
    coin_mm = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    marked_by = models.ForeignKey("tracker.User", models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["photo", "-marked_at"], name="landmarks_newest")]

    def __str__(self) -> str:
        return f"landmarks of {self.photo_id}"
