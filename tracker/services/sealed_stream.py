"""A long file sealed in pieces, so that it is neither held in memory nor believed when cut.

AES-256-GCM, one piece a mebibyte, counted in its nonce; the last piece says that it is the last.
(STREAM: Hoang, Reyhanitabar, Rogaway, Vizar, "Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance", CRYPTO 2015.) The key is derived anew for each file from a random salt.
"""

import secrets
from io import RawIOBase
from typing import IO, Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_HEAD: Final = b"fadewell-sealed-1\n"
_SALT, _PIECE, _TAG = 32, 1024 * 1024, 16


class Broken(Exception):
    """Cut short, changed, or sealed under another key."""


class SealedWriter(RawIOBase):
    """What is written is sealed into `sink`; `finish` writes the last piece."""

    def __init__(self, sink: IO[bytes], secret: bytes) -> None:
        salt = secrets.token_bytes(_SALT)
        self._sink, self._piece, self._number = sink, bytearray(), 0
        self._box = _box(secret, salt)
        sink.write(_HEAD + salt)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._piece += data
        while len(self._piece) > _PIECE:
            self._put(bytes(self._piece[:_PIECE]), is_last=False)
            del self._piece[:_PIECE]
        return len(data)

    def finish(self) -> None:
        self._put(bytes(self._piece), is_last=True)

    def _put(self, plain: bytes, *, is_last: bool) -> None:
        self._sink.write(self._box.encrypt(_nonce(self._number, is_last), plain, _HEAD))
        self._number += 1


class SealedReader(RawIOBase):
    """Reads what a SealedWriter sealed; nothing is given out before its piece was verified."""

    def __init__(self, source: IO[bytes], secret: bytes) -> None:
        if source.read(len(_HEAD)) != _HEAD:
            raise Broken("not a sealed file")
        self._source, self._ready, self._number = source, b"", 0
        self._box = _box(secret, source.read(_SALT))
        self._next = source.read(_PIECE + _TAG)
        self._is_over = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and not self._is_over:
            self._ready = self._piece()
        taken, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)

    def _piece(self) -> bytes:
        sealed, self._next = self._next, self._source.read(_PIECE + _TAG)
        self._is_over = not self._next
        nonce = _nonce(self._number, self._is_over)
        self._number += 1
        try:
            return self._box.decrypt(nonce, sealed, _HEAD)
        except (InvalidTag, ValueError) as error:
            raise Broken(f"piece {self._number}") from error


def _box(secret: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=_HEAD).derive(secret))


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
