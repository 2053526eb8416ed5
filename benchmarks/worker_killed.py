"""The worker is killed at every step of every job: is each thing done exactly once in the end?

    python -m benchmarks.worker_killed [--job NAME ...] [--most POINTS] [--tables DATABASE]

One data folder is prepared (benchmarks/worker_cast.py). For each job a child runs it once and
counts its steps: each statement, the moments before and after each commit, each mail that the post
took. Then for each step a child on a fresh copy is killed there with SIGKILL, another runs the
whole worker to the end, and the folder is held against that of a child that nobody killed: cases,
events, messages, mail, audit, erasures. Mail whose worker dies after the post took it and before
that is noted goes once more, with the same Message-ID: counted, and a fault anywhere else. Exits 1
on any fault.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import time_machine
from django.conf import settings
from django.db import connection

from benchmarks import folder, worker_cast, worker_state
from benchmarks.dying import TAKEN, Post, Steps, counted
from tracker.jobs import JOBS, Job, run
from tracker.services import erasures

ROUNDS = [timedelta(seconds=s) for s in (7, 70, 180, 360)]  # after the killed one
AT_MOST = 8  # differences printed a job


def erase_due() -> Counter[str]:
    """The daily command erase_due, as a job."""
    found = {each.pk: each for each in [*erasures.erased_before(), *erasures.due()]}
    for patient in found.values():
        erasures.erase(patient)
    return Counter(erased=len(found))


# Half photos that nobody goes on with: folders without a row, found as long as they are there.
FILES_ALONE = ("parts",)
ROWS = tuple(job for job in JOBS if job.name not in FILES_ALONE)
ALL = (*ROWS, Job("retention", 0.0, erase_due))


class End(NamedTuple):
    lines: Counter[str]
    letters: Counter[str]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--job", action="append", choices=[job.name for job in ALL])
    asked.add_argument("--most", type=int, help="kill points a job, evenly spread")
    asked.add_argument("--tables", type=Path, help="an empty, migrated one, to begin with")
    told = asked.parse_args()
    begun, faults, points = time.monotonic(), 0, 0
    print(f"{'job':<14}{'steps':>7}{'killed':>8}{'doubled':>9}{'lost':>6}{'mailed twice':>14}")
    with Theatre(told.tables) as theatre:
        for job in ALL:
            if not told.job or job.name in told.job:
                killed, wrong = theatre.play(job, told.most)
                points, faults = points + killed, faults + wrong
    print(f"{points} kill points, {faults} faults, {time.monotonic() - begun:.0f} s")
    return 1 if faults or not points else 0


class Theatre:
    """The prepared folder, in memory where there is some, and copies that children play in."""

    def __init__(self, tables: Path | None) -> None:
        self.tables = tables
        memory = Path("/dev/shm")  # noqa: S108
        near = memory if memory.is_dir() else folder.DATA
        self.place = Path(tempfile.mkdtemp(prefix="fadewell-killed-", dir=near))
        self.whole, self.copy = self.place / "whole", self.place / "copy"

    def __enter__(self) -> "Theatre":
        self.whole.mkdir()
        self.known = frozenset(in_child(lambda: prepared(self.whole, self.tables)))
        self._anew()
        to_the_end(self.copy, ALL[-1], self.known)  # here, so that no child has to warm up
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.place, ignore_errors=True)

    def play(self, job: Job, most: int | None) -> tuple[int, int]:
        """Kill points and faults of one job, told in one line."""
        kinds, unkilled = self._end(job, None)
        if not kinds:
            raise SystemExit(f"{job.name} had nothing to do: the cast lacks a scene")
        chosen = spread(len(kinds), most)
        found, twice = Counter[str](), 0
        for point in chosen:
            _kinds, end = self._end(job, point)
            more, copies = differences(unkilled, end, may_repeat=is_on_its_way(kinds, point))
            found, twice = found + more, twice + copies
        doubled = sum(n for line, n in found.items() if line.startswith("doubled"))
        print(
            f"{job.name:<14}{len(kinds):>7}{len(chosen):>8}{doubled:>9}"
            f"{found.total() - doubled:>6}{twice:>14}",
            flush=True,
        )
        for line, count in found.most_common(AT_MOST):
            print(f"    {count} x {line[:300]}")
        return len(chosen), found.total()

    def _end(self, job: Job, deadly: int | None) -> tuple[list[str], End]:
        """The steps that the job took, and what stands at the end."""
        self._anew()
        kinds = in_child(lambda: once(self.copy, job, deadly), is_killed=deadly is not None)
        lines, letters = in_child(lambda: to_the_end(self.copy, job, self.known))
        return kinds or [], End(Counter(lines), Counter(letters))

    def _anew(self) -> None:
        shutil.rmtree(self.copy, ignore_errors=True)
        shutil.copytree(self.whole, self.copy)


def is_on_its_way(kinds: list[str], point: int) -> bool:
    """Whether a mail was taken just now, and the statement that notes it has not been made."""
    return TAKEN in kinds[max(point - 1, 0) : point + 1]


def differences(unkilled: End, end: End, *, may_repeat: bool) -> tuple[Counter[str], int]:
    """Lines that are too many or missing, and how many mails went once more as they may."""
    found = Counter({f"doubled {line}": n for line, n in (end.lines - unkilled.lines).items()})
    found += Counter({f"lost {line}": n for line, n in (unkilled.lines - end.lines).items()})
    by_address = [Counter[str](), Counter[str]()]
    for told, letters in zip(by_address, (unkilled.letters, end.letters), strict=True):
        for letter, count in letters.items():
            told[letter.split()[1]] += count
    copies = sum(count - 1 for count in end.letters.values())
    more = (by_address[1] - by_address[0]).total()
    found["doubled mail"] += max(more - (min(copies, 1) if may_repeat else 0), 0)
    found["lost mail"] += (by_address[0] - by_address[1]).total()
    return +found, copies if may_repeat else 0


def prepared(place: Path, tables: Path | None) -> list[str]:
    stand_in(place)
    if tables is not None:
        shutil.copyfile(tables, place / "db.sqlite3")
    worker_cast.build()
    known = sorted(worker_state.ids())
    connection.close()
    return known


def once(place: Path, job: Job, deadly: int | None) -> list[str]:
    """One run of one job at NOON; the kinds of its steps, where it lives to tell."""
    stand_in(place)
    steps = Steps(deadly)
    connection.ensure_connection()
    with time_machine.travel(worker_cast.NOON, tick=False), counted(steps):
        run(job)
    connection.close()
    return steps.seen


def to_the_end(place: Path, job: Job, known: frozenset[str]) -> list[dict[str, int]]:
    """Rounds of the worker until nothing is left, in a process that knows nothing of the first."""
    stand_in(place)
    for later in ROUNDS:
        with time_machine.travel(worker_cast.NOON + later, tick=False):
            for each in (*JOBS, *([job] if job not in JOBS else [])):
                run(each)
    said = [dict(worker_state.lines(known)), dict(worker_state.letters(Post.folder))]
    connection.close()
    return said


def stand_in(place: Path) -> None:
    """This process works in that folder from now on."""
    connection.settings_dict["NAME"] = str(place / "db.sqlite3")
    settings.FADEWELL_KEYS, settings.FADEWELL_PHOTOS = place / "keys", place / "photos"
    settings.EMAIL_BACKEND = "benchmarks.dying.Post"
    Post.folder = place / "mail"
    Post.folder.mkdir(exist_ok=True)


def in_child(play: Callable[[], Any], *, is_killed: bool = False) -> Any:
    """What it answers, from a process of its own; None from one that was to be killed, and was."""
    reads, writes = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        os.close(reads)
        _tell(writes, play)
    os.close(writes)
    with os.fdopen(reads, "rb") as pipe:
        said = pipe.read()
    _pid, status = os.waitpid(pid, 0)
    if is_killed and os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return None
    if status or is_killed:
        wanted = "be killed" if is_killed else "end well"
        raise SystemExit(f"a child ended with {status}, and had to {wanted}")
    return json.loads(said)


def _tell(writes: int, play: Callable[[], Any]) -> None:
    code = 1
    try:
        with os.fdopen(writes, "wb") as pipe:
            pipe.write(json.dumps(play()).encode())
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(code)


def spread(count: int, most: int | None) -> list[int]:
    """All of them, or so many evenly spread, the first and the last among them."""
    if most is None or count <= most:
        return list(range(count))
    return sorted({round(n * (count - 1) / max(most - 1, 1)) for n in range(most)})


if __name__ == "__main__":
    sys.exit(main())
