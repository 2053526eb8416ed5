"""One sealed file with the database and the photos, made while the clinic works.

The keys are not in it: the patients' have their one copy (deploy/backup-keys, docs/adr/033), the
others lie on a device of their own. Without them a backup opens for nobody.
"""

import fcntl
import hashlib
import json
import os
import shutil
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Final

from django.conf import settings

from tracker.records import audit_chain
from tracker.records.secret_files import SecretFiles
from tracker.services import database_copies
from tracker.services.sealed_stream import SealedWriter
from tracker.services.synced_files import sync_folder

KIND: Final = "backup"
PHOTOS, LIST = "photos", "contents.json"
_CLEAR, _HALF = "backing-up", ".part"
_A_DAY = 24 * 60 * 60  # seconds


class CannotBackUp(Exception):
    """With the reason as its text."""


def back_up(folder: Path) -> Path:
    """A new file in the folder, complete and on disk when it has its name. Raises CannotBackUp.

    The heads of the audit first, then the database, then the photos: the copy holds each head, and
    a photo's file is written before its row, so that every row of the copy has its file.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup"
    half = path.with_suffix(_HALF)
    with _alone() as spare:
        _sweep(folder)
        heads = audit_chain.heads()
        copy = spare / database_copies.name()
        try:
            database_copies.copy_to(copy)
            with half.open("wb") as sink:
                _write(sink, copy, heads)
            half.rename(path)
        except (OSError, database_copies.CannotCopy) as error:
            raise CannotBackUp(str(error)) from error
        finally:
            half.unlink(missing_ok=True)
    sync_folder(folder)
    return path


def digest_of(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sweep(folder: Path) -> None:
    """Halves that a killed backup left, so that they do not fill the disk."""
    for left in folder.glob(f"*Z{_HALF}"):
        if time.time() - left.stat().st_mtime > _A_DAY:
            left.unlink()


@contextmanager
def _alone() -> Iterator[Path]:
    """A folder for the copy that is not sealed yet; what a killed backup left there goes first."""
    data = Path(settings.FADEWELL_DATA)
    spare, handle = data / _CLEAR, os.open(data, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(spare, ignore_errors=True)
        spare.mkdir(mode=0o700)
        yield spare
        shutil.rmtree(spare)
    except BlockingIOError:
        raise CannotBackUp("Another backup is under way.") from None
    except BaseException:
        shutil.rmtree(spare, ignore_errors=True)
        raise
    finally:
        os.close(handle)


def _write(sink: IO[bytes], copy: Path, heads: list[audit_chain.Head]) -> None:
    sealed = SealedWriter(sink, SecretFiles(KIND).newest("seal"))
    _pack(sealed, copy, heads)
    sealed.finish()
    sink.flush()
    os.fsync(sink.fileno())


def _pack(sealed: SealedWriter, copy: Path, heads: list[audit_chain.Head]) -> None:
    digests: dict[str, str] = {}
    with tarfile.open(fileobj=sealed, mode="w|") as archive:
        for name, path in _files(copy):
            digests[name] = digest_of(path)
            archive.add(path, name, recursive=False)
        told = {"digests": digests, "heads": [asdict(head) for head in heads]}
        listed = json.dumps(told).encode()
        entry = tarfile.TarInfo(LIST)
        entry.size = len(listed)
        archive.addfile(entry, BytesIO(listed))


def _files(copy: Path) -> Iterator[tuple[str, Path]]:
    yield copy.name, copy
    photos = Path(settings.FADEWELL_PHOTOS)
    for path in sorted(photos.glob("*/*")):
        if not path.suffix:  # a half-written one is no photo yet
            yield f"{PHOTOS}/{path.relative_to(photos).as_posix()}", path
