"""Which statements of a page go through a whole table that grows, by the database's own plan."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

GROWS = tuple(
    f"tracker_{name}"
    for name in ("patient", "treatment", "checkin", "symptomreport", "assessment", "photo",
                 "reviewcase", "reviewevent")
)  # fmt: skip
WHOLE = re.compile(r"Seq Scan on (tracker_\w+)")
FROM_THE_START = ("Rewind", "Last")
Asked = tuple[str, Any]


@contextmanager
def watched() -> Iterator[list[Asked]]:
    """The statements with their values apart, as the database is asked: a plan may depend on it."""
    asked: list[Asked] = []

    def note(execute: Callable[..., Any], sql: str, values: Any, *rest: Any) -> Any:
        asked.append((sql, values))
        return execute(sql, values, *rest)

    with connection.execute_wrapper(note):
        yield asked


def whole_tables(asked: list[Asked]) -> list[str]:
    """The growing tables that a statement reads from end to end; an index of a few rows is none."""
    read = READ[connection.vendor]
    reads = [each for each in asked if each[0].startswith("SELECT")]
    return [name for each in reads for name in read(*each) if name in GROWS]


def read_by_postgresql(sql: str, values: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", values)
        return [name for (line,) in cursor.fetchall() for name in WHOLE.findall(line)]


def read_by_sqlite(sql: str, values: Any) -> list[str]:
    """By the program that it makes of the statement: its plan in words knows aliases only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rootpage, name FROM sqlite_master")
        names = dict(cursor.fetchall())
        cursor.execute(f"EXPLAIN {sql}", values)
        steps = [(opcode, at, page) for _, opcode, at, page, *_ in cursor.fetchall()]
    opened = {at: names.get(page, "") for opcode, at, page in steps if opcode == "OpenRead"}
    return [opened[at] for opcode, at, _ in steps if opcode in FROM_THE_START and at in opened]


READ = {"sqlite": read_by_sqlite, "postgresql": read_by_postgresql}
