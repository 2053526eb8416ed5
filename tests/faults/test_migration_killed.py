"""A migration is killed, or holds the database for a while: finished by the next, nobody lost."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.commands import migrate as django_migrate
from django.db import connection, connections, migrations, models
from django.db.migrations.recorder import MigrationRecorder

from tests.faults.invariants import broken
from tests.faults.phone import Entry, Phone, a_numb_cheek
from tests.faults.server import database_url
from tests.house.source import ROOT
from tracker.management.whole_migrations import WholeMigrations
from tracker.models import CheckIn, Treatment

Enrol = Callable[[int], tuple[Phone, Treatment]]


@pytest.mark.full
def test_a_migration_killed_at_some_steps_is_finished_by_the_next_one() -> None:
    """benchmarks/migration_killed.py takes every step, on a clinic's rows."""
    env = {key: said for key, said in os.environ.items() if not key.startswith("FADEWELL")}
    env |= {"DJANGO_SETTINGS_MODULE": "tracker.settings.dev", "DATABASE_URL": ""}

    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.migration_killed", "--most", "4"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 kill points, 0 faults" in done.stdout


@contextmanager
def held_by_a_migration() -> Iterator[None]:
    """As SQLite's one writer, or with PostgreSQL's lock for changing a table."""
    if connection.vendor == "sqlite":
        writer = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        yield
        writer.execute("ROLLBACK")
        writer.close()
        return
    with psycopg.connect(database_url()) as line:
        line.execute("LOCK TABLE tracker_checkin IN ACCESS EXCLUSIVE MODE")
        yield
        line.rollback()


def sent(phone: Phone, entry: Entry) -> int:
    try:
        return phone.send(entry)
    finally:
        connections.close_all()


@pytest.fixture
def short_patience() -> Iterator[None]:
    """What waits for the database gives up in a moment, not in 20 seconds."""
    options = connection.settings_dict["OPTIONS"]
    kept = dict(options)
    connection.close()
    if connection.vendor == "sqlite":
        options["timeout"] = 0.2
    else:
        options["options"] = f"{options['options']} -c lock_timeout=200"
    yield
    options.clear()
    options.update(kept)
    connection.close()


@pytest.mark.usefixtures("short_patience")
def test_who_sends_while_a_migration_holds_the_database_is_asked_to_come_back(
    a_patient: Enrol,
) -> None:
    phone, treatment = a_patient(1)
    phone.keep(a_numb_cheek(treatment))
    connection.close()
    with held_by_a_migration(), ThreadPoolExecutor(1) as other:
        status = other.submit(sent, phone, phone.waiting[0]).result()

    assert (status, CheckIn.objects.count()) == (503, 0)
    phone.flush()
    assert (phone.waiting, CheckIn.objects.count()) == ([], 1)
    assert broken(phone) == []


def test_a_short_migration_is_waited_for(a_patient: Enrol) -> None:
    phone, treatment = a_patient(1)
    phone.keep(a_numb_cheek(treatment))
    connection.close()
    with ThreadPoolExecutor(1) as other:
        with held_by_a_migration():
            answer = other.submit(sent, phone, phone.waiting[0])
            with pytest.raises(TimeoutError):
                answer.result(timeout=0.3)
        phone.heard(phone.waiting[0], answer.result())

    assert phone.statuses == {201: 1}
    assert broken(phone) == []


class Killed(BaseException):
    """Nothing of ours catches it."""


def a_migration() -> migrations.Migration:
    """Its index waits for the end of its statements."""
    made = migrations.Migration("9999_tried", "tracker")
    user = models.ForeignKey("tracker.User", models.CASCADE)
    made.operations = [
        migrations.CreateModel(
            "Tried", [("id", models.BigAutoField(primary_key=True)), ("user", user)]
        )
    ]
    return made


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["apply", "unapply"])
def test_a_migration_killed_before_it_was_noted_left_nothing(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tables() -> bool:
        return "tracker_tried" in connection.introspection.table_names()

    def killed(*_said: object) -> None:
        raise Killed

    executor = WholeMigrations(connection)
    state = executor.loader.project_state()
    try:
        if way == "unapply":
            executor.apply_migration(state.clone(), a_migration())
        with monkeypatch.context() as now, pytest.raises(Killed):
            now.setattr(MigrationRecorder, f"record_{way.replace('ly', 'lied')}", killed)
            getattr(executor, f"{way}_migration")(state.clone(), a_migration())
        assert tables() == (way == "unapply")
        if way == "apply":
            executor.apply_migration(state.clone(), a_migration())
    finally:
        if tables():
            executor.unapply_migration(state.clone(), a_migration())
    assert not tables()
    with connection.cursor() as cursor:
        connection.check_constraints()
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys")
            assert cursor.fetchone() == (1,)


def test_migrate_is_the_one_that_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(
        django_migrate.Command,
        "handle",
        lambda *_args, **_more: seen.append(django_migrate.MigrationExecutor),
    )

    call_command("migrate", verbosity=0)

    assert seen == [WholeMigrations]
