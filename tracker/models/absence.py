"""A colleague is away: for these days her cases are her stand-in's, or everybody's."""

import uuid

from django.db import models
from django.utils import timezone


class Absence(models.Model):
    """From starts_at up to ends_at, whole days by the clinic's clock; no stand-in: the queue.

    ended_at: it was called off, or she came back sooner.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey("tracker.Clinic", models.CASCADE, related_name="absences")
    user = models.ForeignKey("tracker.User", models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    stand_in = models.ForeignKey(
        "tracker.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="absence_has_days"
            )
        ]
        indexes = [models.Index(fields=["clinic", "ends_at"], name="absence_by_end")]

    def __str__(self) -> str:
        return str(self.id)
