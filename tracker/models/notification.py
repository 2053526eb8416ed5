"""The outbox: mail leaves through these rows, never inside a request's transaction."""

import uuid

from django.db import models
from django.utils import timezone


class NotificationState(models.TextChoices):
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


class Notification(models.Model):
    """dedupe_key makes a notice leave once. detail: what its template needs; emptied when sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32)
    address = models.EmailField()
    language = models.CharField(max_length=10, default="en")
    detail = models.JSONField(default=dict, blank=True)
    dedupe_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(
        max_length=8,
        choices=NotificationState.choices,
        default=NotificationState.PENDING,
    )
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="notification_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
