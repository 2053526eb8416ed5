"""What a patient said later about a remedy that she was shown."""

import uuid

from django.db import models
from django.utils import timezone


class RemedyOutcome(models.TextChoices):
    HELPED = "helped"
    NO_CHANGE = "no_change"
    WORSE = "worse"


class RemedyFeedback(models.Model):
    """Never edited: another opinion is a newer row. remedy is the protocol's code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    check_in = models.ForeignKey("tracker.CheckIn", models.PROTECT, related_name="remedy_feedback")
    treatment = models.ForeignKey(
        "tracker.Treatment", models.PROTECT, related_name="remedy_feedback"
    )
    remedy = models.CharField(max_length=64)
    outcome = models.CharField(max_length=9, choices=RemedyOutcome.choices)
    told_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["treatment", "-told_at"], name="feedback_newest")]

    def __str__(self) -> str:
        return f"{self.remedy} {self.outcome}"
