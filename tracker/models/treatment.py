"""What was injected, where, how much, and with what."""

import uuid

from django.db import models
from django.utils import timezone


class Side(models.TextChoices):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Treatment(models.Model):
    """One session of one procedure. circumstances: codes; null was not asked.

    dilution: the clinic's own words ("2.5 ml to 100 U"), for people; nothing reckons with them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey("tracker.Patient", models.PROTECT, related_name="treatments")
    procedure = models.CharField(max_length=64)
    product = models.CharField(max_length=64, blank=True)
    lot = models.CharField(max_length=64, blank=True)
    dilution = models.CharField(max_length=64, blank=True)
    lot_expires_on = models.DateField(null=True, blank=True)
    performed_at = models.DateTimeField()
    circumstances = models.JSONField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        "tracker.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["patient", "-performed_at"], name="treatment_newest"),
            models.Index(fields=["lot"], name="treatment_by_lot"),
            models.Index(fields=["performed_at", "patient"], name="treatment_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class InjectionSite(models.Model):
    """amount is in the product's own unit: units of two products are never converted."""

    treatment = models.ForeignKey(Treatment, models.CASCADE, related_name="sites")
    region = models.CharField(max_length=64)
    side = models.CharField(max_length=5, choices=Side.choices, blank=True)
    amount = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=16, blank=True)

    def __str__(self) -> str:
        return f"{self.side} {self.region}".strip()


class AftercareOverride(models.Model):
    """A clinic's own length of a protocol's aftercare timer, in hours."""

    clinic = models.ForeignKey("tracker.Clinic", models.CASCADE, related_name="aftercare")
    timer = models.CharField(max_length=64)
    hours = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "timer"], name="aftercare_override_once")
        ]

    def __str__(self) -> str:
        return f"{self.timer} {self.hours}"
