"""A worker that dies in the middle: its benchmark in small, with real processes and SIGKILL."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.house.source import ROOT

pytestmark = pytest.mark.full


@pytest.fixture
def tables(django_db_setup: None, tmp_path: Path) -> Path:
    """The suite's own database, as it was migrated, with no row of any test."""
    if connection.vendor != "sqlite":
        return tmp_path / "migrated-anew"
    found = tmp_path / "tables.sqlite3"
    suite, copy = sqlite3.connect(str(connection.settings_dict["NAME"])), sqlite3.connect(found)
    suite.backup(copy)
    for each in (suite, copy):
        each.close()
    return found


def test_a_worker_killed_at_some_steps_does_each_thing_once_in_the_end(tables: Path) -> None:
    """benchmarks/worker_killed.py takes every step of every job."""
    env = {key: said for key, said in os.environ.items() if not key.startswith("FADEWELL")}
    env |= {"DJANGO_SETTINGS_MODULE": "tracker.settings.dev", "DATABASE_URL": ""}
    few = ["--job", "handovers", "--job", "mail", "--most", "4"]
    begun = ["--tables", str(tables)] if tables.exists() else []

    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.worker_killed", *few, *begun],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "8 kill points, 0 faults" in done.stdout
