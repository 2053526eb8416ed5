"""Daily: erase every patient whose retention has ended, and whom a restore has brought back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tracker.services import erasures


class Command(BaseCommand):
    help = "Erase whose record the law no longer asks for; --dry-run only names them, by id."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        found = {each.pk: each for each in [*erasures.erased_before(), *erasures.due()]}
        for pk, patient in found.items():
            if not options["dry_run"]:
                erasures.erase(patient)
            self.stdout.write(str(pk))
        done = "due" if options["dry_run"] else "erased"
        self.stderr.write(f"{len(found)} {done}. Run deploy/backup-keys after an erasure.")
