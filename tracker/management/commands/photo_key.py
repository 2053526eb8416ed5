"""Make the photo master key of a new installation, or a newer one for patients to come."""

from typing import Any

from django.core.management.base import BaseCommand

from tracker.services import photo_store


class Command(BaseCommand):
    help = "Make a photo master key in the key folder; older keys go on opening older photos."
    requires_system_checks = []  # one of them asks for this very key

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"photo-master-{photo_store.make_master_key()}.key")
        self.stderr.write("Back it up now, apart from the data: without it no photo can be opened.")
