"""A patient's record ends: asked for by her, or by the clinic's retention; a hold stops both."""

import uuid

from django.db import models
from django.utils import timezone


class Erasure(models.Model):
    """Outlives the patient: her id alone stays, as in the audit trail.

    asked_at is null where retention ended by itself. started_at lets the database delete what it
    guards otherwise (her cases' events); done_at: nothing else of her is left in the database.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.UUIDField(db_index=True)
    clinic = models.ForeignKey("tracker.Clinic", models.PROTECT, related_name="erasures")
    asked_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=models.Q(withdrawn_at=None),
                name="erasure_open_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.patient)


class LegalHold(models.Model):
    """A dispute, an inquiry: nothing of hers is erased until it ended. reason: a short code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey("tracker.Patient", models.CASCADE, related_name="legal_holds")
    reason = models.CharField(max_length=64)
    placed_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=models.Q(ended_at=None), name="legal_hold_once"
            )
        ]

    def __str__(self) -> str:
        return self.reason
