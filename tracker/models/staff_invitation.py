"""How somebody comes to a role: a mailed link for a newcomer, a second person for one's own."""

import uuid

from django.db import models
from django.utils import timezone

from tracker.models.people import Role


class StaffInvitation(models.Model):
    """Single use; only the token's SHA-256 is kept. Nothing is open to her before she takes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey("tracker.Clinic", models.CASCADE, related_name="staff_invitations")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    roles = models.JSONField()
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey("tracker.User", models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.id)


class RoleRequest(models.Model):
    """A role that an administrator wants for herself: another person says yes or no."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey("tracker.Clinic", models.CASCADE, related_name="role_requests")
    user = models.ForeignKey("tracker.User", models.CASCADE, related_name="role_requests")
    role = models.CharField(max_length=20, choices=Role.choices)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "tracker.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    was_given = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "user", "role"],
                condition=models.Q(decided_at=None),
                name="role_request_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
