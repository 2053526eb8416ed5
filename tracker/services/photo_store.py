"""The only reader and writer of photo bytes: sealed, synced, bound to their row.

One file a photo, under a random name, holds all its variants. Each is sealed with AES-256-GCM
under the patient's key; key id, photo id, variant and format are authenticated with it, so that a
file or a part that was swapped, moved or changed opens as nothing.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from tracker.imaging.picture import FORMATS, VARIANTS
from tracker.models.photo import PatientKey, Photo
from tracker.services.photo_errors import (
    KeyDestroyed,
    Missing,
    MissingKey,
    NoRoom,
    PhotoStoreError,
    Tampered,
)
from tracker.services.photo_files import (
    erase,
    lost,
    read_part,
    sweep,
    takes_files,
    write_file,
)
from tracker.services.photo_keys import NONCE_BYTES, KeyFolder

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
    "destroy_patient_key",
    "destroyed_keys",
    "discard_patient_key",
    "erase",
    "fingerprint",
    "has_key",
    "is_intact",
    "lost",
    "make_master_key",
    "make_patient_key",
    "read",
    "store",
    "sweep",
    "usable",
    "wrap_anew",
]

_FIRST_LINE: Final = b"fadewell-photo-1\n"


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


def make_patient_key(*, key_id: UUID, patient_id: UUID, clinic_id: UUID) -> None:
    """The file of a new PatientKey row, written before the row. Raises MissingKey, NoRoom."""
    _keys().make_for_patient(key_id=key_id, patient_id=patient_id, clinic_id=clinic_id)


def discard_patient_key(key_id: UUID) -> None:
    """A key whose row lost the race and that nothing was sealed with."""
    _keys().patients.discard(key_id)


def destroy_patient_key(key_id: UUID) -> None:
    """From here on nothing sealed under it opens, in whatever copy. Raises NoRoom."""
    _keys().patients.destroy(key_id)


def destroyed_keys() -> set[UUID]:
    """Ids of every key that was ever destroyed here: a restored database may not know it."""
    return set(_keys().patients.destroyed())


def has_key(key_id: UUID) -> bool:
    """Whether its file lies in the key folder."""
    return _keys().patients.is_there(key_id)


def wrap_anew(key: PatientKey) -> None:
    """Under the newest master key. Raises KeyDestroyed, MissingKey, Tampered, NoRoom."""
    _keys().wrap_anew(key)


def store(photo_id: UUID, key: PatientKey, variants: Mapping[str, Mapping[str, bytes]]) -> Stored:
    """File and folder are on disk when this returns: call it before the commit.

    Raises KeyDestroyed, MissingKey, Tampered (the key row), NoRoom.
    """
    opened = _keys().open(key)
    body = bytearray(_FIRST_LINE)
    contents: dict[str, dict[str, dict[str, Any]]] = {}
    for variant, formats in variants.items():
        contents[variant] = {}
        for fmt, plain in formats.items():
            sealed = _sealed(opened, plain, _about(key.id, photo_id, variant, fmt))
            contents[variant][fmt] = _whereabouts(len(body), sealed)
            body += sealed
    return Stored(write_file(bytes(body)), contents)


def read(photo: Photo, variant: str, fmt: str) -> bytes:
    """Raises Missing, Tampered, KeyDestroyed, MissingKey: never another photo's bytes."""
    where = photo.contents.get(variant, {}).get(fmt)
    if where is None:
        raise Missing(f"{variant} {fmt} of {photo.id}")
    opened = _keys().open(photo.key)
    sealed = read_part(photo.stored_name, where)
    about = _about(photo.key.id, photo.id, variant, fmt)
    try:
        return opened.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about)
    except (InvalidTag, ValueError) as error:
        raise Tampered(str(photo.id)) from error


def is_intact(photo: Photo) -> bool:
    """Whether every part on disk has the digest of its row; needs no key (for backups)."""
    parts = [where for formats in photo.contents.values() for where in formats.values()]
    try:
        return all(read_part(photo.stored_name, where) for where in parts)
    except (Missing, Tampered):
        return False


def usable() -> bool:
    """Whether a photo could be stored now: the folder takes a file and the key is there."""
    try:
        _keys().newest()
    except (MissingKey, OSError):
        return False
    return takes_files()


def _sealed(opened: AESGCM, plain: bytes, about: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + opened.encrypt(nonce, plain, about)


def _whereabouts(offset: int, sealed: bytes) -> dict[str, Any]:
    digest = hashlib.sha256(sealed).hexdigest()
    return {"offset": offset, "length": len(sealed), "sha256": digest}


def _about(key_id: UUID, photo_id: UUID, variant: str, fmt: str) -> bytes:
    return b"\0".join([_FIRST_LINE, key_id.bytes + photo_id.bytes, f"{variant}.{fmt}".encode()])


def _keys() -> KeyFolder:
    return KeyFolder(Path(settings.FADEWELL_KEYS), settings.FADEWELL_MAKE_KEYS)
