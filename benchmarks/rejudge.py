"""Re-judging stored check-ins in one process: how many a second, and how much memory.

    python -m benchmarks.rejudge [--stored 100000] [--receipts 10000]

Fills an SQLite database with so many stored assessments made of so many different receipts (seeded
facts, up to six symptoms, history, other treatments, each judged for real), then runs
`manage.py replay_assessments` over them as a process of its own. Prints check-ins a second and its
peak memory; exits 1 where one receipt does not come out byte-equal.
"""

import argparse
import json
import resource
import subprocess
import sys
import time

from django.db import connection

from benchmarks import rows, stage
from benchmarks.check_in import URL, report
from benchmarks.served import ROOT
from tracker.models import Assessment
from tracker.records import protocol
from tracker.triage.receipt import assess, canonical_json
from tracker.triage.sampling import Sampler

AT_ONCE = 500
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {})"
ID = "lower(hex(randomblob(16)))"


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--stored", type=int, default=100_000)
    asked.add_argument("--receipts", type=int, default=10_000)
    told = asked.parse_args()
    person = stage.a_patient(stage.build())
    rows.send(URL, person, report(person))
    receipts(told.receipts)
    store(told.stored, told.receipts)
    size = (stage.DATA / "db.sqlite3").stat().st_size / 2**20
    print(f"{Assessment.objects.count()} stored, {told.receipts} different, {size:.0f} MiB")
    return replay(Assessment.objects.count())


def receipts(number: int) -> None:
    """A table of different receipts, judged for real."""
    judge_by = protocol.in_force()
    sampler = Sampler(judge_by, seed=100)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE made (i INTEGER PRIMARY KEY, urgency, seek, review, rules, receipt)"
        )
        for start in range(0, number, AT_ONCE):
            made = []
            for at in range(start, min(start + AT_ONCE, number)):
                one = assess(judge_by, sampler.facts(), "en")
                rules = json.dumps([each["rule"] for each in one.data["fired"]])
                said = canonical_json(one.data)
                made.append(
                    (at, one.urgency, one.seek_emergency_care, one.needs_review, rules, said)
                )
            cursor.executemany("INSERT INTO made VALUES (%s, %s, %s, %s, %s, %s)", made)


def store(number: int, different: int) -> None:
    """The one real check-in and its assessment over and over, each with a receipt of the table."""
    own = {
        "tracker_checkin": {"id": "printf('%%032x', n.i + 1)", "client_id": ID},
        "tracker_assessment": {
            "id": ID,
            "check_in_id": "printf('%%032x', n.i + 1)",
            "created_at": "datetime(t.created_at, '+' || n.i || ' seconds')",
            "urgency": "made.urgency",
            "seek_emergency_care": "made.seek",
            "needs_review": "made.review",
            "rules": "made.rules",
            "receipt": "made.receipt",
        },
    }
    with connection.cursor() as cursor:
        for table, new in own.items():
            names = columns(table)
            values = ", ".join(new.get(name, f"t.{name}") for name in names)
            cursor.execute(
                f"{NUMBERS.format(number)} INSERT INTO {table} ({', '.join(names)})"  # noqa: S608
                f" SELECT {values} FROM n, (SELECT * FROM {table} LIMIT 1) t"
                f" JOIN made ON made.i = n.i %% %s",
                [different],
            )


def columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [each.name for each in connection.introspection.get_table_description(cursor, table)]


def replay(number: int) -> int:
    started = time.monotonic()
    command = [sys.executable, "-m", "django", "replay_assessments"]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = used.ru_utime + used.ru_stime
    print(
        f"re-judged {number / seconds:.0f} a second of CPU ({seconds:.0f} s,"
        f" {time.monotonic() - started:.0f} s by the clock), peak {used.ru_maxrss / 1024:.0f} MiB"
    )
    return code


if __name__ == "__main__":
    sys.exit(main())
