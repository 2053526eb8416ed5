"""The caseload page over a table of 1,000,000 check-ins on PostgreSQL.

    python -m benchmarks.caseload [--check-ins 1000000] [--pages 7]

Bar: the page as it opens (30 days) within 1.5 s, the median of so many answers. The CPU of web
server and PostgreSQL stands beside it, for on a busy machine the answer says more of the machine;
so do 90 days and a year, which holds most of the table. Rows: benchmarks/caseload_data.py.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from statistics import median
from typing import Any

from benchmarks.served import ROOT, Served, cpu_of, tree_of
from tracker.management import postgresql

MOST = 1.5  # seconds
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tracker.settings.dev", "FADEWELL_DEMO": "on"}


def filled(number: int, env: dict[str, str]) -> dict[str, Any]:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.caseload_data", str(number)],
        cwd=ROOT,
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    print(f"{number:,} check-ins written in {time.monotonic() - began:.0f} s", flush=True)
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def cpu_seconds() -> float:
    """Of everything that was started here: the web server and PostgreSQL."""
    return sum(cpu_of(pid) for pid in tree_of(os.getpid()))


def ask(server: Served, path: str, cookie: str) -> tuple[float, float]:
    """Seconds until the whole page is there, and seconds of CPU."""
    line, before, began = server.connect(), cpu_seconds(), time.perf_counter()
    line.request("GET", path, headers={"Cookie": cookie})
    answer = line.getresponse()
    body = answer.read()
    took = time.perf_counter() - began
    line.close()
    assert answer.status == 200 and b"Check-ins that came" in body, (path, answer.status)
    return took, cpu_seconds() - before


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--check-ins", type=int, default=1_000_000)
    asked.add_argument("--pages", type=int, default=7)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="fadewell-") as folder, postgresql.running() as url:
        env = {"FADEWELL_DATA": folder, "DATABASE_URL": url, **SETTINGS}
        data = filled(said.check_ins, env)
        with Served("tracker.wsgi:application", **env) as server:
            found = []
            for path, statements in data["statements"].items():
                answers = [ask(server, path, data["cookie"]) for _ in range(said.pages + 1)][1:]
                took, cpu = (median(each) for each in zip(*answers, strict=True))
                found.append(took)
                print(f"{path}: {took:.2f} s, CPU {cpu:.2f} s, {statements} statements", flush=True)
    return int(found[0] > MOST)


if __name__ == "__main__":
    sys.exit(main())
