"""Patients' wrapped photo keys, a file each, in no table and in no backup of the database.

`<id>.key` holds the id of the master key that it is wrapped under, and the wrapped key in hex.
`<id>.destroyed` stays for ever: an older copy of the folder brings no destroyed key back.
"""

import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from tracker.services.photo_errors import KeyDestroyed, MissingKey, NoRoom
from tracker.services.synced_files import sync_folder, wipe, write_synced

_KEY, _DESTROYED, _HALF = ".key", ".destroyed", ".part"
_FORM: Final = "{}\n{}\n"


@dataclass(frozen=True)
class PatientKeyFiles:
    """The folder `patients` beside the master keys."""

    folder: Path

    def write(self, key_id: UUID, master_key_id: str, wrapped: bytes) -> None:
        """On disk when this returns, in the place of an older one. Raises NoRoom."""
        half = self.folder / f".{secrets.token_hex(8)}{_HALF}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_synced(half, _FORM.format(master_key_id, wrapped.hex()).encode())
            half.rename(self._path(key_id, _KEY))
            sync_folder(self.folder)
        except OSError as error:
            with contextlib.suppress(OSError):
                half.unlink()
            raise NoRoom(str(error)) from error

    def read(self, key_id: UUID) -> tuple[str, bytes]:
        """Id of the master key, and the wrapped key. Raises KeyDestroyed, MissingKey."""
        if self._path(key_id, _DESTROYED).exists():
            raise KeyDestroyed(str(key_id))
        try:
            master_key_id, wrapped = self._path(key_id, _KEY).read_text().split()
            return master_key_id, bytes.fromhex(wrapped)
        except (OSError, ValueError) as error:
            raise MissingKey(f"key {key_id}") from error

    def destroy(self, key_id: UUID) -> None:
        """For good, once or again: said on disk before the key goes. Raises NoRoom."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with contextlib.suppress(FileExistsError):
                write_synced(self._path(key_id, _DESTROYED), b"")
            sync_folder(self.folder)
            self.discard(key_id)
        except OSError as error:
            raise NoRoom(str(error)) from error

    def discard(self, key_id: UUID) -> None:
        """A key that nothing was ever sealed with."""
        wipe(self._path(key_id, _KEY))
        sync_folder(self.folder)

    def destroyed(self) -> Iterator[UUID]:
        for path in self.folder.glob(f"*{_DESTROYED}"):
            yield UUID(path.stem)

    def is_there(self, key_id: UUID) -> bool:
        return self._path(key_id, _KEY).exists()

    def _path(self, key_id: UUID, kind: str) -> Path:
        return self.folder / f"{key_id}{kind}"
