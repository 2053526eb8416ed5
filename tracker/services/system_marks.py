"""Noting when something that nobody sees was last done, for the page that shows it."""

from django.utils import timezone

from tracker.models import SystemMark

WORKER, BACKUP, AUDIT = "worker", "backup", "audit"


def note(name: str, **detail: int) -> None:
    SystemMark.objects.update_or_create(
        name=name, defaults={"at": timezone.now(), "detail": detail}
    )


def note_worker() -> int:
    """A round of the worker, or of tick."""
    note(WORKER)
    return 0
