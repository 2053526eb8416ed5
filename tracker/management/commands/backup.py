"""Database and photos in one sealed file; the keys go elsewhere (deploy/backup-keys)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.services import backups, system_marks


class Command(BaseCommand):
    help = "Write a sealed backup into FOLDER, while the clinic works."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="FOLDER", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            path = backups.back_up(options["folder"])
        except backups.CannotBackUp as reason:
            raise CommandError(str(reason)) from None
        system_marks.note(system_marks.BACKUP, bytes=path.stat().st_size)
        self.stdout.write(str(path))
