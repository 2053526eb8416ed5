"""Keys of photos: a master key in a file, from it one a clinic, under that one a patient.

A patient's key is random and stored wrapped; once its row is emptied, nothing can open her
photos any more, in no copy and in no backup of the photo folder.
"""

import contextlib
import os
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tracker.models.photo import PatientKey

NONCE_BYTES: Final = 12  # NIST SP 800-38D, random; far under 2**32 uses of any one key
_KEY_BYTES: Final = 32
_NAME: Final = "photo-master-{}.key"
_CLINIC: Final = b"fadewell clinic photo key\0"
_PATIENT: Final = b"fadewell patient photo key\0"


class PhotoStoreError(Exception):
    """A photo cannot be written or shown."""


class Tampered(PhotoStoreError):
    """What lies on disk or in the row is not what was stored there."""


class KeyDestroyed(PhotoStoreError):
    """The patient's key is gone for good, and with it every photo of hers."""


class MissingKey(PhotoStoreError):
    """The master key file is not there, or is not one."""


@dataclass(frozen=True)
class WrappedKey:
    """The two fields of a new PatientKey row."""

    wrapped: bytes
    master_key_id: str


@dataclass(frozen=True)
class KeyFolder:
    """The folder that holds the master keys; the newest wraps new patients' keys."""

    folder: Path
    may_make: bool

    def newest(self) -> str:
        """Its id. Made on first use where that is allowed, else raises MissingKey."""
        found = sorted(self.folder.glob(_NAME.format("*")))
        if found:
            return found[-1].stem.removeprefix("photo-master-")
        if not self.may_make:
            raise MissingKey("no photo master key: make one with the command photo_key")
        return self.make()

    def make(self) -> str:
        """A new master key file, on disk when this returns; returns its id."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key_id = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
        part = self.folder / f".{secrets.token_hex(8)}"
        write_synced(part, secrets.token_hex(_KEY_BYTES).encode() + b"\n")
        with contextlib.suppress(FileExistsError):  # a second process was as quick: theirs holds
            os.link(part, self.folder / _NAME.format(key_id))
        part.unlink()
        sync_folder(self.folder)
        return key_id

    def wrap(self, *, key_id: UUID, patient_id: UUID, clinic_id: UUID) -> WrappedKey:
        """A new random key for a patient, sealed for exactly this row."""
        master_key_id = self.newest()
        nonce, key = secrets.token_bytes(NONCE_BYTES), secrets.token_bytes(_KEY_BYTES)
        about = _PATIENT + key_id.bytes + patient_id.bytes + clinic_id.bytes
        sealed = self._clinic_key(master_key_id, clinic_id).encrypt(nonce, key, about)
        return WrappedKey(nonce + sealed, master_key_id)

    def unwrap(self, row: PatientKey) -> AESGCM:
        """Raises KeyDestroyed, Tampered (a row of another patient or clinic), MissingKey."""
        if row.wrapped is None or row.destroyed_at is not None:
            raise KeyDestroyed(str(row.id))
        wrapped = bytes(row.wrapped)
        about = _PATIENT + row.id.bytes + row.patient_id.bytes + row.clinic_id.bytes
        clinic_key = self._clinic_key(row.master_key_id, row.clinic_id)
        try:
            key = clinic_key.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], about)
        except (InvalidTag, ValueError) as error:
            raise Tampered(f"key {row.id}") from error
        return AESGCM(key)

    def _clinic_key(self, master_key_id: str, clinic_id: UUID) -> AESGCM:
        derive = HKDF(SHA256(), _KEY_BYTES, salt=None, info=_CLINIC + clinic_id.bytes)
        return AESGCM(derive.derive(self._master_key(master_key_id)))

    def _master_key(self, key_id: str) -> bytes:
        if not re.fullmatch(r"[0-9-]{1,16}", key_id):
            raise MissingKey("not the id of a master key")
        try:
            key = bytes.fromhex((self.folder / _NAME.format(key_id)).read_text().strip())
        except (OSError, ValueError) as error:
            raise MissingKey(f"photo master key {key_id}") from error
        if len(key) != _KEY_BYTES:
            raise MissingKey(f"photo master key {key_id} is cut short")
        return key


def write_synced(path: Path, data: bytes) -> None:
    """A new file for its owner only, on disk when this returns."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def sync_folder(folder: Path) -> None:
    """The names in the folder are on disk when this returns."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
