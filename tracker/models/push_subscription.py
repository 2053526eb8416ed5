"""A phone on which a person wants notifications: where they are sent, and keys to seal them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class PushSubscription(models.Model):
    """One browser of one person, for as long as it is signed in.

    endpoint is an address of the browser's own push service, a secret between it and us: it stands
    in no log and in no URL of ours. p256dh and auth are the phone's, as it names them (RFC 8291):
    base64url of 65 and 16 bytes. Whatever ends the session (sign-out, another device, its age,
    erasure) takes the row with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_subscriptions"
    )
    session = models.ForeignKey("sessions.Session", models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=88)
    auth = models.CharField(max_length=24)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.id)
