"""A bruise that is followed over the photos of a treatment, and what was measured of it."""

import uuid

from django.db import models
from django.utils import timezone


class ScaleKind(models.TextChoices):
    EYES = "eyes"
    COIN = "coin"
    NONE = "none"


class Bruise(models.Model):
    """One place on the skin, in one view; number counts within the treatment from 1."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    treatment = models.ForeignKey("tracker.Treatment", models.PROTECT, related_name="bruises")
    number = models.PositiveIntegerField()
    view = models.CharField(max_length=32)
    ringed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["treatment", "number"], name="bruise_number_once")
        ]

    def __str__(self) -> str:
        return f"bruise {self.number} of {self.treatment_id}"


class BruiseMeasurement(models.Model):
    """One try to measure a bruise on one photo; never edited: a later row of a photo counts.

    ring: [[x, y], …] as fractions, 0 to 1, of the upright picture. result: the measurement's
    data, or null where refused names why it cannot be measured here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bruise = models.ForeignKey(Bruise, models.PROTECT, related_name="measurements")
    photo = models.ForeignKey("tracker.Photo", models.PROTECT, related_name="measurements")
    ring = models.JSONField()
    result = models.JSONField(null=True, blank=True)
    refused = models.CharField(max_length=32, blank=True)
    scale = models.CharField(max_length=8, choices=ScaleKind.choices)
    measured_by = models.ForeignKey("tracker.User", models.PROTECT, related_name="+")
    measured_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(result__isnull=True, refused__gt="")
                | models.Q(result__isnull=False, refused=""),
                name="bruise_measured_or_refused",
            )
        ]
        indexes = [models.Index(fields=["bruise", "-measured_at"], name="bruise_newest")]

    def __str__(self) -> str:
        return f"{self.bruise_id} on {self.photo_id}"
