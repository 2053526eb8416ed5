"""An aftercare rule that was broken by accident, told between two check-ins."""

import uuid

from django.db import models
from django.utils import timezone


class AftercareSlip(models.Model):
    """behaviour is the protocol's code; the next check-in has it ticked, so the rules see it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    treatment = models.ForeignKey("tracker.Treatment", models.PROTECT, related_name="slips")
    behaviour = models.CharField(max_length=64)
    told_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["treatment", "-told_at"], name="slip_newest")]

    def __str__(self) -> str:
        return self.behaviour
