"""The drill: a clinic is backed up, its machine is lost, an empty folder brings it all back."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.house.source import ROOT
from tracker.management import postgresql

pytestmark = pytest.mark.full

STORY = """
import json, django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.cast import member, person, record_of, treat
from tests.house.access.world import _photo
from tracker.models import Clinic, Role
from tracker.records import audit
from django.db import transaction
clinic = Clinic.objects.create(name="Clinic A", phone="1")
doctor = member("dr.cho", clinic, Role.DERMATOLOGIST)
for name in ("ana", "ben"):
    patient = record_of(person(name), clinic)
    _photo(patient.user, patient, treat(patient, "botulinum_toxin", ["forehead"], 72))
    with transaction.atomic():
        audit.record("looked", by=doctor, clinic_id=clinic.pk, about=patient)
print(json.dumps({"ben": str(patient.pk)}))
"""
ERASE = """
import sys, django; django.setup()
from tracker.models import Patient
from tracker.services.erasures import erase
erase(Patient.objects.get(pk=sys.argv[1]))
"""
OF_OTHER_FILES = """
import sys, django; django.setup()
from pathlib import Path
from tracker.services import backups
backups.digest_of = lambda path: "0" * 64
print(backups.back_up(Path(sys.argv[1])))
"""


def run(data: Path, *command: str | Path, database: str = "") -> "subprocess.CompletedProcess[str]":
    env = os.environ | {
        "FADEWELL_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "tracker.settings.dev",
        "DATABASE_URL": database,
        "FADEWELL_DEMO": "off",
    }
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )


def manage(
    data: Path, *command: str | Path, database: str = ""
) -> "subprocess.CompletedProcess[str]":
    return run(data, "manage.py", *command, database=database)


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What is left of a clinic: the backup, the copy of the patients' keys, the other keys.

    A newer key has come since the backup was made.
    """
    folder = tmp_path_factory.mktemp("drill")
    data, kept = folder / "data", folder / "kept"
    told = run(data, "-c", STORY)
    assert told.returncode == 0, told.stderr
    made = manage(data, "backup", kept)
    assert made.returncode == 0, made.stderr
    other = run(data, "-c", OF_OTHER_FILES, folder / "other")
    assert other.returncode == 0, other.stderr
    ben = json.loads(told.stdout)["ben"]
    assert run(data, "-c", ERASE, ben).returncode == 0  # after the backup, before the loss
    assert manage(data, "make_key", "backup").returncode == 0
    return {
        "archive": Path(made.stdout.strip()),
        "of other files": Path(other.stdout.strip()),
        **lose(data, folder),
    }


def lose(data: Path, folder: Path) -> dict[str, Path]:
    """Only the copies of the keys are left."""
    assert run(data, "deploy/backup-keys", data, folder / "patients").returncode == 0
    secrets = folder / "secrets"
    secrets.mkdir()
    for key in (data / "keys").glob("*-*.key"):
        shutil.copy(key, secrets)
    shutil.rmtree(data)
    return {"patients": folder / "patients", "secrets": secrets}


def restore(
    data: Path, lost: dict[str, Path], database: str = "", **other: Path
) -> "subprocess.CompletedProcess[str]":
    given = {**lost, **other}
    ways = ["--secrets", given["secrets"], "--patient-keys", given["patients"]]
    return manage(data, "restore", given["archive"], *ways, database=database)


def found_in(data: Path) -> list[str]:
    """What a restore that was refused left behind: its settings make their own key to sign with."""
    files = (path for path in data.rglob("*") if path.is_file())
    return [path.name for path in files if path.name != "secret-key"]


