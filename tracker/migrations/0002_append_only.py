"""Rows that are never edited, held by the database itself on SQLite and PostgreSQL."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

NEVER_EDITED = (
    "tracker_checkin",
    "tracker_symptomreport",
    "tracker_safetyanswer",
    "tracker_assessment",
    "tracker_consent",
)
NEVER_EDITED_OR_DELETED = ("tracker_auditevent", "tracker_reviewevent")


def acts() -> list[tuple[str, str]]:
    both = [
        (table, act)
        for table in NEVER_EDITED_OR_DELETED
        for act in ("UPDATE", "DELETE")
    ]
    return [(table, "UPDATE") for table in NEVER_EDITED] + both


def put_up(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE FUNCTION fadewell_refuse() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
        )
    for table, act in acts():
        editor.execute(_create(editor.connection.vendor, table, act))
    if editor.connection.vendor == "postgresql":
        for table in NEVER_EDITED_OR_DELETED:
            editor.execute(_create("postgresql", table, "TRUNCATE"))


def _create(vendor: str, table: str, act: str) -> str:
    name = f"{table}_no_{act.lower()}"
    if vendor == "sqlite":
        return (
            f"CREATE TRIGGER {name} BEFORE {act} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    each = "STATEMENT" if act == "TRUNCATE" else "ROW"
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table}"
        f" FOR EACH {each} EXECUTE FUNCTION fadewell_refuse()"
    )


def take_down(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    is_postgresql = editor.connection.vendor == "postgresql"
    truncates = (
        [(table, "TRUNCATE") for table in NEVER_EDITED_OR_DELETED]
        if is_postgresql
        else []
    )
    for table, act in acts() + truncates:
        on = f" ON {table}" if is_postgresql else ""
        editor.execute(f"DROP TRIGGER {table}_no_{act.lower()}{on}")
    if is_postgresql:
        editor.execute("DROP FUNCTION fadewell_refuse()")


class Migration(migrations.Migration):
    dependencies = [("tracker", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
