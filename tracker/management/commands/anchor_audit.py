"""The newest row of every audit chain, kept where the database's owner cannot rewrite it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.records import audit_chain
from tracker.services import audit_anchors


class Command(BaseCommand):
    help = "Add the heads of the audit chains to a file elsewhere, mail them, or both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="lines are added; keep it on another machine")
        parser.add_argument("--mail", metavar="ADDRESS", help="of somebody outside")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"] and not options["mail"]:
            raise CommandError("Say where to: --file, --mail, or both.")
        heads = audit_chain.heads()
        if options["file"]:
            audit_anchors.add_to_file(options["file"], heads)
        if options["mail"]:
            audit_anchors.mail_to(options["mail"], heads)
        self.stdout.write(f"{len(heads)} heads anchored")
