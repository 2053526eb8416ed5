"""The clinic's invitation to a patient."""

import uuid

from django.db import models
from django.utils import timezone

MOST_TRIES = 5


class Invitation(models.Model):
    """Single use; only the token's SHA-256 is kept; reveals nothing before the date of birth."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey("tracker.Patient", models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey("tracker.User", models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        spent = self.accepted_at or self.refused_at or self.replaced_at
        return not spent and self.tries < MOST_TRIES and timezone.now() < self.expires_at
