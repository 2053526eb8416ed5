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
