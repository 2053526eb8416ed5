"""The sealed files of the photo store on disk: one a photo, random names, synced. No keys here."""

import contextlib
import hashlib
import re
import secrets
import time
from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from tracker.services.photo_errors import Missing, NoRoom, Tampered
from tracker.services.synced_files import sync_folder, write_synced

_STORED_NAME: Final = re.compile(r"[0-9a-f]{32}")
_HALF: Final = ".part"


def write_file(body: bytes) -> str:
    """A new file under a random name, which is returned; on disk by then. Raises NoRoom."""
    name = secrets.token_hex(16)
    path = _path(name)
    half = path.with_suffix(_HALF)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_synced(half, body)
        half.rename(path)
        sync_folder(path.parent)
        sync_folder(path.parent.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            half.unlink()
        raise NoRoom(str(error)) from error
    return name


def read_part(stored_name: str, where: Mapping[str, Any]) -> bytes:
    """A sealed part by its offset, length and digest. Raises Missing, Tampered."""
    try:
        with _path(stored_name).open("rb") as sealed_file:
            sealed_file.seek(where["offset"])
            sealed = sealed_file.read(where["length"])
    except OSError as error:  # gone, or no file any more, or the disk cannot read it
        raise Missing(stored_name) from error
    if hashlib.sha256(sealed).hexdigest() != where["sha256"]:
        raise Tampered(stored_name)
    return sealed


def erase(stored_name: str) -> None:
    """Removes the file, once or again; call it after the commit."""
    path = _path(stored_name)
    path.unlink(missing_ok=True)
    if path.parent.exists():
        sync_folder(path.parent)


def sweep(known: Collection[str], *, older_than: timedelta = timedelta(hours=1)) -> list[str]:
    """Removes files that no row names, and half ones; younger ones may still be on their way."""
    before = time.time() - older_than.total_seconds()
    gone = []
    for path in Path(settings.FADEWELL_PHOTOS).glob("[0-9a-f][0-9a-f]/*"):
        if path.name not in known and path.is_file() and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            gone.append(path.name)
    return gone


def lost(known: Iterable[str]) -> list[str]:
    """Names of rows whose file is not there."""
    return [name for name in known if not _path(name).exists()]


def takes_files() -> bool:
    """Tried with a file that is removed again."""
    path = _path(secrets.token_hex(16)).with_suffix(_HALF)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_synced(path, b"")
        path.unlink()
    except OSError:
        return False
    return True


def _path(stored_name: str) -> Path:
    if not _STORED_NAME.fullmatch(stored_name):
        raise Missing("not the name of a stored photo")
    return Path(settings.FADEWELL_PHOTOS) / stored_name[:2] / stored_name
