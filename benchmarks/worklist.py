"""The worklist's first page, 40 cases open, at 1,000 and at 100,000 check-ins of 2,000 patients.

    python -m benchmarks.worklist [--pairs 60]

Bar: at most 1.3 times the CPU, with equally many statements. Both servers run, asked in turn; the
time of the answer is printed beside it, for it says more of the machine than of the page.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.served import ROOT, Served

SIZES = (1_000, 100_000)
MOST_RATIO = 1.3
WARM = 5


@dataclass
class House:
    size: int
    server: Served
    cookie: str
    statements: dict[str, int]


def filled(folder: Path, size: int) -> dict[str, Any]:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.worklist_data", str(size)],
        cwd=ROOT,
        env={**os.environ, "FADEWELL_DATA": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    print(f"{size:,} check-ins written in {time.monotonic() - began:.0f} s", flush=True)
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def ask(house: House, path: str) -> tuple[float, float]:
    """Milliseconds of the answer, and of CPU."""
    line, before, began = house.server.connect(), house.server.cpu_seconds(), time.perf_counter()
    line.request("GET", path, headers={"Cookie": house.cookie})
    answer = line.getresponse()
    answer.read()
    assert answer.status == 200, (path, answer.status)
    took = time.perf_counter() - began
    line.close()
    return took * 1000, (house.server.cpu_seconds() - before) * 1000


def compare(houses: list[House], path: str, pairs: int) -> bool:
    seen: list[list[tuple[float, float]]] = [[] for _ in houses]
    for turn in range(pairs + WARM):
        for house, answers in zip(houses, seen, strict=True):
            answer = ask(house, path)
            if turn >= WARM:
                answers.append(answer)
    (small, small_cpu), (large, large_cpu) = (
        (median(took for took, _ in answers), median(cpu for _, cpu in answers)) for answers in seen
    )
    counts = [house.statements[path] for house in houses]
    print(f"{path}: {pairs} pairs, medians")
    print(f"  answer {small:.2f} ms and {large:.2f} ms: ratio {large / small:.2f}")
    print(f"  CPU    {small_cpu:.2f} ms and {large_cpu:.2f} ms: ratio {large_cpu / small_cpu:.2f}")
    print(f"  statements {counts[0]} and {counts[1]}")
    return large_cpu / small_cpu <= MOST_RATIO and len(set(counts)) == 1


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--pairs", type=int, default=60)
    pairs = asked.parse_args().pairs
    with ExitStack() as stack:
        houses = []
        for size in SIZES:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fadewell-")))
            said = filled(folder, size)
            served = Served("tracker.wsgi:application", FADEWELL_DATA=str(folder), **SETTINGS)
            server = stack.enter_context(served)
            houses.append(House(size, server, said["cookie"], said["statements"]))
        fits = [compare(houses, path, pairs) for path in houses[0].statements]
    return 0 if all(fits) else 1


SETTINGS = {"DJANGO_SETTINGS_MODULE": "tracker.settings.dev", "FADEWELL_DEMO": "on"}

if __name__ == "__main__":
    sys.exit(main())
