"""A clinic's own short word on a case, to find it again by."""

from django.db import models
from django.utils import timezone


class CaseLabel(models.Model):
    """key: the name without case, so that one word is one label. It goes with its case."""

    case = models.ForeignKey("tracker.ReviewCase", models.CASCADE, related_name="labels")
    name = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    added_by = models.ForeignKey("tracker.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="case_label_once")]

    def __str__(self) -> str:
        return str(self.case_id)
