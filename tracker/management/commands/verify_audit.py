"""Is the audit trail whole? Names every row that was changed, dropped, swapped or cut."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.models import AuditEvent
from tracker.records import audit_chain
from tracker.services import audit_anchors, system_marks

MOST = 100  # faults that are printed


class Command(BaseCommand):
    help = "Verify every audit row; with --anchors also against the heads that were kept outside."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchors", type=Path, help="the file that anchor_audit wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        kept = _read(options["anchors"]) if options["anchors"] else []
        found = list(audit_chain.faults(kept))
        for fault in found[:MOST]:
            self.stdout.write(str(fault))
        system_marks.note(system_marks.AUDIT, faults=len(found))
        if found:
            raise CommandError(f"{len(found)} faults: the audit trail is not whole.")
        count = AuditEvent.objects.count()
        self.stdout.write(f"{count} rows fit, {len(kept)} anchored heads found again")


def _read(path: Path) -> list[audit_chain.Head]:
    try:
        return audit_anchors.read_file(path)
    except (OSError, ValueError) as fault:
        raise CommandError(f"{path} cannot be read: {fault}") from None
