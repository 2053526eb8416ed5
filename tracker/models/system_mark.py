"""When something that nobody sees was last done: the worker's round, a backup, a verification."""

from django.db import models


class SystemMark(models.Model):
    """One row a name; detail: counts only."""

    name = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name
