"""What one check-in does to the database: its statements, and the rows that it leaves."""

import json
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks import stage

TABLES = {
    "tracker_checkin": "id",
    "tracker_symptomreport": "check_in_id",
    "tracker_assessment": "check_in_id",
    "tracker_auditevent": "subject_id",
}
# Table and column -> what takes its place in each copy.
NEW = {
    ("tracker_checkin", "id"): "check_in",
    ("tracker_checkin", "client_id"): "client",
    ("tracker_symptomreport", "check_in_id"): "check_in",
    ("tracker_assessment", "id"): "assessment",
    ("tracker_assessment", "check_in_id"): "check_in",
    ("tracker_auditevent", "subject_id"): "check_in",
    ("tracker_auditevent", "chain"): "chain",
    ("tracker_auditevent", "sequence"): "sequence",
}
BY_THEMSELVES = {("tracker_symptomreport", "id"), ("tracker_auditevent", "id")}


def statements(url: str, person: stage.Person, body: dict[str, Any]) -> tuple[int, bool]:
    """How many statements it took, and whether a case opened."""
    with CaptureQueriesContext(connection) as seen:
        answer = send(url, person, body)
    return len(seen), answer["review_case"] is not None


def send(url: str, person: stage.Person, body: dict[str, Any]) -> dict[str, Any]:
    client = Client(headers={"authorization": f"Bearer {person.token}"}, SERVER_NAME="localhost")
    answer = client.post(url, body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    said: dict[str, Any] = answer.json()
    return said


def keep_rows_of(url: str, person: stage.Person, body: dict[str, Any]) -> None:
    """Send one check-in and leave its rows, ids marked, in rows.json for the bare view."""
    before = sizes()
    check_in = send(url, person, body)["id"]
    grown = {table for table, size in sizes().items() if size > before[table]}
    assert grown == set(TABLES), f"the bare view must write these too: {grown ^ set(TABLES)}"
    found = [(table, rows_in(table, column, check_in)) for table, column in TABLES.items()]
    (stage.DATA / "rows.json").write_text(json.dumps(found))


def rows_in(table: str, column: str, check_in: str) -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        # In the audit the id is text with dashes, elsewhere SQLite's UUID without.
        key = check_in if column == "subject_id" else check_in.replace("-", "")
        cursor.execute(f"SELECT * FROM {table} WHERE {column} = %s", [key])  # noqa: S608
        names = [about[0] for about in cursor.description]
        return [marked(table, dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def marked(table: str, row: dict[str, object]) -> dict[str, object]:
    return {
        name: {"new": NEW[table, name]} if (table, name) in NEW else plain(value)
        for name, value in row.items()
        if (table, name) not in BY_THEMSELVES
    }


def plain(value: object) -> object:
    return value if isinstance(value, str | int | float | None) else str(value)


def sizes() -> dict[str, int]:
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        counted = {}
        for table in tables:
            cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608
            counted[table] = cursor.fetchone()[0]
    return counted
