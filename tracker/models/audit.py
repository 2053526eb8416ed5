"""What was done and looked at, by whom: ids only, never names or words."""

from django.db import models


class AuditEvent(models.Model):
    """Append-only (triggers refuse UPDATE and DELETE), one hash chain a clinic.

    sequence counts within the chain from 1; hash seals this row and previous_hash with a key that
    lies outside the database (HMAC-SHA-256, hex). Written by tracker.records.audit.record alone.
    """

    chain = models.CharField(max_length=36)  # the clinic's id; "none" where no clinic is touched
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    action = models.CharField(max_length=64)
    subject = models.CharField(max_length=32)  # the kind of row
    subject_id = models.CharField(max_length=36)
    detail = models.JSONField(default=dict)  # ids, codes and counts only
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="audit_sequence_once")
        ]
        indexes = [
            models.Index(fields=["subject", "subject_id"], name="audit_by_subject"),
            models.Index(fields=["chain", "actor", "-sequence"], name="audit_by_actor"),
            models.Index(fields=["chain", "at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"
