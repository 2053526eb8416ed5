"""Many check-ins from few: every row of the clinic's past copied by SQL, ids made new.

A copy's id is its model's first 26 hexadecimal digits and the number of the copy, so that each row
points at its own copies; its version is 8, which no id of the product has. Only the receipts, which
no list reads, are left empty.
"""

from collections.abc import Iterator

from django.db import connection

# Table -> its columns that are ids and get the copy's number; the others are taken over.
COPIED = {
    "tracker_patient": ("id",),
    "tracker_treatment": ("id", "patient_id"),
    "tracker_checkin": ("id", "patient_id", "treatment_id"),
    "tracker_symptomreport": ("check_in_id",),
    "tracker_assessment": ("id", "check_in_id"),
    "tracker_patientkey": ("id", "patient_id"),
    "tracker_photo": ("id", "patient_id", "treatment_id", "check_in_id", "key_id", "stored_name"),
    "tracker_reviewcase": ("id", "patient_id", "treatment_id"),
    "tracker_reviewevent": ("id", "case_id"),
}
COUNTED_UP = ("tracker_symptomreport",)  # its own id is a number that the database gives
EMPTY = {"receipt": "'{}'", "user_id": "NULL", "acknowledged_by_id": "NULL"}
ONLY = {
    "tracker_reviewcase": "model.status = 'closed'",
    "tracker_reviewevent": "model.case_id IN (SELECT id FROM tracker_reviewcase"
    " WHERE status = 'closed')",
}
SERIES = {
    "sqlite": "WITH RECURSIVE copy(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copy WHERE k < {n})",
    "postgresql": "WITH copy(k) AS (SELECT generate_series(1, {n}))",
}
# Whether a key points at a row is not asked: the copies are made so that each does.
UNCHECKED = {
    "sqlite": ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
    "postgresql": (
        "SET session_replication_role = replica",
        "SET session_replication_role = DEFAULT",
    ),
}
NEW_NAME = {
    "sqlite": "substr(model.{name}, 1, 12) || '8' || substr(model.{name}, 14, 13)"
    " || printf('%06x', copy.k)",
    "postgresql": "(overlay(substr(replace(model.{name}::text, '-', ''), 1, 26)"
    " placing '8' from 13) || lpad(to_hex(copy.k), 6, '0'))",
}
NEW_ID = {"sqlite": NEW_NAME["sqlite"], "postgresql": NEW_NAME["postgresql"] + "::uuid"}
TEXT = ("stored_name",)


def grow(times: int) -> None:
    """Every past row so many times in all; the open cases stay as many as they are."""
    if times < 2:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -400000")
        for statement in statements(times - 1):
            cursor.execute(statement)


def statements(copies: int) -> Iterator[str]:
    """Events before cases: a copied case is closed too, and would give its copies' events."""
    tables = [name for name in COPIED if name != "tracker_reviewevent"]
    tables.insert(tables.index("tracker_reviewcase"), "tracker_reviewevent")
    off, on = UNCHECKED[connection.vendor]
    yield off
    for table in tables:
        yield statement(table, copies)
    yield on


def statement(table: str, copies: int) -> str:
    names = [name for name in columns(table) if not (name == "id" and table in COUNTED_UP)]
    values = ", ".join(value(table, name) for name in names)
    series = SERIES[connection.vendor].format(n=copies)
    listed = ", ".join(f'"{name}"' for name in names)
    where = ONLY.get(table, "1 = 1")
    source = f"{values} FROM {table} model CROSS JOIN copy WHERE {where}"
    return f"{series} INSERT INTO {table} ({listed}) SELECT {source}"  # noqa: S608


def value(table: str, name: str) -> str:
    if name in COPIED[table]:
        made = NEW_NAME if name in TEXT else NEW_ID
        return made[connection.vendor].format(name=name)
    return EMPTY.get(name, f'model."{name}"')


def columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [each.name for each in connection.introspection.get_table_description(cursor, table)]
