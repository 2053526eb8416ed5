"""Which protocol is in force, and who answers for it."""

import uuid

from django.db import models
from django.utils import timezone


class ProtocolRelease(models.Model):
    """The newest release whose digest equals its folder's is in force.

    author and approver: their names as they stood. author_user and approver_user: who submitted
    and who approved on the page; null where the command recorded it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.CharField(max_length=32)
    digest = models.CharField(max_length=80)
    author = models.CharField(max_length=200)
    approver = models.CharField(max_length=200)
    author_user = models.ForeignKey(
        "tracker.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    approver_user = models.ForeignKey(
        "tracker.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "digest"], name="release_once"),
            models.CheckConstraint(
                condition=~models.Q(author=models.F("approver")),
                name="release_two_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(author_user=models.F("approver_user")),
                name="release_two_users",
            ),
        ]

    def __str__(self) -> str:
        return self.version


class ProtocolSubmission(models.Model):
    """A draft as its author handed it in for approval: this digest and no other.

    One stands open a version; what is withdrawn, or handed in anew, is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.CharField(max_length=32)
    digest = models.CharField(max_length=80)
    author = models.ForeignKey("tracker.User", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "tracker.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=models.Q(withdrawn_at=None),
                name="one_open_submission_a_version",
            )
        ]

    def __str__(self) -> str:
        return self.version
