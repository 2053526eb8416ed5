"""A backup brought back into an empty place, of which nothing is there unless all of it fits."""

import json
import os
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from tracker.records import audit_chain
from tracker.records.secret_files import MissingKeyFile, SecretFiles
from tracker.services import database_copies
from tracker.services.backups import KIND, LIST, PHOTOS, digest_of
from tracker.services.sealed_stream import Broken, SealedReader
from tracker.services.synced_files import sync_folder

_HALF: Final = "restoring"
_KEYS: Final = "keys"


class CannotRestore(Exception):
    """With the reason as its text; nothing was restored."""


def restore(archive: Path, secrets: Path, patients: Path) -> dict[str, Any]:
    """Into an empty data folder; returns what the archive says of itself: digests and heads.

    secrets: a folder with the master, audit, second-factor and backup keys; patients: the copy of
    the patients' keys. Raises CannotRestore.
    """
    half = Path(settings.FADEWELL_DATA) / _HALF
    try:
        _refuse_what_cannot_be(secrets, patients)
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(mode=0o700, parents=True)
        listed = _unpacked(archive, secrets, half)
        _take_keys(secrets, patients, half / _KEYS)
        os.sync()  # before anything has its name
        _put_in_place(half)
    except (OSError, Broken, MissingKeyFile, database_copies.CannotCopy) as reason:
        raise CannotRestore(str(reason)) from reason
    finally:
        shutil.rmtree(half, ignore_errors=True)  # it lies there in the clear
    return listed


def heads_of(listed: dict[str, Any]) -> Iterable[audit_chain.Head]:
    return [audit_chain.Head(**each) for each in listed["heads"]]


def _refuse_what_cannot_be(secrets: Path, patients: Path) -> None:
    """Keys too: a folder that is still there knows best what was destroyed."""
    keys = Path(settings.FADEWELL_KEYS)
    for folder in (secrets, patients):
        if not folder.is_dir():  # a word mistyped would leave every photo without its key
            raise CannotRestore(f"There is no folder {folder}.")
    if Path(settings.FADEWELL_PHOTOS).exists() or any(_keys_in(keys, keys / "patients")):
        raise CannotRestore(f"{settings.FADEWELL_DATA} is not empty: restore into an empty folder.")
    if not database_copies.is_empty():
        raise CannotRestore("The database is not empty: restore into an empty one.")


def _keys_in(secrets: Path, patients: Path) -> Iterator[tuple[Path, str]]:
    """Each file, and its place in the key folder."""
    yield from ((path, path.name) for path in secrets.glob("*-*.key"))
    for pattern in ("*.key", "*.destroyed"):
        yield from ((path, f"patients/{path.name}") for path in patients.glob(pattern))
    yield from ((path, f"erased/{path.name}") for path in patients.glob("erased/*-*"))


def _take_keys(secrets: Path, patients: Path, into: Path) -> None:
    for folder in ("patients", "erased"):
        (into / folder).mkdir(mode=0o700, parents=True)
    for path, name in _keys_in(secrets, patients):
        shutil.copyfile(path, into / name)
        (into / name).chmod(0o600)


def _put_in_place(half: Path) -> None:
    """What can fail comes first; from there on names are changed and no more."""
    database_copies.bring_back(half / database_copies.name())
    keys = Path(settings.FADEWELL_KEYS)
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in (half / _KEYS).iterdir():
        path.rename(keys / path.name)
    (half / PHOTOS).mkdir(mode=0o700, exist_ok=True)
    (half / PHOTOS).rename(settings.FADEWELL_PHOTOS)
    sync_folder(keys)
    sync_folder(Path(settings.FADEWELL_DATA))


def _unpacked(archive: Path, secrets: Path, half: Path) -> dict[str, Any]:
    """Raises Broken where no key opens it, or a digest differs."""
    for key in reversed(SecretFiles(KIND, secrets).each("seal")):
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
    listed: dict[str, Any] = json.loads((half / LIST).read_text())
    if database_copies.name() not in listed["digests"]:
        raise CannotRestore("It is of the other database engine: set DATABASE_URL accordingly.")
    wrong = [name for name, digest in listed["digests"].items() if digest_of(half / name) != digest]
    if wrong:
        raise Broken(f"{len(wrong)} files are not as they were")
    return listed
