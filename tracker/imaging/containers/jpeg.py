"""JPEG: keep the tables and the scans of the first picture, leave every other byte behind.

Comments, EXIF, XMP, IPTC, maker notes, thumbnails, further pictures (MPO), motion photos and
archives after the end never reach the decoder. ITU-T T.81, annex B, names the markers.
"""

import re
import struct
from dataclasses import dataclass, field
from typing import Final

from tracker.imaging.containers.parts import Parts, check_size
from tracker.imaging.exif import is_adobe_rgb, orientation_of
from tracker.imaging.limits import Limits, Refused
from tracker.imaging.primaries import adobe_rgb_profile

_TABLES: Final = {0xC4, 0xDB, 0xDD}  # Huffman, quantisation, restart interval
_FRAMES: Final = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive
_OTHER_FRAMES: Final = set(range(0xC0, 0xD0)) - _FRAMES - {0xC4, 0xC8, 0xCC}
_JFIF: Final = b"\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
_END_OF_SCAN: Final = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_MARKER: Final = re.compile(rb"\xff+([^\xff])", re.DOTALL)


@dataclass
class _Walk:
    """The state of one pass over the file."""

    data: bytes
    limits: Limits
    at: int = 2
    kept: list[bytes] = field(default_factory=list)
    frame: bytes = b""
    scans: int = 0
    scan_bytes: int = 0
    segments: int = 0
    beside: int = 0
    comment: int = 0
    exif: bytes = b""
    profile: dict[int, bytes] = field(default_factory=dict)
    profile_parts: int = 0


def strip_jpeg(data: bytes, limits: Limits) -> Parts:
    """Raises Refused for a file that is cut short, malformed, a bomb or lies about its size."""
    walk = _Walk(data, limits)
    while (marker := _next_marker(walk)) != 0xD9:
        _take(walk, marker, _segment(walk))
    width, height = _size(walk)
    _refuse_thin_scan(walk, width, height)
    clean = b"".join([b"\xff\xd8", *walk.kept, b"\xff\xd9"])
    return Parts(clean, width, height, orientation_of(walk.exif), _profile(walk))


def _next_marker(walk: _Walk) -> int:
    walk.segments += 1
    if walk.segments > walk.limits.segments:
        raise Refused("too-complex", "segments")
    found = _MARKER.match(walk.data, walk.at)
    if found is None:
        raise Refused("broken", "no marker where one must be")
    walk.beside += found.end() - walk.at - 2
    walk.at = found.end()
    return found.group(1)[0]


def _segment(walk: _Walk) -> bytes:
    head = walk.data[walk.at : walk.at + 2]
    length = int.from_bytes(head, "big")
    body = walk.data[walk.at + 2 : walk.at + length]
    if length < 2 or len(body) != length - 2:
        raise Refused("broken", "segment runs past the end")
    walk.at += length
    return body


def _take(walk: _Walk, marker: int, body: bytes) -> None:
    if marker in _TABLES:
        walk.kept.append(_sealed(marker, body))
    elif marker in _FRAMES:
        _take_frame(walk, marker, body)
    elif marker == 0xDA:
        _take_scan(walk, body)
    elif 0xE0 <= marker <= 0xEF or marker == 0xFE:
        _take_beside(walk, marker, body)
    elif marker in _OTHER_FRAMES:
        raise Refused("not-a-picture", f"JPEG process {marker:#x}")
    else:
        raise Refused("broken", f"marker {marker:#x}")


def _take_frame(walk: _Walk, marker: int, body: bytes) -> None:
    if walk.frame or len(body) < 6 or len(body) != 6 + 3 * body[5]:
        raise Refused("broken", "frame header")
    if body[0] != 8 or body[5] not in (1, 3, 4):
        raise Refused("not-a-picture", "JPEG of another depth")
    walk.frame = body
    check_size(*_size(walk), walk.limits)
    walk.kept.append(_sealed(marker, body))


def _take_scan(walk: _Walk, body: bytes) -> None:
    walk.scans += 1
    if walk.scans > walk.limits.scans:
        raise Refused("too-complex", "scans")
    if not walk.frame:
        raise Refused("broken", "scan before frame")
    end = _END_OF_SCAN.search(walk.data, walk.at)
    if end is None:
        raise Refused("broken", "scan cut short")
    scan = walk.data[walk.at : end.start()]
    walk.kept += [_sealed(0xDA, body), scan]
    walk.scan_bytes += len(scan)
    walk.at = end.start()


def _take_beside(walk: _Walk, marker: int, body: bytes) -> None:
    walk.beside += len(body)
    walk.comment += len(body) if marker == 0xFE else 0
    if walk.beside > walk.limits.metadata or walk.comment > walk.limits.comment:
        raise Refused("too-complex", "metadata")
    if marker == 0xE0 and body.startswith(b"JFIF\0"):
        walk.kept.append(_JFIF)
    elif marker == 0xEE and body.startswith(b"Adobe") and len(body) >= 12:
        walk.kept.append(_sealed(0xEE, b"Adobe\0\x64\0\0\0\0" + body[11:12]))
    elif marker == 0xE1 and body.startswith(b"Exif\0\0") and not walk.exif:
        walk.exif = body
    elif marker == 0xE2 and body.startswith(b"ICC_PROFILE\0") and len(body) > 14:
        walk.profile.setdefault(body[12], body[14:])
        walk.profile_parts = body[13]


def _profile(walk: _Walk) -> bytes | None:
    whole = list(range(1, walk.profile_parts + 1))
    if not whole or sorted(walk.profile) != whole:
        return adobe_rgb_profile() if is_adobe_rgb(walk.exif) else None
    profile = b"".join(walk.profile[part] for part in whole)
    if len(profile) > walk.limits.profile:
        raise Refused("too-complex", "colour profile")
    return profile


def _size(walk: _Walk) -> tuple[int, int]:
    if not walk.frame:
        raise Refused("broken", "no frame")
    height, width = struct.unpack_from(">HH", walk.frame, 1)
    return width, height


def _refuse_thin_scan(walk: _Walk, width: int, height: int) -> None:
    """The shortest code for the level of an 8 x 8 block is one bit: fewer bits are a lie."""
    if not walk.scans:
        raise Refused("broken", "no scan")
    if walk.scan_bytes * 8 < (width // 8) * (height // 8):
        raise Refused("broken", "fewer bits than blocks")


def _sealed(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body
