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
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}
WHOLE = {  # SQLite names an alias where there is one; "USING" is a range of an index
    "sqlite": re.compile(r"^SCAN (?!.*USING)(tracker_\w+|[TU]\d+)"),
    "postgresql": re.compile(r"Seq Scan on (tracker_\w+)"),
}
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
    """The lines of plans that read a growing table from end to end."""
    reads = [each for each in asked if each[0].startswith("SELECT")]
    about = [each for each in reads if any(name in each[0] for name in GROWS)]
    return [line for each in about for line in plan(*each) if _is_whole(line)]


def _is_whole(line: str) -> bool:
    found = WHOLE[connection.vendor].search(line)
    return found is not None and (found[1] in GROWS or not found[1].startswith("tracker"))


def plan(sql: str, values: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(EXPLAIN[connection.vendor] + sql, values)
        return [str(row[-1]).strip() for row in cursor.fetchall()]
