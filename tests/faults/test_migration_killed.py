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
from django.db import connection, connections

from tests.faults.invariants import broken
from tests.faults.phone import Entry, Phone, a_numb_cheek
from tests.faults.server import database_url
from tests.house.source import ROOT
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
