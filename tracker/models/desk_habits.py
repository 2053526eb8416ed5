"""How a colleague likes to work."""

from django.db import models


class DeskHabits(models.Model):
    """Who has no row here likes the worklist as it comes: keys on, names shown, no sound.

    keys: act -> key, only where it is another than the usual one (services.desk_keys).
    """

    user = models.OneToOneField("tracker.User", models.CASCADE, related_name="desk_habits")
    has_keys = models.BooleanField(default=True)
    hides_names = models.BooleanField(default=False)  # a screen that others can see
    has_sound = models.BooleanField(default=False)  # a tone for an emergency, and for nothing else
    keys = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return str(self.user_id)
