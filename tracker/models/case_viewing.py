"""Who has a case open at this moment."""

from django.db import models


class CaseViewing(models.Model):
    """A mark of seconds, so that two do not work on one case; the look itself is audited apart."""

    case = models.ForeignKey("tracker.ReviewCase", models.CASCADE, related_name="viewings")
    user = models.ForeignKey("tracker.User", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="case_viewing_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.case_id}"
