"""Whether a clinician has seen the note of a check-in."""

from django.db import models


class NoteMark(models.Model):
    """A note until a clinician has seen it, and from then on who that was and when.

    chased_at: when it was told that this lies unseen. Apart from its check-in, which is never
    edited. A check-in without a note has none.
    """

    check_in = models.OneToOneField(
        "tracker.CheckIn", models.PROTECT, primary_key=True, related_name="note_mark"
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    chased_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        "tracker.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seen_at=None, seen_by=None)
                | models.Q(seen_at__isnull=False, seen_by__isnull=False),
                name="note_seen_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["check_in"], condition=models.Q(seen_at=None), name="notes_to_see")
        ]

    def __str__(self) -> str:
        return str(self.check_in_id)
