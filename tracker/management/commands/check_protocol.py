"""What a clinical lead runs before she signs: faults of words and rules, promises, the library."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from tracker.triage.gate import faults
from tracker.triage.library import read_library
from tracker.triage.load import PROTOCOLS, load_protocol, newest_version
from tracker.triage.proofs import SAMPLED
from tracker.triage.protocol import ProtocolError
from tracker.triage.thresholds import hour_points


class Command(BaseCommand):
    help = "Check a protocol version: words, situations, library, promises; exits 1 on a fault."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "version", nargs="?", help="a version or a folder; the newest if absent"
        )
        parser.add_argument("--samples", type=int, default=1000, help="seeded facts a promise")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--hours", type=float, nargs="*", default=(), help="for danger signs; all classes"
        )

    def handle(
        self,
        *,
        version: str | None,
        samples: int,
        seed: int,
        hours: Iterable[float],
        **options: Any,
    ) -> None:
        try:
            protocol = load_protocol(folder_of(version))
        except ProtocolError as error:
            self.stderr.write(str(error))
            raise SystemExit(1) from error
        at = tuple(hours) or hour_points(protocol)
        found = list(faults(protocol, read_library(), samples=samples, seed=seed, hours=at))
        for fault in found:
            self.stdout.write(fault)
        self.stdout.write(
            f"{protocol.version} {protocol.digest}: {len(protocol.rules)} rules,"
            f" {samples} seeded facts for each of {len(SAMPLED)} promises, {len(found)} faults"
        )
        if found:
            raise SystemExit(1)


def folder_of(version: str | None) -> Path:
    if version is None:
        return PROTOCOLS / newest_version()
    return Path(version) if Path(version).is_dir() else PROTOCOLS / version
