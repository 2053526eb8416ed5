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
        again = {each.pk: each for each in erasures.erased_before()}
        found = {each.pk: each for each in erasures.due()} | again
        count = 0
        for pk, patient in found.items():
            if options["dry_run"] or erasures.erase(patient, only_if_due=pk not in again):
                self.stdout.write(str(pk))
                count += 1
        done = "due" if options["dry_run"] else "erased"
        self.stderr.write(f"{count} {done}. Run deploy/backup-keys after an erasure.")
