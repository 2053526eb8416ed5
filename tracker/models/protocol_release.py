"""Which protocol is in force, and who answers for it."""

import uuid

from django.db import models
from django.utils import timezone


class ProtocolRelease(models.Model):
    """The newest release whose digest equals its folder's is in force."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.CharField(max_length=32)
    digest = models.CharField(max_length=80)
    author = models.CharField(max_length=200)
    approver = models.CharField(max_length=200)
    released_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "digest"], name="release_once"),
            models.CheckConstraint(
                condition=~models.Q(author=models.F("approver")),
                name="release_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.version
