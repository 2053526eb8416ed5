"""A message to one of several patients in the seconds in which it may still be taken back."""

import uuid

from django.db import models
from django.utils import timezone


class HeldMessage(models.Model):
    """Gone once it has left (then it is a Message) or was taken back. run: one sending to several.

    leaves_at: until then its sender may take it back; after it the next round of the worker sends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("tracker.ReviewCase", models.CASCADE, related_name="held_messages")
    by = models.ForeignKey("tracker.User", models.PROTECT, related_name="+")
    text = models.TextField()
    run = models.UUIDField()
    leaves_at = models.DateTimeField(db_index=True)
    held_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "case"], name="held_message_once")]

    def __str__(self) -> str:
        return str(self.id)
