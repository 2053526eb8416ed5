"""What is read from EXIF: which way is up, and whether the colours are Adobe RGB.

No general reader: directories are followed two steps deep at most, so no loop and no false count
can hold anybody up, and nothing of it is kept.
"""

import struct
from typing import Final, Literal

_ORIENTATION: Final = 0x0112
_DETAILS: Final = 0x8769
_INTEROPERABILITY: Final = 0xA005
_INDEX: Final = 0x0001
_SHORT, _ASCII, _LONG = 3, 2, 4
_ENTRIES: Final = 512  # a directory holds a few dozen


def orientation_of(exif: bytes) -> int:
    """1 to 8; 1 where the block is absent, broken or says nothing sensible."""
    tiff = _tiff(exif)
    found = _find(tiff, _start(tiff), _ORIENTATION)
    if found is None or found[0] != _SHORT:
        return 1
    value = int.from_bytes(found[1][:2], _order(tiff))
    return value if 1 <= value <= 8 else 1


def is_adobe_rgb(exif: bytes) -> bool:
    """DCF 2.0 says so by interoperability index R03, without a profile."""
    tiff = _tiff(exif)
    at = _start(tiff)
    for pointer in (_DETAILS, _INTEROPERABILITY):
        found = _find(tiff, at, pointer)
        if found is None or found[0] != _LONG:
            return False
        at = int.from_bytes(found[1], _order(tiff))
    index = _find(tiff, at, _INDEX)
    return index is not None and index[0] == _ASCII and index[1][:3] == b"R03"


def _tiff(exif: bytes) -> bytes:
    return exif[6:] if exif.startswith(b"Exif\0\0") else exif


def _order(tiff: bytes) -> Literal["little", "big"]:
    return "little" if tiff[:2] == b"II" else "big"


def _start(tiff: bytes) -> int:
    """Where the first directory stands; 0 where this is no TIFF."""
    is_tiff = tiff[:4] in (b"II*\0", b"MM\0*")
    return int.from_bytes(tiff[4:8], _order(tiff)) if is_tiff else 0


def _find(tiff: bytes, directory: int, wanted: int) -> tuple[int, bytes] | None:
    """Type and the four value bytes of an entry."""
    if directory < 8:
        return None
    mark = "<" if _order(tiff) == "little" else ">"
    try:
        (count,) = struct.unpack_from(f"{mark}H", tiff, directory)
        for at in range(directory + 2, directory + 2 + 12 * min(count, _ENTRIES), 12):
            tag, kind, _, value = struct.unpack_from(f"{mark}HHL4s", tiff, at)
            if tag == wanted:
                return kind, value
    except struct.error:
        return None
    return None
