"""deploy/backup: a copy that can be restored, taken while the clinic works."""

import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.house.source import ROOT


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "photos" / "ab").mkdir(parents=True)
    (folder / "photos" / "ab" / "abcd").write_bytes(b"sealed")
    (folder / "keys").mkdir()
    (folder / "keys" / "photo-master-1.key").write_text("secret")
    return folder


def back_up(data: Path, to: Path) -> str:
    command = [sys.executable, ROOT / "deploy/backup", data, to]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_copy_holds_what_was_committed_and_not_yet_merged(data: Path, tmp_path: Path) -> None:
    live = sqlite3.connect(data / "db.sqlite3")
    live.executescript("PRAGMA journal_mode=WAL; CREATE TABLE said (words);")
    live.execute("INSERT INTO said VALUES ('numb')")
    live.commit()
    live.execute("INSERT INTO said VALUES ('not yet')")  # the clinic goes on writing

    name = back_up(data, tmp_path / "copies")

    copy = sqlite3.connect(tmp_path / "copies" / f"{name}.sqlite3")
    assert copy.execute("SELECT words FROM said").fetchall() == [("numb",)]


def test_photos_are_copied_sealed_and_keys_are_not(data: Path, tmp_path: Path) -> None:
    name = back_up(data, tmp_path / "copies")

    with tarfile.open(tmp_path / "copies" / f"{name}.photos.tar") as photos:
        names = photos.getnames()
    assert "photos/ab/abcd" in names
    assert not [name for name in names if "key" in name]


def test_a_copy_is_its_owners_alone_in_a_folder_that_anybody_may_enter(
    data: Path, tmp_path: Path
) -> None:
    sqlite3.connect(data / "db.sqlite3").execute("CREATE TABLE said (words)").connection.commit()
    (tmp_path / "copies").mkdir()
    (tmp_path / "copies").chmod(0o755)

    back_up(data, tmp_path / "copies")

    found = list((tmp_path / "copies").iterdir())
    assert len(found) == 2
    assert [each.name for each in found if each.stat().st_mode & 0o077] == []


@pytest.fixture
def keys(data: Path) -> Path:
    folder = data / "keys" / "patients"
    folder.mkdir()
    (folder / "ana.key").write_text("master\nwrapped\n")
    (folder / "ben.key").write_text("master\nwrapped\n")
    return folder


def copy_keys(data: Path, to: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, ROOT / "deploy/backup-keys", data, to]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_copy_of_the_keys_has_every_patients_and_no_master_key(
    data: Path, keys: Path, tmp_path: Path
) -> None:
    assert copy_keys(data, tmp_path / "copy").stdout == "2 keys copied, 2 in all\n"

    assert names(tmp_path / "copy") == ["ana.key", "ben.key"]
    assert (tmp_path / "copy" / "ana.key").stat().st_mode & 0o777 == 0o600


def test_the_copy_of_the_keys_forgets_what_was_destroyed(
    data: Path, keys: Path, tmp_path: Path
) -> None:
    copy_keys(data, tmp_path / "copy")
    (keys / "ana.key").unlink()
    (keys / "ana.destroyed").touch()

    copy_keys(data, tmp_path / "copy")

    assert names(tmp_path / "copy") == ["ana.destroyed", "ben.key"]


def test_a_key_that_is_only_missing_stays_in_the_copy(
    data: Path, keys: Path, tmp_path: Path
) -> None:
    copy_keys(data, tmp_path / "copy")
    (keys / "ana.key").unlink()

    copy_keys(data, tmp_path / "copy")

    assert "ana.key" in names(tmp_path / "copy")


def test_a_key_that_was_brought_back_is_not_copied_again(
    data: Path, keys: Path, tmp_path: Path
) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "ana.destroyed").touch()
    (keys / "ben.destroyed").touch()

    assert copy_keys(data, tmp_path / "copy").stdout == "0 keys copied, 0 in all\n"


def test_a_key_wrapped_anew_replaces_the_older_one(data: Path, keys: Path, tmp_path: Path) -> None:
    copy_keys(data, tmp_path / "copy")
    (keys / "ben.key").write_text("newer\nwrapped\n")

    assert copy_keys(data, tmp_path / "copy").stdout == "1 keys copied, 2 in all\n"
    assert (tmp_path / "copy" / "ben.key").read_text() == "newer\nwrapped\n"


def test_without_a_key_folder_the_copy_is_left_alone(data: Path, tmp_path: Path) -> None:
    assert copy_keys(data, tmp_path / "copy").returncode == 1
    assert not (tmp_path / "copy").exists()
