"""Which statements of a page go through a whole table that grows, by the database's own plan."""

import re
from collections.abc import Iterable

from django.db import connection

GROWS = ("checkin", "symptomreport", "assessment", "reviewcase", "reviewevent", "photo")
EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}
WHOLE = {  # SQLite names the alias: T3, U0; a scan of an index is one of its range
    "sqlite": re.compile(r"^SCAN (?!.*USING).*"),
    "postgresql": re.compile(r"Seq Scan on (tracker_\w+)"),
}


def whole_tables(statements: Iterable[str]) -> list[str]:
    """The lines of plans that read a growing table from end to end."""
    return [line for sql in statements if sql.startswith("SELECT") for line in _faults(sql)]


def _faults(sql: str) -> list[str]:
    tables = [name for name in GROWS if f"tracker_{name}" in sql]
    lines = plan(sql) if tables else []
    found = [line for line in lines if WHOLE[connection.vendor].search(line)]
    return [line for line in found if any(name in line for name in (*tables, "SCAN T", "SCAN U"))]


def plan(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(EXPLAIN[connection.vendor] + sql)
        return [str(row[-1]).strip() for row in cursor.fetchall()]
