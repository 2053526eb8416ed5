"""Migration 0004: wrapped keys leave the database for the key folder, and no page keeps one."""

import json
import os
import subprocess
import sys

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.full

SCRIPT = """
import json, sys, uuid
from datetime import date
from pathlib import Path
import django; django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

def to(*targets):
    call_command("migrate", *targets, verbosity=0, interactive=False)

to("tracker", "0002")
state = MigrationExecutor(connection).loader.project_state(("tracker", "0002_append_only"))
row = {name: state.apps.get_model("tracker", name).objects.create
       for name in ("Clinic", "Patient", "PatientKey")}
clinic = row["Clinic"](name="Clinic")
WRAPPED = bytes.fromhex("c0ffee77" * 15)
def a_key(wrapped):
    patient = row["Patient"](clinic=clinic, date_of_birth=date(1990, 1, 1))
    return row["PatientKey"](
        patient=patient, clinic=clinic, wrapped=wrapped, master_key_id="2020").pk
kept, destroyed = {a_key(WRAPPED) for _ in range(200)}, a_key(None)
to()
from tracker.models import PatientKey
folder = settings.FADEWELL_KEYS / "patients"
connection.close()
whole = b"".join(path.read_bytes() for path in settings.FADEWELL_DATA.glob("*.sqlite3"))
files = list(folder.iterdir())
gone = PatientKey.objects.exclude(destroyed_at=None).values_list("pk", flat=True)
print(json.dumps({
    "each has its file": {path.name for path in files} == {f"{pk}.key" for pk in kept},
    "texts": sorted({path.read_text() for path in files}),
    "modes": sorted({oct(path.stat().st_mode & 0o777) for path in (folder, *files)}),
    "rows": PatientKey.objects.count(),
    "the emptied one counts as destroyed": list(gone) == [destroyed],
    "left in the database": WRAPPED in whole,
    "size": len(whole),
}))
"""


@pytest.fixture(scope="module")
def moved():
    """What an older installation is once it was migrated."""
    clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=clean | {"DJANGO_SETTINGS_MODULE": "tracker.settings.test"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_each_key_becomes_a_file_for_its_owner_only(moved):
    assert moved["each has its file"]
    assert moved["texts"] == [f"2020\n{'c0ffee77' * 15}\n"]
    assert moved["modes"] == ["0o600", "0o700"]


def test_every_row_stays_and_the_emptied_one_counts_as_destroyed(moved):
    assert moved["rows"] == 201 and moved["the emptied one counts as destroyed"]


def test_no_page_of_the_database_file_keeps_a_key(moved):
    assert moved["size"] > 100_000
    assert not moved["left in the database"]
