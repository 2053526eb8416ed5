"""What the record of a treatment said before somebody corrected it."""

import uuid

from django.db import models
from django.utils import timezone


class TreatmentCorrection(models.Model):
    """One correction; never edited, so that what was recorded before stays readable.

    before: the whole record as it stood (services/treatment_rows.py, as_data). fields: the names of
    what changed. reason: a code of services/corrections.py. number 1 is the first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    treatment = models.ForeignKey("tracker.Treatment", models.PROTECT, related_name="corrections")
    number = models.PositiveSmallIntegerField()
    by = models.ForeignKey("tracker.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    reason = models.CharField(max_length=16)
    fields = models.JSONField()
    before = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["treatment", "number"], name="correction_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.treatment_id}"
