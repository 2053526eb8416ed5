"""Bring a backup back into an empty folder, and prove it: digests, photos, the audit chain."""

import time
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from tracker.models import Photo
from tracker.records import audit_chain
from tracker.services import photo_store, restores


class Command(BaseCommand):
    help = "Restore a backup into the empty data folder and database of these settings."
    requires_system_checks = []  # there is nothing yet that they could look at

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", metavar="BACKUP", type=Path)
        parser.add_argument("--secrets", type=Path, required=True, help="folder of *-*.key")
        parser.add_argument("--patient-keys", type=Path, required=True, help="their copy")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        connection.close()
        try:
            given = (options["archive"], options["secrets"], options["patient_keys"])
            listed = restores.restore(*given)
        except restores.CannotRestore as reason:
            raise CommandError(f"Nothing was restored: {reason}") from None
        call_command("migrate", verbosity=0, interactive=False)
        faults = [str(each) for each in audit_chain.faults(restores.heads_of(listed))]
        photos = Counter(_state(photo) for photo in Photo.objects.select_related("key"))
        call_command("sweep_photos", stdout=self.stdout)
        minutes = (time.monotonic() - began) / 60
        self.stdout.write(f"{len(listed['digests'])} digests fit, {dict(photos)} photos")
        self.stdout.write(f"{len(listed['heads'])} audit chains, {len(faults)} faults")
        self.stdout.write(f"{minutes:.2f} minutes. Run erase_due before you open.")
        if faults or photos["damaged"]:
            raise CommandError("; ".join([*faults, f"{photos['damaged']} photos are damaged"]))


def _state(photo: Photo) -> str:
    if photo.erased_at or photo.key.destroyed_at:
        return "erased"
    if not photo_store.is_intact(photo):
        return "damaged"
    try:
        photo_store.read(photo, "blurred", "jpeg")
    except photo_store.KeyDestroyed:
        return "erased"
    except photo_store.PhotoStoreError:
        return "damaged"
    return "opened"
