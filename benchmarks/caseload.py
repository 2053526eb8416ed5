"""The caseload page over a table of 1,000,000 check-ins on PostgreSQL.

    python -m benchmarks.caseload [--check-ins 1000000] [--pages 7]

Bar: the page as it opens (30 days) within 1.5 s, by the clock and in CPU of web server and
PostgreSQL together, the medians of so many answers; on a busy machine the clock says more of the
machine. 90 days and a year, which holds most of the table, stand beside it without a bar.
Rows: benchmarks/caseload_data.py.
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


def cpu_seconds(server: Served) -> tuple[float, float]:
    """Of the web server, and of all else that was started here, this process too: PostgreSQL."""
    web = server.cpu_seconds()
    return web, sum(cpu_of(pid) for pid in tree_of(os.getpid())) - web


def ask(server: Served, path: str, cookie: str) -> tuple[float, float, float]:
    """Seconds until the whole page is there, and seconds of CPU: web server, PostgreSQL."""
    line, before, began = server.connect(), cpu_seconds(server), time.perf_counter()
    line.request("GET", path, headers={"Cookie": cookie})
    answer = line.getresponse()
    body = answer.read()
    took = time.perf_counter() - began
    line.close()
    assert answer.status == 200 and b"Check-ins that came" in body, (path, answer.status)
    web, rest = (after - was for after, was in zip(cpu_seconds(server), before, strict=True))
    return took, web, rest


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
                took, web, rest = (median(each) for each in zip(*answers, strict=True))
                found.append(max(took, web + rest))
                cpu = f"CPU {web + rest:.2f} s ({web:.2f} web, {rest:.2f} PostgreSQL)"
                print(f"{path}: {took:.2f} s, {cpu}, {statements} statements", flush=True)
    return int(found[0] > MOST)


if __name__ == "__main__":
    sys.exit(main())
