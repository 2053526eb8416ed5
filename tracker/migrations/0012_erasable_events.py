"""Review events are deleted with the patient whose record is erased, and never otherwise."""

from importlib import import_module

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

triggers = import_module("tracker.migrations.0002_append_only")
TABLE = "tracker_reviewevent"
NAME = f"{TABLE}_no_delete"
IS_ERASED = (
    "EXISTS (SELECT 1 FROM tracker_reviewcase kase JOIN tracker_erasure e ON e.patient = kase.patient_id"
    " WHERE kase.id = OLD.case_id AND e.started_at IS NOT NULL AND e.done_at IS NULL)"
)


def put_up(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute(f"DROP TRIGGER {NAME}")
        editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE DELETE ON {TABLE} WHEN NOT {IS_ERASED}"
            f" BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        )
        return
    editor.execute(f"DROP TRIGGER {NAME} ON {TABLE}")
    editor.execute(
        "CREATE OR REPLACE FUNCTION fadewell_refuse_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF {IS_ERASED} THEN RETURN OLD; END IF;"
        " RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
    )
    editor.execute(
        f"CREATE TRIGGER {NAME} BEFORE DELETE ON {TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION fadewell_refuse_unless_erased()"
    )


def take_down(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    on = f" ON {TABLE}" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER {NAME}{on}")
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION fadewell_refuse_unless_erased()")
    editor.execute(triggers._create(editor.connection.vendor, TABLE, "DELETE"))


class Migration(migrations.Migration):
    dependencies = [("tracker", "0011_erasures")]
    operations = [migrations.RunPython(put_up, take_down)]
