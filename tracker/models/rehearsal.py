"""A draft of the protocol tried on what patients have reported, and what it would change."""

import uuid

from django.db import models
from django.utils import timezone


class Rehearsal(models.Model):
    """One draft against the version in force, over the check-ins of some days.

    It is done in pieces, and this row is all that is known between them: `checked` steps of the
    gate, then the case library, then the patients up to `cursor`. pieces rises with each, so that
    of two servers that did the same one only the first is kept. clinic null: every clinic.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(
        "tracker.Clinic", models.CASCADE, null=True, blank=True, related_name="rehearsals"
    )
    version = models.CharField(max_length=32)
    digest = models.CharField(max_length=80)
    base_version = models.CharField(max_length=32)
    base_digest = models.CharField(max_length=80)
    library_digest = models.CharField(max_length=80)
    days = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    started_by = models.ForeignKey(
        "tracker.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    pieces = models.PositiveIntegerField(default=0)
    checked = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField()  # of the gate
    faults = models.JSONField(default=list)  # what the gate found, in words
    library = models.JSONField(null=True, blank=True)  # cases that differ; null: not yet held
    library_missed = models.PositiveIntegerField(default=0)
    cursor = models.UUIDField(null=True, blank=True)  # the last patient
    total = models.PositiveIntegerField()  # check-ins to judge
    judged = models.PositiveIntegerField(default=0)
    tally = models.JSONField(default=dict)  # tracker.triage.rehearsal.Tally
    cases_before = models.PositiveIntegerField(default=0)  # treatment and day with a flag
    cases_after = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["digest", "clinic"], name="rehearsals_of_a_digest")]

    def __str__(self) -> str:
        return f"{self.version} {self.id}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class RehearsedChange(models.Model):
    """A check-in that the draft judges otherwise; kind as tracker.triage.rehearsal names it.

    outcome: what became of its case so far: a decision's reason, "open", or "none" without a case.
    """

    rehearsal = models.ForeignKey(Rehearsal, models.CASCADE, related_name="changes")
    check_in = models.ForeignKey("tracker.CheckIn", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=5)
    urgency_before = models.CharField(max_length=10)
    urgency_after = models.CharField(max_length=10)
    gained = models.JSONField(default=list)  # ids of rules
    lost = models.JSONField(default=list)
    is_missed = models.BooleanField(default=False)  # an emergency no more
    acted_on = models.BooleanField(default=False)
    outcome = models.CharField(max_length=16)
    case = models.ForeignKey(
        "tracker.ReviewCase", models.CASCADE, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rehearsal", "check_in"], name="rehearsed_once")
        ]
        indexes = [
            models.Index(
                fields=["rehearsal", "kind", "-acted_on", "outcome", "id"],
                name="rehearsed_by_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.check_in_id}"
