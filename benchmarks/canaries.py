"""Does a name, a note or a photo's digest of the suite stand where it must not?

    python -m benchmarks.canaries [-n 2] [--part 1/4] [TESTS...]

Runs the whole suite, its browser and what is marked full too, or the tests that are named, with
benchmarks/canary_plugin.py; first a test that leaks on purpose into every sink. Bar: that one is
caught in each, and in all else there is no hit. A test that compares a name letter by letter misses
the planted one and fails: which is printed, what they did until then is looked at all the same.
A part is each so-manieth file of tests.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from benchmarks.canary_plugin import PLANTED, Watch

ROOT = Path(__file__).resolve().parents[1]
LEAK = "benchmarks/canary_leak.py"
SINKS = {
    "addresses asked for",
    "addresses answered",
    "headers answered",
    "titles",
    "titles in the browser",
    "mail subjects",
    "mail bodies",
    "push payloads",
    "rows of Notification",
    "rows of AuditEvent",
    "log lines",
    "refusals",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", default="2", help="workers; 0 is none")
    parser.add_argument("--part", default="1/1", help="of so many: 2/4")
    parser.add_argument("tests", nargs="*", default=["tests"])
    told, more = parser.parse_known_args()
    leaked, _said = watched([LEAK, "-p", "no:cacheprovider"])
    caught = {line.split(":")[0] for line in leaked.hits()}
    print(f"a leak on purpose: caught in {len(caught & SINKS)} of {len(SINKS)} sinks")
    watch, said = watched([*told.tests, *more, "-n", told.n], told.part)
    print(said)
    for sink in sorted(SINKS):
        print(f"  {sink:<24}{len(watch.sinks[sink]):>8} texts")
    hits = watch.hits()
    print(f"{len(watch.strings)} strings known, one of them planted in each name ({PLANTED})")
    for line in hits[:60]:
        print(f"  HIT  {line}")
    print(f"{len(hits)} hits")
    return 1 if hits or caught != SINKS else 0


def watched(options: list[str], part: str = "1/1") -> tuple[Watch, str]:
    """What all workers of one run saw, pytest's last line, and above it which tests failed."""
    watch = Watch()
    with tempfile.TemporaryDirectory(prefix="fadewell-canaries-") as folder:
        env = {**os.environ, "CANARIES": folder, "CANARIES_PART": part}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "benchmarks.canary_plugin"]
        done = subprocess.run(
            [*command, *options], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        for file in Path(folder).glob("*.json"):
            _add(watch, json.loads(file.read_text()))
    lines = done.stdout.strip().splitlines()
    failed = [" ".join(line.split()[:2]) for line in lines if line.startswith(("FAILED", "ERROR"))]
    return watch, "\n".join([*failed, *lines[-1:]]) if lines else done.stderr[-300:]


def _add(watch: Watch, seen: dict[str, dict[str, list[str]]]) -> None:
    watch.strings |= set(seen["strings"])
    watch.symptoms |= set(seen["symptoms"])
    watch.sinks = defaultdict(set, watch.sinks)
    for sink, texts in seen["sinks"].items():
        watch.sinks[sink] |= set(texts)


if __name__ == "__main__":
    sys.exit(main())
