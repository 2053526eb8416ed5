"""Holding a protocol against cases: which are met, and the short table of what was not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.triage.cases import Case
from tracker.triage.protocol import URGENCIES, Protocol
from tracker.triage.receipt import Receipt, assess


@dataclass(frozen=True)
class Verdict:
    """What the protocol said of one case, and what differs from what was expected."""

    case: Case
    receipt: Receipt
    differences: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        return not self.differences

    def row(self) -> dict[str, Any]:
        """One line of standard output (CASES.md)."""
        data = self.receipt.data
        flags = [{key: each[key] for key in ("rule", "title", "because")} for each in data["flags"]]
        return {
            "id": self.case.id,
            "urgency": self.receipt.urgency,
            "flags": flags,
            "seek_emergency_care": self.receipt.seek_emergency_care,
            "remedies": [each["id"] for each in data["remedies"]],
            "withheld": data["withheld"],
            "advice": [each["id"] for each in data["advice"]],
            "protocol": data["protocol"],
            "digest": data["digest"],
        }


def hold(protocol: Protocol, case: Case, language: str = "en") -> Verdict:
    receipt = assess(protocol, case.facts, language)
    expected = case.expected
    return Verdict(case, receipt, tuple(differences(receipt, expected)) if expected else ())


def differences(receipt: Receipt, expected: Mapping[str, Any]) -> Iterator[str]:
    """In words, each way in which a receipt is not what the case expects."""
    allowed = [expected["urgency"], *(expected.get("urgency_also_ok") or [])]
    if receipt.urgency not in allowed:
        yield f"urgency {receipt.urgency}, expected {' or '.join(allowed)}"
    if receipt.needs_review != expected["must_flag"]:
        yield "flag missed" if expected["must_flag"] else "false alarm"
    if receipt.seek_emergency_care != expected["patient_told_to_seek_emergency_care"]:
        yield "emergency care " + ("told" if receipt.seek_emergency_care else "not told")
    remedies = {each["id"] for each in receipt.data["remedies"]}
    advice = {each["id"] for each in receipt.data["advice"]}
    for code in expected.get("remedies_include") or []:
        if code not in remedies:
            yield f"remedy {code} not offered"
    for code in expected.get("remedies_exclude") or []:
        if code in remedies:
            yield f"remedy {code} offered"
    for code in expected.get("advice_include") or []:
        if code not in advice:
            yield f"advice {code} not given"


@dataclass
class Tally:
    """The figures of a whole file."""

    verdicts: list[Verdict] = field(default_factory=list)

    def add(self, verdict: Verdict) -> None:
        if verdict.case.expected is not None:
            self.verdicts.append(verdict)

    @property
    def met(self) -> int:
        return sum(each.is_met for each in self.verdicts)

    @property
    def is_met(self) -> bool:
        return self.met == len(self.verdicts)

    @property
    def emergencies_missed(self) -> int:
        return sum(
            wants(each)["patient_told_to_seek_emergency_care"]
            and not each.receipt.seek_emergency_care
            for each in self.verdicts
        )

    def count(self, difference: str) -> int:
        return sum(difference in each.differences for each in self.verdicts)

    def lines(self) -> Iterator[str]:
        """The table for people; the last line is for programs too."""
        yield f"{'urgency':<12}{'right':>6}{'of':>6}"
        for urgency in URGENCIES:
            mine = [each for each in self.verdicts if wants(each)["urgency"] == urgency]
            right = sum(not any(d.startswith("urgency") for d in each.differences) for each in mine)
            yield f"{urgency:<12}{right:>6}{len(mine):>6}"
        yield f"flags missed: {self.count('flag missed')}"
        yield f"false alarms: {self.count('false alarm')}"
        yield f"remedies offered against a contraindication: {self.against()}"
        for verdict in self.verdicts:
            if not verdict.is_met:
                yield from _trace(verdict)
        yield (
            f"met {self.met} of {len(self.verdicts)}; emergencies missed {self.emergencies_missed}"
        )

    def against(self) -> int:
        return sum(
            d.endswith(" offered") and not d.endswith("not offered")
            for each in self.verdicts
            for d in each.differences
        )


def wants(verdict: Verdict) -> Mapping[str, Any]:
    expected = verdict.case.expected
    return expected if expected is not None else {}


def _trace(verdict: Verdict) -> Iterator[str]:
    yield f"{verdict.case.id}: {'; '.join(verdict.differences)}"
    for fired in verdict.receipt.data["fired"]:
        yield f"    {fired['urgency']:<10} {fired['rule']} {fired['regions']}"
