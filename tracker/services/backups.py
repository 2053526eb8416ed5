"""One sealed file with the database and the photos, and a restore that proves what it brought back.

The keys are not in it: the patients' have their one copy (deploy/backup-keys, docs/adr/033), the
others lie on a device of their own. Without them a backup opens for nobody.
"""

import hashlib
import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection

from tracker.records import audit_chain
from tracker.records.secret_files import SecretFiles
from tracker.services.sealed_stream import Broken, SealedReader, SealedWriter
from tracker.services.synced_files import sync_folder

KEYS: Final = SecretFiles("backup")
_DATABASE, _PHOTOS, _LIST = "db.sqlite3", "photos", "contents.json"


class CannotBackUp(Exception):
    """With the reason as its text."""


def back_up(folder: Path) -> Path:
    """A new file in the folder, complete when it has its name. Raises CannotBackUp.

    The database first, then the photos: a photo's file is written before its row, so that every
    row of the copy has its file.
    """
    if connection.vendor != "sqlite":
        raise CannotBackUp("The database is PostgreSQL's: back it up with pg_dump, encrypted.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup"
    half = path.with_suffix(".part")
    with tempfile.TemporaryDirectory(dir=settings.FADEWELL_DATA) as spare:
        copy = Path(spare) / _DATABASE
        _copy_database(copy)
        with half.open("wb") as sink:
            sealed = SealedWriter(sink, KEYS.newest("seal"))
            _pack(sealed, copy)
            sealed.finish()
            sink.flush()
    half.rename(path)
    sync_folder(folder)
    return path


def _copy_database(copy: Path) -> None:
    """SQLite's own online backup: whole, whatever is being written meanwhile; then checked."""
    connection.ensure_connection()
    target = sqlite3.connect(copy)
    copy.chmod(0o600)
    connection.connection.backup(target)
    verdict = target.execute("PRAGMA integrity_check").fetchone()[0]
    target.close()
    if verdict != "ok":
        raise CannotBackUp(f"The copy is damaged: {verdict}")


def _pack(sealed: SealedWriter, copy: Path) -> None:
    digests: dict[str, str] = {}
    with tarfile.open(fileobj=sealed, mode="w|") as archive:
        for name, path in _files(copy):
            digests[name] = _digest(path)
            archive.add(path, name, recursive=False)
        heads = [asdict(head) for head in audit_chain.heads()]
        listed = json.dumps({"digests": digests, "heads": heads}).encode()
        entry = tarfile.TarInfo(_LIST)
        entry.size = len(listed)
        archive.addfile(entry, BytesIO(listed))


def _files(copy: Path) -> Iterator[tuple[str, Path]]:
    yield _DATABASE, copy
    photos = Path(settings.FADEWELL_PHOTOS)
    for path in sorted(photos.glob("*/*")):
        if not path.suffix:  # a half-written one is no photo yet
            yield f"{_PHOTOS}/{path.relative_to(photos).as_posix()}", path


def restore(archive: Path, secrets: Path, patients: Path) -> dict[str, Any]:
    """Into an empty data folder; returns what the archive says of itself: digests and heads.

    secrets: a folder with the master, audit, second-factor and backup keys; patients: the copy of
    the patients' keys. Raises CannotBackUp, Broken. Nothing is there unless all of it fits.
    """
    data = Path(settings.FADEWELL_DATA)
    if (data / _DATABASE).exists() or Path(settings.FADEWELL_PHOTOS).exists():
        raise CannotBackUp(f"{data} is not empty: restore into an empty folder.")
    _take_keys(secrets, patients)
    half = data / "restoring"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700, parents=True)
    listed = _unpacked(archive, half)
    (half / _PHOTOS).mkdir(mode=0o700, exist_ok=True)
    (half / _PHOTOS).rename(settings.FADEWELL_PHOTOS)
    (half / _DATABASE).rename(data / _DATABASE)
    half.rmdir()
    sync_folder(data)
    return listed


def _take_keys(secrets: Path, patients: Path) -> None:
    keys = Path(settings.FADEWELL_KEYS)
    (keys / "patients").mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in secrets.glob("*-*.key"):
        _copy(path, keys / path.name)
    for path in (*patients.glob("*.key"), *patients.glob("*.destroyed")):
        _copy(path, keys / "patients" / path.name)
    for path in patients.glob("erased/*-*"):
        (keys / "erased").mkdir(mode=0o700, exist_ok=True)
        _copy(path, keys / "erased" / path.name)


def _copy(path: Path, to: Path) -> None:
    shutil.copyfile(path, to)
    to.chmod(0o600)


def _unpacked(archive: Path, half: Path) -> dict[str, Any]:
    """Raises Broken where no key opens it, or a digest differs."""
    for key in reversed(KEYS.each("seal")):
        try:
            with archive.open("rb") as source:
                return _unpack(SealedReader(source, key), half)
        except (Broken, tarfile.ReadError):
            continue
    raise Broken("no backup key opens it, or it is damaged")


def _unpack(sealed: SealedReader, half: Path) -> dict[str, Any]:
    with tarfile.open(fileobj=sealed, mode="r|") as archive:
        for entry in archive:
            archive.extract(entry, half, filter="data")
    listed: dict[str, Any] = json.loads((half / _LIST).read_text())
    (half / _LIST).unlink()
    wrong = [name for name, digest in listed["digests"].items() if _digest(half / name) != digest]
    if wrong:
        raise Broken(f"{len(wrong)} files are not as they were")
    return listed


def _digest(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def heads_of(listed: dict[str, Any]) -> Iterable[audit_chain.Head]:
    return [audit_chain.Head(**each) for each in listed["heads"]]
