"""Judge a file of cases: what a clinical lead runs before a protocol is published (CASES.md)."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from tracker.errors import Unavailable
from tracker.records import protocol as releases
from tracker.triage.cases import CaseFileError, read_cases
from tracker.triage.held import Tally, hold
from tracker.triage.load import PROTOCOLS, load_protocol, newest_version
from tracker.triage.protocol import Protocol, ProtocolError

MET, NOT_MET, UNREADABLE = 0, 1, 2


class Command(BaseCommand):
    help = "Judge every case of a JSON-lines file; exits 0 met, 1 not met, 2 unreadable."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--protocol", metavar="VERSION", help="another than the one in force")

    def handle(self, *, file: Path, protocol: str | None, **options: Any) -> None:
        try:
            tally = self.assess(file, chosen(protocol))
        except (CaseFileError, ProtocolError, OSError, UnicodeDecodeError) as error:
            self.stderr.write(str(error))
            raise SystemExit(UNREADABLE) from error
        for line in tally.lines():
            self.stderr.write(line)
        if not tally.is_met:
            raise SystemExit(NOT_MET)

    def assess(self, file: Path, protocol: Protocol) -> Tally:
        tally = Tally()
        with file.open(encoding="utf-8") as lines:
            for case in read_cases(lines, protocol, self.stderr.write):
                verdict = hold(protocol, case)
                self.stdout.write(json.dumps(verdict.row(), ensure_ascii=False))
                tally.add(verdict)
        return tally


def chosen(version: str | None) -> Protocol:
    """The named version, else the one in force, else (before any release) the newest folder."""
    if version is not None:
        return load_protocol(PROTOCOLS / version)
    try:
        return releases.in_force()
    except (Unavailable, DatabaseError):
        return load_protocol(PROTOCOLS / newest_version())
