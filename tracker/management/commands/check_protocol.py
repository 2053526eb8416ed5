"""What a clinical lead runs before she signs: faults of words and rules, promises, the library."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from tracker.triage.cases import read_cases
from tracker.triage.held import Tally, hold
from tracker.triage.lint import complaints
from tracker.triage.load import PROTOCOLS, load_protocol, newest_version
from tracker.triage.proofs import SAMPLED, danger_signs
from tracker.triage.protocol import Protocol, ProtocolError
from tracker.triage.sampling import Sampler

AS_MANY_AS_NEEDED = 3  # counterexamples shown of each promise


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
        faults = [*complaints(protocol), *library(protocol)]
        faults += promises(protocol, samples, seed, tuple(hours))
        for fault in faults:
            self.stdout.write(fault)
        self.stdout.write(
            f"{protocol.version} {protocol.digest}: {len(protocol.rules)} rules,"
            f" {samples} seeded facts for each of {len(SAMPLED)} promises, {len(faults)} faults"
        )
        if faults:
            raise SystemExit(1)


def folder_of(version: str | None) -> Path:
    if version is None:
        return PROTOCOLS / newest_version()
    return Path(version) if Path(version).is_dir() else PROTOCOLS / version


def library(protocol: Protocol) -> Iterator[str]:
    """Every case of the library that the protocol does not meet."""
    for path in sorted((PROTOCOLS / "cases").glob("*.jsonl")):
        tally = Tally()
        for case in read_cases(path.read_text(encoding="utf-8").splitlines(), protocol, print):
            tally.add(hold(protocol, case))
        for verdict in tally.verdicts:
            if not verdict.is_met:
                yield f"case {verdict.case.id}: {'; '.join(verdict.differences)}"


def promises(
    protocol: Protocol, samples: int, seed: int, hours: tuple[float, ...] = ()
) -> Iterator[str]:
    """Danger signs exhaustively (every hour class, or these hours), the rest on seeded facts."""
    yield from (f"promise a: {each}" for each in first(danger_signs(protocol, hours)))
    for name, promise in SAMPLED.items():
        sampler = Sampler(protocol, seed)
        found = (each for _ in range(samples) for each in promise(sampler))
        yield from (f"promise {name}: {each}" for each in first(found))


def first(found: Iterator[str]) -> Iterator[str]:
    for _, each in zip(range(AS_MANY_AS_NEEDED), found, strict=False):
        yield each
