"""The clinician's work on what was flagged."""

import uuid

from django.db import models
from django.utils import timezone


class Status(models.TextChoices):
    OPEN = "open"
    WAITING_PATIENT = "waiting_patient"
    SNOOZED = "snoozed"
    CLOSED = "closed"


class RaisedBy(models.TextChoices):
    RULE = "rule"
    PATIENT = "patient"
    COLLEAGUE = "colleague"


class ReviewCase(models.Model):
    """One open case a treatment: later flags join it, urgency the highest, due_at the earliest.

    rank orders by urgency (4 emergency … 2 review). version rises with every change: a move that
    names an older one is refused. due_at: when a clinician has to have seen it; acknowledging
    meets it, a later flag starts it anew. late_since: it was seen and then lay still for longer
    than it may, since then; any step ends that. news_at: the patient's last word; seen_at: the last
    time that a clinician acted. escalation: {"to", "from", "by", "reason"} until it is accepted.
    opinion: {"to", "from", "by", "question"} of a second opinion that was asked for, until it is
    given.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey("tracker.Clinic", models.PROTECT, related_name="review_cases")
    patient = models.ForeignKey("tracker.Patient", models.PROTECT, related_name="review_cases")
    treatment = models.ForeignKey("tracker.Treatment", models.PROTECT, related_name="review_cases")
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.OPEN)
    urgency = models.CharField(max_length=10)
    rank = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    raised_by = models.CharField(max_length=10, choices=RaisedBy.choices)
    day = models.PositiveIntegerField()
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    assigned_to = models.ForeignKey(
        "tracker.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_cases",
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        "tracker.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    late_since = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    news_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    decision = models.JSONField(null=True, blank=True)
    escalation = models.JSONField(null=True, blank=True)
    opinion = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["treatment"],
                condition=~models.Q(status="closed"),
                name="one_open_case_a_treatment",
            )
        ]
        indexes = [
            models.Index(
                "clinic",
                models.F("rank").desc(),
                "due_at",
                "id",
                condition=~models.Q(status="closed"),
                name="open_cases_by_urgency",
            ),
            models.Index(fields=["clinic", "-closed_at"], name="closed_cases_newest"),
            models.Index(fields=["clinic", "-opened_at"], name="cases_newest"),
            models.Index(  # adverse events, as the caseload counts them (docs/adr/062)
                fields=["treatment"],
                condition=models.Q(status="closed", decision__reason__in=("treated", "referred")),
                name="cases_with_event",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        return self.status != Status.CLOSED

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.acknowledged_at is None and self.due_at < timezone.now()

    @property
    def has_news(self) -> bool:
        return self.seen_at is None or self.news_at > self.seen_at


class ReviewEvent(models.Model):
    """Who moved a case, when, why; append-only. by is null where the system acted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(ReviewCase, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey("tracker.User", models.PROTECT, null=True, blank=True, related_name="+")
    action = models.CharField(max_length=32)
    from_status = models.CharField(max_length=16, blank=True)
    to_status = models.CharField(max_length=16)
    note = models.TextField(blank=True)
    assessment = models.ForeignKey(
        "tracker.Assessment", models.PROTECT, null=True, blank=True, related_name="+"
    )
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="review_event_number_once")
        ]
        indexes = [
            models.Index(  # which check-ins opened or joined a case (docs/adr/062)
                fields=["at", "assessment"],
                condition=models.Q(action__in=("opened", "flagged")),
                name="review_event_joined",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.case_id}"
