"""Each decision of a patient about her data, one row a decision."""

import uuid

from django.db import models
from django.utils import timezone


class ConsentKind(models.TextChoices):
    CARE = "care"
    PHOTOS = "photos"
    REMINDERS = "reminders"


class Consent(models.Model):
    """Never edited: a withdrawal is a newer row. text_version names the words she saw."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey("tracker.Patient", models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=16, choices=ConsentKind.choices)
    given = models.BooleanField()
    text_version = models.CharField(max_length=32)
    language = models.CharField(max_length=10)
    decided_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["patient", "kind", "-decided_at"], name="consent_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.given}"
