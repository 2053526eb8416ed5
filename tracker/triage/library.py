"""The case library beside the versions: what every version is held against."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tracker.triage.cases import Case, Warn, read_cases
from tracker.triage.held import Verdict, hold, wants
from tracker.triage.load import PROTOCOLS
from tracker.triage.protocol import Protocol, ProtocolError

FOLDER = "cases"


@dataclass(frozen=True)
class Library:
    """Every line of its files, in the order of their names."""

    lines: tuple[str, ...]

    @property
    def digest(self) -> str:
        return "sha256:" + hashlib.sha256("\n".join(self.lines).encode()).hexdigest()

    def cases(self, protocol: Protocol, warn: Warn = lambda warning: None) -> Iterator[Case]:
        """Read in the words of a version; a code that it does not know is an unknown fact."""
        return read_cases(self.lines, protocol, warn)

    def unmet(self, protocol: Protocol, warn: Warn) -> Iterator[Verdict]:
        held = (hold(protocol, case) for case in self.cases(protocol, warn))
        return (verdict for verdict in held if not verdict.is_met)


def read_library(protocols: Path = PROTOCOLS) -> Library:
    """The library beside these versions, else the product's own; never none at all.

    Raises ProtocolError where both are empty: nothing would be held against anything.
    """
    for home in (protocols, PROTOCOLS):
        paths = sorted((home / FOLDER).glob("*.jsonl"))
        lines = tuple(line for path in paths for line in path.read_text("utf-8").splitlines())
        if lines:
            return Library(lines)
    raise ProtocolError(f"{protocols}: no case library")


def is_missed_emergency(verdict: Verdict) -> bool:
    wanted = wants(verdict)["patient_told_to_seek_emergency_care"]
    return bool(wanted) and not verdict.receipt.seek_emergency_care
