"""What the protocol concluded."""

import json
import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

URGENCIES = (
    "none",
    "self_care",
    "review",
    "urgent",
    "emergency",
)  # each worse than the last


class Assessment(models.Model):
    """One judgement of one check-in, with its whole receipt; never edited, a newer one is added.

    receipt is canonical JSON: facts as judged, fired rules with the facts that fired them, what
    was unknown, engine, protocol version and digest, language, the words shown.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    check_in = models.ForeignKey("tracker.CheckIn", models.CASCADE, related_name="assessments")
    number = models.PositiveSmallIntegerField()  # 1 is the first; the highest counts
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    urgency = models.CharField(max_length=10)
    seek_emergency_care = models.BooleanField()
    needs_review = models.BooleanField()
    protocol_version = models.CharField(max_length=32)
    digest = models.CharField(max_length=80)
    engine = models.CharField(max_length=32)
    language = models.CharField(max_length=10)
    rules = models.JSONField(default=list)  # ids of the rules that fired
    receipt = models.TextField()
    reason = ""  # one line for the clinic, while it is new: the case keeps it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_in", "number"], name="assessment_number_once")
        ]
        indexes = [
            models.Index(
                fields=["created_at", "check_in"],
                condition=models.Q(needs_review=True),
                name="assessment_flagged",
            )
        ]

    def __str__(self) -> str:
        return f"{self.urgency} {self.id}"

    @cached_property
    def said(self) -> dict[str, Any]:
        """The receipt, read."""
        read: dict[str, Any] = json.loads(self.receipt)
        return read

    @property
    def rank(self) -> int:
        """0 none … 4 emergency."""
        return URGENCIES.index(self.urgency)
