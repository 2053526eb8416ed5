"""What the database itself holds, on whichever one is in use: rows that are never edited."""

import re
import sqlite3
from collections.abc import Callable
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests.house.source import ROOT
from tracker.models import ApiToken, StaffInvitation, Treatment, User
from tracker.records import audit
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.judged_again import answer_questions
from tracker.settings import env

triggers = import_module("tracker.migrations.0002_append_only")
OPERATIONS = ROOT / "docs/operations.md"
NEVER_DELETED = triggers.NEVER_EDITED_OR_DELETED
NEVER_EDITED = (*triggers.NEVER_EDITED, *NEVER_DELETED)


@pytest.fixture
def a_story(ben: User, his_toxin: Treatment, a_report: Callable[..., Report]) -> None:
    """One flagged check-in with an answer to a safety question: a row in every guarded table."""
    submitted = submit_check_in(
        by=ben, treatment=his_toxin, report=a_report(region="cheek", side="left", numbness=4)
    )
    answer_questions(by=ben, check_in=submitted.check_in, answers={"broken_skin": False})


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


@pytest.mark.django_db
def test_a_new_database_has_no_account_and_no_token_that_comes_with_it() -> None:
    """Nobody can sign in with what every clinic would have (ASVS 6.3.2)."""
    assert not User.objects.exists()
    assert not ApiToken.objects.exists()
    assert not StaffInvitation.objects.exists()


@pytest.mark.usefixtures("a_story")
@pytest.mark.parametrize("table", NEVER_EDITED)
def test_a_stored_row_is_never_edited(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608
        assert cursor.fetchone()[0] > 0, "the story leaves a row to try it on"

    assert refused(f"UPDATE {table} SET id = id")  # noqa: S608


@pytest.mark.usefixtures("a_story")
@pytest.mark.parametrize("table", NEVER_DELETED)
def test_what_was_done_is_never_deleted(table: str) -> None:
    assert refused(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.usefixtures("a_story")
@pytest.mark.parametrize("table", NEVER_DELETED)
def test_no_back_door_empties_what_was_done(table: str) -> None:
    """SQLite: INSERT OR REPLACE deletes unseen. PostgreSQL: TRUNCATE fires no row's trigger."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else they are what refuses
        assert refused(f"TRUNCATE {table} CASCADE")
        upsert = f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id)"  # noqa: S608
    else:
        upsert = f"INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (id)"  # noqa: S608
        assert refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608
        assert refused(f"UPDATE OR REPLACE {table} SET id = id")  # noqa: S608
        assert refused(f"REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608
    assert refused(f"{upsert} DO UPDATE SET id = {table}.id")


@pytest.mark.usefixtures("a_story")
def test_the_role_of_the_services_cannot_undo_what_was_done(ben: User) -> None:
    """As docs/operations.md makes it for PostgreSQL; on SQLite there are no roles to make."""
    [made] = re.findall(r"```sql\n(CREATE ROLE .*?)```", OPERATIONS.read_text(), re.S)
    assert f"REVOKE UPDATE, DELETE ON {NEVER_DELETED[0]} " in made
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"{made} SET LOCAL ROLE fadewell_app")
        audit.record("looked", by=ben, clinic_id=None, about=ben)
        cursor.execute("UPDATE tracker_patient SET phone = phone")
    for act in (
        "UPDATE tracker_auditevent SET id = id",
        "DELETE FROM tracker_auditevent",
        "TRUNCATE tracker_auditevent",
        "DROP TRIGGER tracker_auditevent_no_update ON tracker_auditevent",
        "ALTER TABLE tracker_auditevent DISABLE TRIGGER ALL",
        "DROP TABLE tracker_auditevent",
        "UPDATE tracker_reviewevent SET id = id",
        "INSERT INTO tracker_auditevent SELECT * FROM tracker_auditevent"
        " ON CONFLICT (id) DO UPDATE SET action = 'nothing'",
        "MERGE INTO tracker_auditevent AS into_ USING tracker_auditevent AS of_"
        " ON into_.id = of_.id WHEN MATCHED THEN DELETE",
        "SET LOCAL session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION fadewell_refuse() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NEW; END $$",
        "DROP FUNCTION fadewell_refuse() CASCADE",
        "ALTER TABLE tracker_auditevent RENAME TO tracker_other",
        "CREATE RULE away AS ON INSERT TO tracker_auditevent DO INSTEAD NOTHING",
    ):
        refusal = pytest.raises(DatabaseError, match="permission denied|must be owner")
        with refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act)


@pytest.mark.django_db
def test_every_migration_is_current() -> None:
    out = StringIO()

    call_command("makemigrations", check_changes=True, dry_run=True, stdout=out)

    assert "No changes detected" in out.getvalue()


def test_sqlite_keeps_what_was_answered_through_a_power_cut(tmp_path: Path) -> None:
    """synchronous=NORMAL would lose the last commits; recursive_triggers guards REPLACE."""
    settings = env.database("", tmp_path)
    opened = sqlite3.connect(settings["NAME"])

    opened.executescript(settings["OPTIONS"]["init_command"])

    assert opened.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    assert opened.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert opened.execute("PRAGMA recursive_triggers").fetchone() == (1,)
    opened.close()
