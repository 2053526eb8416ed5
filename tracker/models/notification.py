"""The outbox: notices leave through these rows, never inside a request's transaction."""

import uuid

from django.db import models
from django.utils import timezone


class NotificationState(models.TextChoices):
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


class Channel(models.TextChoices):
    MAIL = "mail"
    PUSH = "push"


class Notification(models.Model):
    """dedupe_key makes a notice leave once. detail: what its template needs; emptied when sent.

    patient: whose phones it may go to; null is by mail alone. An empty address: by phone alone.
    failed_first: the way that did not reach her, so that the other was taken; sent_by: the one
    that did.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=32)
    address = models.EmailField(blank=True)
    patient = models.ForeignKey(
        "tracker.Patient", models.CASCADE, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=10, default="en")
    detail = models.JSONField(default=dict, blank=True)
    dedupe_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(
        max_length=8,
        choices=NotificationState.choices,
        default=NotificationState.PENDING,
    )
    failed_first = models.CharField(max_length=4, choices=Channel.choices, blank=True)
    sent_by = models.CharField(max_length=4, choices=Channel.choices, blank=True)
    due_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="notification_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
