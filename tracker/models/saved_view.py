"""A part of the worklist that somebody looks at often."""

import uuid

from django.db import models
from django.utils import timezone


class SavedView(models.Model):
    """A worklist's query string under a name. clinic: shared with its staff; null: hers alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey("tracker.User", models.CASCADE, related_name="saved_views")
    clinic = models.ForeignKey(
        "tracker.Clinic", models.CASCADE, null=True, blank=True, related_name="saved_views"
    )
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once")
        ]

    def __str__(self) -> str:
        return str(self.id)
