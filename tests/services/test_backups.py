"""A backup is whole or not there, and leaves nothing in the clear behind it."""

import errno
import fcntl
import json
import os
import tarfile
import time
from pathlib import Path
from typing import Any

import pytest

from tests.services.stored_photos import store_in
from tracker.models import Clinic, User
from tracker.records import audit, audit_chain
from tracker.records.secret_files import SecretFiles
from tracker.services import backups, database_copies
from tracker.services.sealed_stream import SealedReader

pytestmark = pytest.mark.django_db
OLD = 25 * 60 * 60


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    settings.FADEWELL_DATA = Path(store_in(settings, tmp_path / "data"))
    settings.FADEWELL_DATA.mkdir(parents=True, exist_ok=True)
    SecretFiles("backup").make()
    return settings.FADEWELL_DATA


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engines' own copies are tried in tests/house/test_restore_drill.py."""
    monkeypatch.setattr(database_copies, "copy_to", lambda path: path.write_bytes(b"all of it"))


def contents(archive: Path) -> dict[str, Any]:
    with archive.open("rb") as source:
        sealed = SealedReader(source, SecretFiles("backup").newest("seal"))
        with tarfile.open(fileobj=sealed, mode="r|") as files:
            for entry in files:
                if entry.name == backups.LIST:
                    return dict(json.load(files.extractfile(entry) or pytest.fail()))
    raise AssertionError("it says nothing of itself")


def test_what_was_done_while_it_was_made_is_not_missed_in_it(
    data: Path, tmp_path: Path, clinic_a: Clinic, dr_cho: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A head that the copy does not hold would be told as a chain that was cut."""

    def act() -> None:
        audit.record("looked", by=dr_cho, clinic_id=clinic_a.pk, about=dr_cho)

    def copy_to(path: Path) -> None:
        held.extend(audit_chain.heads())
        path.write_bytes(b"all of it")
        act()

    held: list[audit_chain.Head] = []
    monkeypatch.setattr(database_copies, "copy_to", copy_to)
    act()

    told = contents(backups.back_up(tmp_path / "kept"))

    assert [each["sequence"] for each in told["heads"]] == [each.sequence for each in held]


@pytest.mark.usefixtures("copied")
@pytest.mark.parametrize("step", ["write", "fsync", "copy"])
def test_a_disk_that_is_full_leaves_no_half_and_nothing_in_the_clear(
    step: str, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        if step == "copy":
            patched.setattr(database_copies, "copy_to", full)
        else:
            owner = backups.SealedWriter if step == "write" else os
            patched.setattr(owner, step, full)
        with pytest.raises(backups.CannotBackUp, match="No space left"):
            backups.back_up(tmp_path / "kept")

    assert list((tmp_path / "kept").iterdir()) == []
    assert not (data / "backing-up").exists()
    assert backups.back_up(tmp_path / "kept").exists()


@pytest.mark.usefixtures("copied")
def test_what_a_killed_one_left_goes_with_the_next(data: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    (data / "backing-up").mkdir()
    (data / "backing-up" / "db.sqlite3").write_bytes(b"in the clear")
    kept.mkdir()
    for name, age in (("20260101T000000Z.part", OLD), ("20260102T000000Z.part", 0)):
        (kept / name).write_bytes(b"half")
        os.utime(kept / name, (time.time() - age,) * 2)

    made = backups.back_up(kept)

    assert sorted(kept.iterdir()) == sorted([made, kept / "20260102T000000Z.part"])
    assert not (data / "backing-up").exists()


@pytest.mark.usefixtures("copied")
def test_of_two_at_once_the_second_is_told(data: Path, tmp_path: Path) -> None:
    handle = os.open(data, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)

    with pytest.raises(backups.CannotBackUp, match="under way"):
        backups.back_up(tmp_path / "kept")

    os.close(handle)
    assert backups.back_up(tmp_path / "kept").exists()


def test_a_program_that_is_missing_is_named(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_copies.connection, "vendor", "postgresql", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(backups.CannotBackUp, match="pg_dump is missing: apt-get install"):
        backups.back_up(tmp_path / "kept")
