"""What it is made of: a bill of materials for a scanner, and whether what is installed is that."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tracker.management import packages


class Command(BaseCommand):
    help = "Print the locked packages as CycloneDX; --verify holds what is installed against them."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--verify", action="store_true", help="every file of every package")
        parser.add_argument("--lock", default="requirements.lock")

    def handle(self, *args: Any, **options: Any) -> None:
        lock = packages.read_lock((Path(settings.ROOT) / options["lock"]).read_text())
        if not options["verify"]:
            made = packages.bill_of_materials(lock, settings.FADEWELL_VERSION)
            self.stdout.write(json.dumps(made, indent=1))
            return
        wrong = packages.faults(lock)
        for fault in wrong:
            self.stdout.write(fault)
        if wrong:
            raise CommandError(f"{len(wrong)} faults: not what {options['lock']} says.")
        self.stdout.write(f"{len(lock)} packages are what {options['lock']} says")
