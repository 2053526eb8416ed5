"""`migrate` is killed at every step on a clinic's data: does the next one finish what it began?

    python -m benchmarks.migration_killed [--from 0007_recovery_feedback] [--most POINTS]
        [--part 3/8 --tally FILE]

A data folder with rows of every kind (benchmarks/worker_cast.py) is taken back to an older version
of the tables. A child then migrates a copy to the newest one and is killed with SIGKILL at its n-th
step: a statement, the moments before and after a commit. Another `migrate` runs to the end, and
tables, triggers, rows and the audit chain are held against those of a child that nobody killed. On
SQLite, which a clinic begins with. All points take a quarter of an hour: a part takes each
so-manieth, and parts with the same file print their sum. Exits 1 on any fault.
"""

import argparse
import hashlib
import shutil
import sys
import tempfile
import time
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from benchmarks import folder, tally, worker_cast
from benchmarks.dying import Steps, counted
from benchmarks.worker_killed import in_child, spread, stand_in
from tracker.records import audit_chain

OLDER = "0007_recovery_feedback"  # the oldest that the newest can be taken back to
OWN = "django_migrations"  # with the time at which each was applied


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--from", dest="older", default=OLDER)
    asked.add_argument("--most", type=int, help="kill points, evenly spread")
    tally.options(asked)
    told = asked.parse_args()
    begun = time.monotonic()
    memory = Path("/dev/shm")  # noqa: S108
    near = memory if memory.is_dir() else folder.DATA
    place = Path(tempfile.mkdtemp(prefix="fadewell-migrated-", dir=near))
    try:
        points, faults = played(place, told)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    for fault in faults:
        print(fault)
    print(f"{points} kill points, {len(faults)} faults, {time.monotonic() - begun:.0f} s")
    tally.add(told.tally, told.part, {"kill points": points, "faults": len(faults)})
    return 1 if faults or not points else 0


def played(place: Path, told: argparse.Namespace) -> tuple[int, list[str]]:
    whole, copy = place / "whole", place / "copy"
    whole.mkdir()
    in_child(lambda: prepared(whole, told.older))
    shutil.copytree(whole, copy)
    steps, wanted = in_child(lambda: [migrated(copy, None), state(copy)])
    print(f"{steps} steps, {wanted['rows']} rows in {wanted['tables']} tables and triggers")
    faults, points = [], tally.sliced(spread(steps, told.most), told.part)
    for point in points:
        shutil.rmtree(copy)
        shutil.copytree(whole, copy)
        in_child(lambda deadly=point: migrated(copy, deadly), is_killed=True)
        found = in_child(lambda: [migrated(copy, None), state(copy)])[1]
        faults += [f"killed at {point}: {what}" for what in differences(wanted, found)]
    return len(points), faults


def prepared(place: Path, older: str) -> None:
    stand_in(place)
    worker_cast.build()
    call_command("migrate", "tracker", older, verbosity=0)
    connection.close()


def migrated(place: Path, deadly: int | None) -> int:
    """How many steps it took, where it lives to tell."""
    stand_in(place)
    steps = Steps(deadly)
    connection.ensure_connection()
    with counted(steps):
        call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    return len(steps.seen)


def state(place: Path) -> dict[str, object]:
    """Every table and trigger as it is written, every row, and what the checks say."""
    stand_in(place)
    said: dict[str, object] = {"faults": [str(fault) for fault in audit_chain.faults()]}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        made = sorted(cursor.fetchall())
        rows = 0
        for name in [name for name, sql in made if (sql or "").startswith("CREATE TABLE")]:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            found = sorted(repr(row) for row in cursor.fetchall())
            rows += len(found)
            if name != OWN:
                said[f"rows of {name}"] = hashlib.sha256("\n".join(found).encode()).hexdigest()
        for check in ("integrity_check", "foreign_key_check"):
            cursor.execute(f"PRAGMA {check}")
            said[check] = [list(line) for line in cursor.fetchall()]
    connection.close()
    return said | {"schema": [list(each) for each in made], "rows": rows, "tables": len(made)}


def differences(wanted: dict[str, object], found: dict[str, object]) -> list[str]:
    return [name for name in sorted(wanted | found) if wanted.get(name) != found.get(name)]


if __name__ == "__main__":
    sys.exit(main())
