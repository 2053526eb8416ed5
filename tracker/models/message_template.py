"""A clinic's own words for a message that it writes often."""

import uuid

from django.db import models
from django.utils import timezone


class MessageTemplate(models.Model):
    """texts: language -> text, with the fields of services.message_templates in braces.

    Messages keep the words that were sent: changing or retiring a template changes none of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey("tracker.Clinic", models.PROTECT, related_name="message_templates")
    title = models.CharField(max_length=80)
    texts = models.JSONField(default=dict)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        "tracker.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "title"],
                condition=models.Q(retired_at=None),
                name="template_title_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
