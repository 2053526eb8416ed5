"""Put a protocol version in force: `release_protocol 2026-01 --author A --approver B`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.errors import Invalid
from tracker.services.releases import release
from tracker.triage.protocol import ProtocolError


class Command(BaseCommand):
    help = "Record that a protocol version is released, by whom, and who approved it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("version")
        parser.add_argument("--author", required=True)
        parser.add_argument("--approver", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = release(
                version=options["version"],
                author=options["author"],
                approver=options["approver"],
            )
        except Invalid as refusal:
            raise CommandError("; ".join(str(s[0]) for s in refusal.fields.values())) from None
        except ProtocolError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{made.version} is in force ({made.digest}).")
