"""The one thing that is read from EXIF: which way is up."""

import struct
from typing import Final

_ORIENTATION: Final = 0x0112
_ENTRIES: Final = 512  # a first directory holds a few dozen


def orientation_of(exif: bytes) -> int:
    """1 to 8; 1 where the block is absent, broken or says nothing sensible."""
    tiff = exif[6:] if exif.startswith(b"Exif\0\0") else exif
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        return _first_directory(tiff, order)
    except struct.error:
        return 1


def _first_directory(tiff: bytes, order: str) -> int:
    (start,) = struct.unpack_from(f"{order}L", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for entry in range(min(count, _ENTRIES)):
        tag, kind, _, value = struct.unpack_from(f"{order}HHLH", tiff, start + 2 + 12 * entry)
        if tag == _ORIENTATION:
            return value if kind == 3 and 1 <= value <= 8 else 1
    return 1
