"""Single edits of the audit trail by somebody who owns the database, each looked for and undone.

    python -m benchmarks.audit_edits [--edits 10000]

Bar: every edit is found, 100 %, and the row it fell on is named. Rows that stand after the newest
anchored head can be cut unseen, so the head is anchored first, as operations.md asks.
"""

import argparse
import random
import sys
from collections import Counter
from importlib import import_module
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from benchmarks import stage
from tracker.models import AuditEvent, Clinic, User
from tracker.records import audit, audit_chain

ROWS = 12
TEXTS = ("at", "actor", "action", "subject", "subject_id", "detail", "previous_hash", "hash")
triggers = import_module("tracker.migrations.0002_append_only")


class Editor:
    connection = connection

    def execute(self, sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--edits", type=int, default=10_000)
    told = asked.parse_args()
    clinic = stage.build()
    with transaction.atomic():
        return tries(clinic, told.edits)


def tries(clinic: Clinic, edits: int) -> int:
    chance = random.Random(7)
    doctor = stage.a_dermatologist(clinic)
    chain = a_chain(clinic.pk, doctor)
    triggers.take_down(None, Editor())
    kept = audit_chain.heads()
    assert list(audit_chain.faults(kept)) == []
    tried: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for _turn in range(edits):
        kind, rows = edit(chance, chain)
        named = {fault.sequence for fault in audit_chain.faults(kept)}
        tried[kind] += 1
        missed[kind] += not rows & named
        transaction.savepoint_rollback(POINTS.pop())
    for kind, count in sorted(tried.items()):
        print(f"  {kind:<24}{count:>7}   not named: {missed[kind]}")
    print(f"{tried.total()} edits, {tried.total() - missed.total()} found and named")
    return 1 if missed.total() else 0


POINTS: list[Any] = []


def a_chain(clinic: Any, doctor: User) -> str:
    for number in range(ROWS):
        with transaction.atomic():
            audit.record("looked", by=doctor, clinic_id=clinic, about=doctor, number=number)
    return str(clinic)


def edit(chance: random.Random, chain: str) -> tuple[str, set[int]]:
    """One of the ways to touch one row; returns its name and the rows it fell on."""
    POINTS.append(transaction.savepoint())
    one, other = chance.sample(range(1, ROWS + 1), 2)
    kind = chance.choice([*TEXTS, "dropped", "swapped", "cut", "moved", "forged"])
    if kind == "dropped":
        run("DELETE FROM tracker_auditevent WHERE chain = %s AND sequence = %s", chain, one)
    elif kind == "cut":
        run("DELETE FROM tracker_auditevent WHERE chain = %s AND sequence >= %s", chain, one)
    elif kind == "moved":
        put("chain", str(uuid4()), chain, one)
    elif kind == "swapped":
        for to, at in ((99, one), (one, other), (other, 99)):
            put("sequence", to, chain, at)
        return kind, {one, other}
    elif kind == "forged":
        row = AuditEvent.objects.get(chain=chain, sequence=one)
        row.actor = uuid4()
        put("actor", row.actor.hex, chain, one)
        put("hash", audit.link(row, chance.randbytes(32)), chain, one)
    else:
        put(kind, another(chance, kind), chain, one)
    return kind, {one}


def another(chance: random.Random, column: str) -> str:
    hexed = chance.randbytes(16).hex()
    moment = f"20{chance.randrange(10, 26)}-0{chance.randrange(1, 9)}-11 10:00:00.5"
    special = {"at": moment, "detail": f'{{"number": "{hexed}"}}', "actor": hexed}
    return special.get(column, hexed)


def put(column: str, value: Any, chain: str, sequence: int) -> None:
    sql = f"UPDATE tracker_auditevent SET {column} = %s WHERE chain = %s AND sequence = %s"  # noqa: S608
    run(sql, value, chain, sequence)


def run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


if __name__ == "__main__":
    sys.exit(main())
