"""Photos of skin, the keys they are sealed with, and requests for one view."""

import uuid

from django.db import models
from django.utils import timezone


class PatientKey(models.Model):
    """One patient's photo key; destroying it erases every copy of her photos, backups too.

    The key itself lies wrapped in the key folder, never here: an old dump of this table opens
    nothing. After a destruction a patient may have a new one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey("tracker.Patient", models.PROTECT, related_name="photo_keys")
    clinic = models.ForeignKey("tracker.Clinic", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=models.Q(destroyed_at=None), name="photo_key_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class PhotoRequest(models.Model):
    """A clinician asks for one named view by a time; the first photo that answers closes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("tracker.ReviewCase", models.CASCADE, related_name="photo_requests")
    treatment = models.ForeignKey(
        "tracker.Treatment", models.CASCADE, related_name="photo_requests"
    )
    view = models.CharField(max_length=32)
    wanted_by = models.DateTimeField()
    text = models.TextField(blank=True)
    requested_by = models.ForeignKey("tracker.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.view} {self.id}"


class Photo(models.Model):
    """A clean picture of a treatment; its bytes lie sealed under stored_name in the photo store.

    fingerprint: SHA-256 of the bytes as sent. contents: where each variant lies in the sealed
    file, opaque to all but the photo store. width, height: pixels of the upright original.
    taken_again: how many of this view her phone let go before it; None: not counted.
    withdrawn_at: she took it back; erased_at: then its bytes went too, and contents is empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey("tracker.Patient", models.PROTECT, related_name="photos")
    treatment = models.ForeignKey("tracker.Treatment", models.PROTECT, related_name="photos")
    check_in = models.ForeignKey(
        "tracker.CheckIn", models.PROTECT, null=True, blank=True, related_name="photos"
    )
    request = models.ForeignKey(
        PhotoRequest, models.PROTECT, null=True, blank=True, related_name="photos"
    )
    sent_by = models.ForeignKey("tracker.User", models.PROTECT, related_name="+")
    client_id = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    view = models.CharField(max_length=32)
    taken_at = models.DateTimeField()
    taken_again = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    quality = models.JSONField(default=dict)
    key = models.ForeignKey(PatientKey, models.PROTECT, related_name="photos")
    stored_name = models.CharField(max_length=32, unique=True)
    contents = models.JSONField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "client_id"], name="photo_once"),
            models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(withdrawn_at__isnull=False),
                name="photo_erased_after_withdrawal",
            ),
        ]
        indexes = [
            models.Index(fields=["treatment", "-taken_at"], name="photo_of_treatment"),
            models.Index(fields=["patient", "received_at"], name="photo_by_day"),
            models.Index(fields=["received_at", "check_in"], name="photo_by_time"),
        ]

    def __str__(self) -> str:
        return str(self.id)
