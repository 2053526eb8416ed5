"""Make a key that lies outside the database: the first of an installation, or a newer one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tracker.records.secret_files import KINDS, OPTIONAL, SecretFiles


class Command(BaseCommand):
    help = (
        "audit seals the record of acts, second-factor the secrets of apps, backup the backups; "
        "push signs notifications to phones, and without it none are offered."
    )
    requires_system_checks = []  # one of them asks for these very keys

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=(*KINDS, *OPTIONAL))

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(SecretFiles(options["kind"]).make())
        self.stderr.write("Back it up now, apart from the data, and keep the older ones.")
