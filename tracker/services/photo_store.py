"""The only reader and writer of photo bytes: sealed, synced, bound to their row.

One file a photo, under a random name, holds all its variants. Each is sealed with AES-256-GCM
under the patient's key; key id, photo id, variant and format are authenticated with it, so that a
file or a part that was swapped, moved or changed opens as nothing.
"""

import hashlib
import re
import secrets
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from tracker.imaging.picture import FORMATS, VARIANTS
from tracker.models.photo import PatientKey, Photo
from tracker.services.photo_keys import (
    NONCE_BYTES,
    KeyDestroyed,
    KeyFolder,
    MissingKey,
    PhotoStoreError,
    Tampered,
    WrappedKey,
    sync_folder,
    write_synced,
)

__all__ = [
    "FORMATS",
    "VARIANTS",
    "KeyDestroyed",
    "Missing",
    "MissingKey",
    "NoRoom",
    "PhotoStoreError",
    "Stored",
    "Tampered",
    "erase",
    "fingerprint",
    "is_intact",
    "lost",
    "make_master_key",
    "make_patient_key",
    "read",
    "store",
    "sweep",
    "usable",
]

_FIRST_LINE: Final = b"fadewell-photo-1\n"
_STORED_NAME: Final = re.compile(r"[0-9a-f]{32}")
_HALF: Final = ".part"


class Missing(PhotoStoreError):
    """No such file, or no such variant in it."""


class NoRoom(PhotoStoreError):
    """The photo folder takes nothing: full, read-only or gone."""


@dataclass(frozen=True)
class Stored:
    """What the Photo row keeps: stored_name and contents."""

    name: str
    contents: dict[str, dict[str, dict[str, Any]]]


def fingerprint(data: bytes) -> str:
    """SHA-256 of the bytes as they were sent, in hex: tells a repeat from another picture."""
    return hashlib.sha256(data).hexdigest()


def make_master_key() -> str:
    """A new master key file for patients to come; older ones stay readable. Returns its id."""
    return _keys().make()


def make_patient_key(*, key_id: UUID, patient_id: UUID, clinic_id: UUID) -> WrappedKey:
    """The fields of a new PatientKey row. Raises MissingKey."""
    return _keys().wrap(key_id=key_id, patient_id=patient_id, clinic_id=clinic_id)


def store(photo_id: UUID, key: PatientKey, variants: Mapping[str, Mapping[str, bytes]]) -> Stored:
    """File and folder are on disk when this returns: call it before the commit.

    Raises KeyDestroyed, MissingKey, Tampered (the key row), NoRoom.
    """
    opened = _keys().unwrap(key)
    body = bytearray(_FIRST_LINE)
    contents: dict[str, dict[str, dict[str, Any]]] = {}
    for variant, formats in variants.items():
        contents[variant] = {}
        for fmt, plain in formats.items():
            sealed = _sealed(opened, plain, _about(key.id, photo_id, variant, fmt))
            contents[variant][fmt] = _whereabouts(len(body), sealed)
            body += sealed
    name = secrets.token_hex(16)
    _write(_path(name), bytes(body))
    return Stored(name, contents)


def read(photo: Photo, variant: str, fmt: str) -> bytes:
    """Raises Missing, Tampered, KeyDestroyed, MissingKey: never another photo's bytes."""
    where = photo.contents.get(variant, {}).get(fmt)
    if where is None:
        raise Missing(f"{variant} {fmt} of {photo.id}")
    opened = _keys().unwrap(photo.key)
    sealed = _sealed_part(photo, where)
    about = _about(photo.key.id, photo.id, variant, fmt)
    try:
        return opened.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about)
    except (InvalidTag, ValueError) as error:
        raise Tampered(str(photo.id)) from error


def is_intact(photo: Photo) -> bool:
    """Whether every part on disk has the digest of its row; needs no key (for backups)."""
    try:
        for formats in photo.contents.values():
            for where in formats.values():
                _sealed_part(photo, where)
    except (Missing, Tampered):
        return False
    return True


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
    for path in _files():
        if path.name not in known and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            gone.append(path.name)
    return gone


def lost(known: Iterable[str]) -> list[str]:
    """Names of rows whose file is not there."""
    return [name for name in known if not _path(name).exists()]


def usable() -> bool:
    """Whether a photo could be stored now: the folder takes a file and the key is there."""
    path = _path(secrets.token_hex(16)).with_suffix(_HALF)
    try:
        _keys().newest()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_synced(path, _FIRST_LINE)
        path.unlink()
    except (OSError, MissingKey):
        return False
    return True


def _sealed(opened: AESGCM, plain: bytes, about: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + opened.encrypt(nonce, plain, about)


def _whereabouts(offset: int, sealed: bytes) -> dict[str, Any]:
    digest = hashlib.sha256(sealed).hexdigest()
    return {"offset": offset, "length": len(sealed), "sha256": digest}


def _about(key_id: UUID, photo_id: UUID, variant: str, fmt: str) -> bytes:
    return b"\0".join([_FIRST_LINE, key_id.bytes + photo_id.bytes, f"{variant}.{fmt}".encode()])


def _sealed_part(photo: Photo, where: Mapping[str, Any]) -> bytes:
    try:
        with _path(photo.stored_name).open("rb") as sealed_file:
            sealed_file.seek(where["offset"])
            sealed = sealed_file.read(where["length"])
    except FileNotFoundError as error:
        raise Missing(str(photo.id)) from error
    if hashlib.sha256(sealed).hexdigest() != where["sha256"]:
        raise Tampered(str(photo.id))
    return sealed


def _write(path: Path, body: bytes) -> None:
    half = path.with_suffix(_HALF)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_synced(half, body)
        half.rename(path)
        sync_folder(path.parent)
        sync_folder(path.parent.parent)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise NoRoom(str(error)) from error


def _path(stored_name: str) -> Path:
    if not _STORED_NAME.fullmatch(stored_name):
        raise Missing("not the name of a stored photo")
    return Path(settings.FADEWELL_PHOTOS) / stored_name[:2] / stored_name


def _files() -> Iterator[Path]:
    yield from Path(settings.FADEWELL_PHOTOS).glob("[0-9a-f][0-9a-f]/*")


def _keys() -> KeyFolder:
    return KeyFolder(Path(settings.FADEWELL_KEYS), settings.FADEWELL_MAKE_KEYS)
