"""What the patient said."""

import uuid

from django.db import models
from django.utils import timezone


class NoPhoto(models.TextChoices):
    """Why she took no photo that day, where she said so."""

    BAD_LIGHT = "bad_light"
    NOT_PRIVATE = "not_private"
    NOT_UP_TO_IT = "not_up_to_it"
    NO_CAMERA = "no_camera"
    NO_CHANGE = "no_change"
    RATHER_NOT = "rather_not"


class CheckIn(models.Model):
    """One patient's report on a day of recovery; never edited once it has arrived.

    reported_at is the patient's clock as she claims it, received_at ours (UTC); offline, days
    may lie between. judged_at is the one that the rules used; where the claim is impossible
    (clock_suspect) both ends were judged (docs/adr, "which clock"). day: local date of the report
    minus local date of the treatment in her time zone, for words only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey("tracker.Patient", models.PROTECT, related_name="check_ins")
    treatment = models.ForeignKey("tracker.Treatment", models.PROTECT, related_name="check_ins")
    client_id = models.UUIDField()  # made on the device: sending twice must store once
    fingerprint = models.CharField(max_length=64)  # SHA-256 of the content: another is refused
    content = models.TextField()  # what was sent, in canonical JSON; the rows below are its index
    reported_at = models.DateTimeField()
    utc_offset_minutes = models.SmallIntegerField(default=0)  # of reported_at as it was said
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    judged_at = models.DateTimeField(editable=False)
    clock_suspect = models.BooleanField(default=False)
    day = models.PositiveIntegerField()
    danger_signs = models.JSONField(default=dict)  # {"asked", "any", "signs"}
    behaviours = models.JSONField(null=True, blank=True)  # codes; null was not asked
    wants_contact = models.BooleanField(null=True, blank=True)
    note = models.TextField(blank=True)
    no_photo_because = models.CharField(  # noqa: DJ001 (null adds no table anew, see migration 0028)
        max_length=16, choices=NoPhoto.choices, null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "client_id"], name="check_in_once")
        ]
        indexes = [
            models.Index(fields=["treatment", "-judged_at"], name="check_in_of_treatment"),
            models.Index(fields=["patient", "-judged_at"], name="check_in_of_patient"),
            models.Index(  # the caseload reads nothing but this index (docs/adr/052)
                fields=["judged_at", "patient", "treatment", "day", "id"], name="check_in_by_time"
            ),
            models.Index(
                fields=["-received_at"], condition=~models.Q(note=""), name="check_in_with_note"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SymptomReport(models.Model):
    """One symptom at one place. severity 0–10 (null or 0: strength unknown, unless gone)."""

    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="symptoms")
    position = models.PositiveSmallIntegerField()
    symptom = models.CharField(max_length=64)
    region = models.CharField(max_length=64, blank=True)
    side = models.CharField(max_length=5, blank=True)
    severity = models.PositiveSmallIntegerField(null=True, blank=True)
    onset_at = models.DateTimeField(null=True, blank=True)
    course = models.CharField(max_length=8, blank=True)
    answers = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["check_in", "position"], name="symptom_position_once")
        ]

    def __str__(self) -> str:
        return self.symptom


class SafetyAnswer(models.Model):
    """Her answer to a contraindication question: "true", "false" or "not_sure"; never edited."""

    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="safety_answers")
    question = models.CharField(max_length=64)
    answer = models.CharField(max_length=8)
    answered_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.question} {self.answer}"
