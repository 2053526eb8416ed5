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


class ConsentText(models.Model):
    """What a clinic adds to the product's own words of one decision; never edited, only followed.

    number counts the clinic's versions of this kind from 1; a consent's text_version ends in it.
    text: language -> words; {} takes the addition back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey("tracker.Clinic", models.CASCADE, related_name="consent_texts")
    kind = models.CharField(max_length=16, choices=ConsentKind.choices)
    number = models.PositiveIntegerField()
    text = models.JSONField(default=dict)
    written_by = models.ForeignKey("tracker.User", models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "kind", "number"], name="consent_text_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
