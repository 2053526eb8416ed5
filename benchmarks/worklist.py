"""The worklist's first page, 40 cases open, at 10,000, 100,000 and 1,000,000 check-ins.

    python -m benchmarks.worklist [--pairs 40] [--engine sqlite|postgresql] [--most 1000000]

Bars: at most 1.3 times between the smallest and the largest, at most 15 statements and equally
many, none that reads a whole table that grows. On SQLite the time is CPU of the page's process,
the database within it; PostgreSQL works in processes of its own, so there it is the answer's. The
servers run side by side and are asked in turn.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from benchmarks.served import ROOT, Served
from tracker.management import postgresql

SIZES = (10_000, 100_000, 1_000_000)
MOST_RATIO, MOST_STATEMENTS = 1.3, 15
WARM = 5
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tracker.settings.dev", "FADEWELL_DEMO": "on"}
Times = list[tuple[float, float]]


@dataclass
class House:
    """whole: path -> the lines of its plans that read a whole table that grows."""

    size: int
    server: Served
    cookie: str
    statements: dict[str, int]
    whole: dict[str, list[str]]


def filled(size: int, **place: str) -> dict[str, Any]:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.worklist_data", str(size)],
        cwd=ROOT,
        env={**os.environ, **place},
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


def measured(houses: list[House], path: str, pairs: int) -> list[Times]:
    seen: list[Times] = [[] for _ in houses]
    for turn in range(pairs + WARM):
        for house, answers in zip(houses, seen, strict=True):
            answer = ask(house, path)
            if turn >= WARM:
                answers.append(answer)
    return seen


def compare(houses: list[House], path: str, pairs: int, engine: str) -> bool:
    seen = measured(houses, path, pairs)
    answers = [median(took for took, _ in times) for times in seen]
    cpu = [median(used for _, used in times) for times in seen]
    counts = [house.statements[path] for house in houses]
    judged = cpu if engine == "sqlite" else answers
    ratio, whole = judged[-1] / judged[0], houses[-1].whole[path]
    print(f"{engine} {path}: {pairs} rounds, medians at {[house.size for house in houses]}")
    print(f"  answer {said(answers)} ms, CPU {said(cpu)} ms, ratio {ratio:.2f}")
    print(f"  statements {counts}, whole tables read: {whole or 'none'}", flush=True)
    fits = len(set(counts)) == 1 and counts[0] <= MOST_STATEMENTS
    return ratio <= MOST_RATIO and fits and not whole


def said(figures: list[float]) -> str:
    return ", ".join(f"{each:.1f}" for each in figures)


@contextmanager
def places(engine: str, sizes: tuple[int, ...]) -> Iterator[list[str]]:
    """DATABASE_URL for each size; "" where the folder holds the database."""
    if engine == "sqlite":
        yield [""] * len(sizes)
        return
    with postgresql.running() as url:
        server, _, _name = url.rpartition("/")
        with psycopg.connect(url, autocommit=True) as line:
            for size in sizes:
                line.execute(f"CREATE DATABASE worklist_{size}")
        yield [f"{server}/worklist_{size}" for size in sizes]


def run(engine: str, sizes: tuple[int, ...], pairs: int) -> bool:
    with ExitStack() as stack:
        houses = []
        urls = stack.enter_context(places(engine, sizes))
        for size, url in zip(sizes, urls, strict=True):
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="fadewell-"))
            place = {"FADEWELL_DATA": str(Path(folder))} | ({"DATABASE_URL": url} if url else {})
            known = filled(size, **place)
            server = Served("tracker.wsgi:application", **place, **SETTINGS)
            houses.append(House(size, stack.enter_context(server), **known))
        fits = [compare(houses, path, pairs, engine) for path in houses[0].statements]
        return all(fits)


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--pairs", type=int, default=40)
    asked.add_argument("--engine", choices=("sqlite", "postgresql"))
    asked.add_argument("--most", type=int, default=SIZES[-1])
    said = asked.parse_args()
    sizes = tuple(size for size in SIZES if size <= said.most)
    engines = [said.engine] if said.engine else ["sqlite", "postgresql"]
    fits = [run(engine, sizes, said.pairs) for engine in engines]
    return 0 if all(fits) else 1


if __name__ == "__main__":
    sys.exit(main())
