"""Make the photo master key of a new installation, or a newer one for patients to come."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tracker.models import PatientKey
from tracker.services import photo_store


class Command(BaseCommand):
    help = "Make a photo master key in the key folder; older keys go on opening older photos."
    requires_system_checks = []  # one of them asks for this very key

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--rewrap",
            action="store_true",
            help="wrap every patient's key under it, so that older master keys can be destroyed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"photo-master-{photo_store.make_master_key()}.key")
        self.stderr.write("Back it up now, apart from the data: without it no photo can be opened.")
        if options["rewrap"]:
            self._rewrap()

    def _rewrap(self) -> None:
        keys = PatientKey.objects.filter(destroyed_at=None)
        for key in keys.iterator():
            photo_store.wrap_anew(key)
        self.stdout.write(f"{keys.count()} patients' keys wrapped anew")
