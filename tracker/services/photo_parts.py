"""The parts of a photo that is on its way: sealed files, gone once the photo is whole.

A line that breaks loses the part that was under way and none before it. A part is named by the byte
it begins at, so that one that comes twice is the same file. They are no record, and no backup holds
them: her phone keeps the photo until it is whole here, so what nobody goes on with is swept.
"""

import contextlib
import re
import secrets
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from tracker.models.photo import PatientKey
from tracker.services.photo_errors import NoRoom, Tampered
from tracker.services.photo_keys import NONCE_BYTES, KeyFolder
from tracker.services.synced_files import write_synced

MOST_PARTS: Final = 512  # of one photo
MOST_BEGUN: Final = 4  # photos of one patient; a phone sends one at a time
KEPT_FOR: Final = timedelta(days=1)
_SEAL_BYTES: Final = NONCE_BYTES + 16  # AES-GCM's tag
_KIND: Final = b"fadewell-photo-part-1\0"
_PART: Final = re.compile(r"[0-9]{8}")


@dataclass(frozen=True)
class Begun:
    """One photo on its way: under whose key, and by the id that her phone gave it."""

    key: PatientKey
    client_id: UUID

    @property
    def folder(self) -> Path:
        return _of(self.key.pk) / self.client_id.hex

    def about(self, offset: int) -> bytes:
        return _KIND + self.key.pk.bytes + self.client_id.bytes + offset.to_bytes(8)


def length(begun: Begun) -> int:
    """How many bytes of it are here, from the first on without a gap."""
    return sum(size for _offset, size in _chain(begun))


def add(begun: Begun, data: bytes) -> int:
    """Put on at the end; returns the new length. Raises NoRoom, KeyDestroyed, MissingKey."""
    chain = _chain(begun)
    if len(chain) >= MOST_PARTS:
        raise NoRoom("too many parts")
    offset = sum(size for _offset, size in chain)
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + _cipher(begun.key).encrypt(nonce, data, begun.about(offset))
    half = begun.folder / secrets.token_hex(8)
    try:
        _make_room(begun)
        write_synced(half, sealed)
        half.rename(begun.folder / f"{offset:08}")
    except OSError as error:
        with contextlib.suppress(OSError):
            half.unlink()
        raise NoRoom(str(error)) from error
    return offset + len(data)


def whole(begun: Begun) -> bytes:
    """All that is here, in order. Raises Tampered, KeyDestroyed, MissingKey."""
    cipher, found = _cipher(begun.key), bytearray()
    for offset, _size in _chain(begun):
        try:
            sealed = (begun.folder / f"{offset:08}").read_bytes()
            found += cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], begun.about(offset))
        except (OSError, InvalidTag, ValueError) as error:
            raise Tampered(f"part {offset} of {begun.client_id}") from error
    return bytes(found)


def drop(begun: Begun) -> None:
    """Once or again."""
    shutil.rmtree(begun.folder, ignore_errors=True)


def drop_all(key_id: UUID) -> None:
    """Whatever was on its way under this key."""
    shutil.rmtree(_of(key_id), ignore_errors=True)


def sweep(*, older_than: timedelta = KEPT_FOR) -> int:
    """Photos that nobody went on with for so long; returns how many."""
    before = time.time() - older_than.total_seconds()
    old = [folder for folder, at in _begun(_root().glob("*/*")) if at < before]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            folder.parent.rmdir()  # the last of hers
    return len(old)


def _chain(begun: Begun) -> list[tuple[int, int]]:
    """(begins at, bytes) of each part that follows on the one before."""
    sizes = {}
    with contextlib.suppress(OSError):
        for path in begun.folder.iterdir():
            if _PART.fullmatch(path.name):
                sizes[int(path.name)] = path.stat().st_size - _SEAL_BYTES
    chain, end = [], 0
    while sizes.get(end, 0) > 0:  # what a power cut left empty is sent again
        chain.append((end, sizes[end]))
        end += sizes[end]
    return chain


def _make_room(begun: Begun) -> None:
    """One more of hers than she may have begun: the one that waited longest goes."""
    others = _begun(path for path in begun.folder.parent.glob("*") if path != begun.folder)
    for folder, _at in sorted(others, key=lambda each: each[1])[: -(MOST_BEGUN - 1)]:
        shutil.rmtree(folder, ignore_errors=True)
    begun.folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _begun(folders: Iterable[Path]) -> list[tuple[Path, float]]:
    found = []
    for folder in folders:
        with contextlib.suppress(OSError):  # swept meanwhile
            found.append((folder, folder.stat().st_mtime))
    return found


def _root() -> Path:
    return Path(settings.FADEWELL_DATA) / "photo-parts"


def _of(key_id: UUID) -> Path:
    return _root() / key_id.hex


def _cipher(key: PatientKey) -> AESGCM:
    return KeyFolder(Path(settings.FADEWELL_KEYS), settings.FADEWELL_MAKE_KEYS).open(key)
