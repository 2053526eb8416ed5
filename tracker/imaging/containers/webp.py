"""WebP: keep the picture (of an animation its first frame); leave the other RIFF chunks behind."""

import struct
from collections.abc import Iterator
from typing import Final

from tracker.imaging.containers.parts import Parts, check_size
from tracker.imaging.exif import orientation_of
from tracker.imaging.limits import Limits, Refused

_PIXELS: Final = (b"VP8 ", b"VP8L")
_HAS_ALPHA: Final = 0x10


def strip_webp(data: bytes, limits: Limits) -> Parts:
    """Raises Refused for a file that is cut short, malformed, a bomb or lies about its size."""
    length = int.from_bytes(data[4:8], "little")
    if length + 8 > len(data) or length < 4:
        raise Refused("broken", "cut short")
    chunks = _first_of_each(data[12 : length + 8], limits)
    picture = chunks
    if b"ANMF" in chunks and not any(kind in chunks for kind in _PIXELS):
        picture = _first_of_each(chunks[b"ANMF"][16:], limits)
    width, height = _size(picture)
    check_size(width, height, limits)
    _refuse_other_canvas(chunks, picture, width, height)
    profile = chunks.get(b"ICCP")
    exif = chunks.get(b"EXIF", b"")
    if len(profile or b"") > limits.profile or len(exif) > limits.comment:
        raise Refused("too-complex", "colour profile or EXIF")
    turned = orientation_of(exif)
    return Parts(_rebuilt(picture, width, height), width, height, turned, profile)


def _first_of_each(body: bytes, limits: Limits) -> dict[bytes, bytes]:
    chunks: dict[bytes, bytes] = {}
    beside = 0
    for count, (kind, data) in enumerate(_chunks(body)):
        beside += 0 if kind in (*_PIXELS, b"ALPH", b"ANMF") else len(data)
        if beside > limits.metadata or count > limits.segments:
            raise Refused("too-complex", "metadata")
        chunks.setdefault(kind, data)
    return chunks


def _chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(body):
        length = int.from_bytes(body[at + 4 : at + 8], "little")
        data = body[at + 8 : at + 8 + length]
        if len(data) != length:
            raise Refused("broken", "chunk runs past the end")
        yield body[at : at + 4], data
        at += 8 + length + (length & 1)


def _size(picture: dict[bytes, bytes]) -> tuple[int, int]:
    lossy, lossless = picture.get(b"VP8 ", b""), picture.get(b"VP8L", b"")
    if len(lossy) > 10 and lossy[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", lossy, 6)
        return width & 0x3FFF, height & 0x3FFF
    if len(lossless) > 5 and lossless[0] == 0x2F:
        bits = int.from_bytes(lossless[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    raise Refused("broken", "no picture inside")


def _refuse_other_canvas(
    chunks: dict[bytes, bytes], picture: dict[bytes, bytes], width: int, height: int
) -> None:
    canvas = chunks.get(b"VP8X")
    if canvas is None or picture is not chunks:
        return
    claimed = [int.from_bytes(canvas[at : at + 3], "little") + 1 for at in (4, 7)]
    if len(canvas) < 10 or claimed != [width, height]:
        raise Refused("broken", "canvas and picture differ in size")


def _rebuilt(picture: dict[bytes, bytes], width: int, height: int) -> bytes:
    kind = next(kind for kind in _PIXELS if kind in picture)
    chunks = [_chunk(kind, picture[kind])]
    if b"ALPH" in picture and kind == b"VP8 ":
        sides = b"".join((side - 1).to_bytes(3, "little") for side in (width, height))
        canvas = struct.pack("<L", _HAS_ALPHA) + sides
        chunks = [_chunk(b"VP8X", canvas), _chunk(b"ALPH", picture[b"ALPH"]), *chunks]
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<L", len(body)) + body


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<L", len(data)) + data + b"\0" * (len(data) & 1)
