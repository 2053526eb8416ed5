"""Keys of photos: a master key in a file, from it one a clinic, under that one a patient.

A patient's key is random and lies wrapped in a file of its own; its row knows only its id. Once
that file is destroyed nothing can open her photos any more, in no copy and in no backup of the
photo folder or of the database (docs/adr, "a patient's photo key is a file").
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
from tracker.services.patient_key_files import PatientKeyFiles
from tracker.services.photo_errors import KeyDestroyed, MissingKey, Tampered
from tracker.services.synced_files import sync_folder, write_synced

NONCE_BYTES: Final = 12  # NIST SP 800-38D, random; far under 2**32 uses of any one key
_KEY_BYTES: Final = 32
_NAME: Final = "photo-master-{}.key"
_CLINIC: Final = b"fadewell clinic photo key\0"
_PATIENT: Final = b"fadewell patient photo key\0"


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

    @property
    def patients(self) -> PatientKeyFiles:
        return PatientKeyFiles(self.folder / "patients")

    def make_for_patient(self, *, key_id: UUID, patient_id: UUID, clinic_id: UUID) -> None:
        """A new random key, sealed for exactly this row. Raises MissingKey, NoRoom."""
        row = PatientKey(id=key_id, patient_id=patient_id, clinic_id=clinic_id)
        self._wrap(row, secrets.token_bytes(_KEY_BYTES))

    def open(self, row: PatientKey) -> AESGCM:
        """Raises KeyDestroyed, Tampered (a row of another patient or clinic), MissingKey."""
        return AESGCM(self._unwrapped(row))

    def wrap_anew(self, row: PatientKey) -> None:
        """The same key under the newest master key; the older then opens it no more."""
        self._wrap(row, self._unwrapped(row))

    def _wrap(self, row: PatientKey, key: bytes) -> None:
        master_key_id, nonce = self.newest(), secrets.token_bytes(NONCE_BYTES)
        sealed = self._clinic_key(master_key_id, row.clinic_id).encrypt(nonce, key, _about(row))
        self.patients.write(row.id, master_key_id, nonce + sealed)

    def _unwrapped(self, row: PatientKey) -> bytes:
        if row.destroyed_at is not None:
            raise KeyDestroyed(str(row.id))
        master_key_id, wrapped = self.patients.read(row.id)
        clinic_key = self._clinic_key(master_key_id, row.clinic_id)
        try:
            return clinic_key.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _about(row))
        except (InvalidTag, ValueError) as error:
            raise Tampered(f"key {row.id}") from error

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


def _about(row: PatientKey) -> bytes:
    return _PATIENT + row.id.bytes + row.patient_id.bytes + row.clinic_id.bytes
