"""What the protocol promises, tried for as long as one core is given.

    python -m benchmarks.promises [--minutes 30] [--seed 1] [--version 2026-02]

Promise (a) is finite and tried whole; the others are tried on seeded facts, each for an equal share
of what is left of the minutes (CPU of this process). Prints how many combinations were judged for
each; exits 1 with the first counterexample. The suite tries one in a hundred of these
(tests/protocols/test_promises.py).
"""

import argparse
import sys
import time
from itertools import count

from tracker.triage.load import PROTOCOLS, load_protocol, newest_version
from tracker.triage.proofs import SAMPLED, Proof, alone, urgency_of
from tracker.triage.protocol import Protocol
from tracker.triage.sampling import Sampler
from tracker.triage.thresholds import hour_points, thresholds


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--minutes", type=float, default=30)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--version", default=newest_version())
    told = asked.parse_args()
    protocol = load_protocol(PROTOCOLS / told.version)
    print(f"protocol {protocol.version} {protocol.digest}")
    end = time.process_time() + 60 * told.minutes
    if (found := exhaustive(protocol)) is not None:
        print(f"a: {found}")
        return 1
    for left, (name, proof) in zip(count(len(SAMPLED), -1), SAMPLED.items(), strict=False):
        share = (end - time.process_time()) / left
        if (found := sampled(name, proof, Sampler(protocol, told.seed), share)) is not None:
            print(f"{name}: {found}")
            return 1
    return 0


def exhaustive(protocol: Protocol) -> str | None:
    """Promise (a), every combination; its counterexample."""
    started, tried = time.process_time(), 0
    for name, facts in alone(protocol):
        tried += 1
        if (found := urgency_of(protocol, facts)) != "emergency":
            return f"{name}: {found}"
    seconds = time.process_time() - started
    places = sum(each.treatable for each in protocol.regions.values())
    print(
        f"a           {tried:9} combinations, all there are, {seconds:5.0f} s:"
        f" {len(protocol.danger_signs) + 1} signs, {len(protocol.procedures)} procedures,"
        f" {places} places, 4 sides, {len(hour_points(protocol))} hours"
        f" ({len(thresholds(protocol))} thresholds), history or none"
    )
    return None


def sampled(name: str, proof: Proof, sampler: Sampler, seconds: float) -> str | None:
    started, tried = time.process_time(), 0
    while time.process_time() - started < seconds:
        for found in proof(sampler):
            return found
        tried += 1
    print(f"{name:11} {tried:9} seeded facts, {seconds:5.0f} s, none against it", flush=True)
    return None


if __name__ == "__main__":
    sys.exit(main())
