"""Photo files, keys and rows, compared: what no row names goes, what a row misses is named."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from tracker.models import PatientKey, Photo
from tracker.services import photo_store
from tracker.services.photo_erasure import finish_erasures


class Command(BaseCommand):
    help = "Finish erasures, remove files that no row names (an hour old), name what is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{finish_erasures()} erasures finished")
        kept = Photo.objects.filter(erased_at=None)
        alive = kept.filter(key__destroyed_at=None)
        known = set(kept.values_list("stored_name", flat=True))
        gone = photo_store.sweep(known)
        self.stdout.write(f"{len(known)} photos, {len(gone)} files without a row removed")
        _refuse("Without a file: ", _lost_photos(alive))
        _refuse("Without their key: ", _lost_keys())


def _lost_photos(alive: QuerySet[Photo]) -> list[str]:
    lost = photo_store.lost(alive.values_list("stored_name", flat=True))
    return [str(pk) for pk in alive.filter(stored_name__in=lost).values_list("pk", flat=True)]


def _lost_keys() -> list[str]:
    """Patients whose photos cannot be opened, though nobody erased them."""
    keys = PatientKey.objects.filter(destroyed_at=None)
    return [f"patient {key.patient_id}" for key in keys if not photo_store.has_key(key.pk)]


def _refuse(what: str, missing: list[str]) -> None:
    if missing:
        raise CommandError(what + ", ".join(missing))