def test_an_empty_folder_brings_all_back_and_proves_it(
    lost: dict[str, Path], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    done = restore(data, lost)

    assert done.returncode == 0, done.stderr
    print(done.stdout)
    assert "3 digests fit, {'opened': 1, 'erased': 1} photos" in done.stdout
    assert "1 audit chains, 0 faults" in done.stdout
    assert "minutes" in done.stdout
    assert "1 erased" in manage(data, "erase_due").stderr, "Ben, whom the backup still knew"
    assert manage(data, "verify_audit").returncode == 0
    again = restore(data, lost)
    assert again.returncode == 1 and "is not empty" in again.stderr, "never over what is there"


def test_a_backup_names_nobody_and_opens_for_nobody_without_its_key(
    lost: dict[str, Path], tmp_path: Path
) -> None:
    sealed = lost["archive"].read_bytes()
    assert b"ana@example.org" not in sealed and b"SQLite format" not in sealed
    assert lost["archive"].parent.stat().st_mode & 0o077 == 0

    done = restore(tmp_path / "data", lost, secrets=tmp_path)

    assert done.returncode == 1 and "Nothing was restored" in done.stderr
    assert found_in(tmp_path / "data") == []


@pytest.mark.parametrize("harm", ["flipped", "cut"])
def test_a_damaged_backup_restores_nothing(
    harm: str, lost: dict[str, Path], tmp_path: Path
) -> None:
    body = bytearray(lost["archive"].read_bytes())
    if harm == "flipped":
        body[len(body) // 2] ^= 1
    harmed = body if harm == "flipped" else body[:-1000]
    archive = tmp_path / "harmed.backup"
    archive.write_bytes(harmed)

    done = restore(tmp_path / "data", lost, archive=archive)

    assert done.returncode == 1 and "Nothing was restored" in done.stderr
    assert found_in(tmp_path / "data") == []


def test_a_file_that_is_not_the_one_it_lists_restores_nothing(
    lost: dict[str, Path], tmp_path: Path
) -> None:
    """Sealed whole, and yet another file than when its digest was taken."""
    done = restore(tmp_path / "data", lost, archive=lost["of other files"])

    assert done.returncode == 1 and "Nothing was restored" in done.stderr
    assert found_in(tmp_path / "data") == []


def test_a_folder_of_keys_that_is_not_there_is_named(lost: dict[str, Path], tmp_path: Path) -> None:
    done = restore(tmp_path / "data", lost, patients=tmp_path / "mistyped")

    assert done.returncode == 1 and f"There is no folder {tmp_path / 'mistyped'}" in done.stderr
    assert found_in(tmp_path / "data") == []


@pytest.mark.parametrize(
    "kept", ["keys/patients/hers.destroyed", "photos/ab/abcd", "db.sqlite3-wal"]
)
def test_what_is_there_is_neither_mixed_nor_replaced(
    kept: str, lost: dict[str, Path], tmp_path: Path
) -> None:
    """A key folder knows what was destroyed; a log without its database would be read into it."""
    (tmp_path / kept).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / kept).write_bytes(b"kept")

    done = restore(tmp_path, lost)

    assert done.returncode == 1 and "is not empty" in done.stderr
    assert found_in(tmp_path) == [Path(kept).name]
    assert (tmp_path / kept).read_bytes() == b"kept"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgresql.running() as url:
        yield url


def made_database(server: str, name: str) -> str:
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name}")
    return server.rpartition("/")[0] + "/" + name


def test_postgresql_is_backed_up_and_brought_back_alike(server: str, tmp_path: Path) -> None:
    data, database = tmp_path / "data", made_database(server, "lost")
    told = run(data, "-c", STORY, database=database)
    assert told.returncode == 0, told.stderr
    made = manage(data, "backup", tmp_path / "kept", database=database)
    assert made.returncode == 0, made.stderr
    lost = {"archive": Path(made.stdout.strip()), **lose(data, tmp_path)}
    assert b"ana@example.org" not in lost["archive"].read_bytes()
    empty = made_database(server, "empty")

    refused = restore(data, lost, empty, secrets=tmp_path)
    assert refused.returncode == 1 and found_in(data) == []
    elsewhere = restore(tmp_path / "sqlite", lost)
    assert "the other database engine" in elsewhere.stderr and found_in(tmp_path / "sqlite") == []
    over = restore(data, lost, database)
    assert over.returncode == 1 and "The database is not empty" in over.stderr
    done = restore(data, lost, empty)

    assert done.returncode == 0, done.stderr
    assert "3 digests fit, {'opened': 2} photos" in done.stdout
    assert "1 audit chains, 0 faults" in done.stdout
    assert manage(data, "verify_audit", database=empty).returncode == 0
    with psycopg.connect(empty) as line, pytest.raises(psycopg.Error, match="append-only"):
        line.execute("DELETE FROM tracker_auditevent")
