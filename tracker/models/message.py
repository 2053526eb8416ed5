"""What patient and clinic write to each other: one thread a treatment."""

import uuid

from django.db import models
from django.utils import timezone


class Message(models.Model):
    """seen_at: opened by the other side; chased_at: when it was told that this lies unseen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    treatment = models.ForeignKey("tracker.Treatment", models.PROTECT, related_name="messages")
    case = models.ForeignKey(
        "tracker.ReviewCase",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
    )
    sender = models.ForeignKey("tracker.User", models.PROTECT, related_name="+")
    sender_role = models.CharField(max_length=20)  # "patient", or the sender's role at the time
    client_id = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    text = models.TextField()
    photos = models.ManyToManyField("tracker.Photo", blank=True, related_name="+")
    worried = models.BooleanField(default=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        "tracker.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    chased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "client_id"], name="message_once")]
        indexes = [
            models.Index(fields=["treatment", "-sent_at"], name="message_thread"),
            models.Index(  # which the clinic has not seen: few, and asked with each worklist
                fields=["treatment", "sent_at"],
                condition=models.Q(sender_role="patient", seen_at=None),
                name="messages_to_see",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_from_patient(self) -> bool:
        return self.sender_role == "patient"

    @property
    def is_new_to_clinic(self) -> bool:
        return self.is_from_patient and self.seen_at is None
