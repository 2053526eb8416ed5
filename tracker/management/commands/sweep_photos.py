"""Photo files and photo rows, compared: what no row names goes, what a row misses is named."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.models import Photo
from tracker.services import photo_store


class Command(BaseCommand):
    help = "Remove photo files that no row names (an hour old or more); name rows without a file."

    def handle(self, *args: Any, **options: Any) -> None:
        kept = Photo.objects.filter(erased_at=None)
        known = set(kept.values_list("stored_name", flat=True))
        gone = photo_store.sweep(known)
        self.stdout.write(f"{len(known)} photos, {len(gone)} files without a row removed")
        lost = photo_store.lost(known)
        if lost:
            rows = Photo.objects.filter(stored_name__in=lost).values_list("pk", flat=True)
            raise CommandError("Without a file: " + ", ".join(str(pk) for pk in rows))
