"""PNG: keep header, palette, transparency and image data; leave text, time and trailers behind.

Of an animation the first frame stays: its own chunks (acTL, fcTL, fdAT) are left behind.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from tracker.imaging.containers.parts import Parts, check_size
from tracker.imaging.exif import orientation_of
from tracker.imaging.limits import Limits, Refused
from tracker.imaging.primaries import profile_of_primaries

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KEPT: Final = (b"IHDR", b"PLTE", b"tRNS")
_SMALL: Final = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS: Final = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_PALETTE: Final = 3
_DEFLATE_AT_BEST: Final = 1032  # zlib can shrink no further
_BITE: Final = 1 << 18
_Pass = tuple[int, int, int, int]  # first column, first row, step right, step down
_ADAM7: Final[tuple[_Pass, ...]] = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)


def strip_png(data: bytes, limits: Limits) -> Parts:
    """Raises Refused for a file that is cut short, rotten, a bomb or lies about its size."""
    chunks: dict[bytes, list[bytes]] = {}
    beside = 0
    for kind, body in _chunks(data, limits):
        if kind not in (*_KEPT, b"IDAT"):
            beside += len(body)
        _refuse_text_bomb(kind, body, beside, limits)
        chunks.setdefault(kind, []).append(body)
    width, height = _checked_header(chunks, limits)
    kept = [_chunk(kind, chunks[kind][0]) for kind in _KEPT if kind in chunks]
    pixels = _chunk(b"IDAT", b"".join(chunks[b"IDAT"]))
    clean = b"".join([_SIGNATURE, *kept, pixels, _chunk(b"IEND", b"")])
    exif = chunks.get(b"eXIf", [b""])[0]
    return Parts(clean, width, height, orientation_of(exif), _profile(chunks, limits))


def _chunks(data: bytes, limits: Limits) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    for _ in range(limits.segments):
        head = data[at : at + 8]
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        body, check = data[at + 8 : at + 8 + length], data[at + 8 + length : at + 12 + length]
        if len(head) != 8 or len(body) != length or len(check) != 4:
            raise Refused("broken", "chunk runs past the end")
        if zlib.crc32(body, zlib.crc32(kind)) != int.from_bytes(check, "big"):
            raise Refused("broken", "chunk does not match its checksum")
        if kind == b"IEND":
            return
        yield kind, body
        at += 12 + length
    raise Refused("too-complex", "chunks")


def _refuse_text_bomb(kind: bytes, body: bytes, beside: int, limits: Limits) -> None:
    if beside > limits.metadata or (kind in _SMALL and len(body) > limits.comment):
        raise Refused("too-complex", "metadata")
    if kind in (b"zTXt", b"iTXt"):
        _inflate(_compressed_text(kind, body), limits.comment)


def _compressed_text(kind: bytes, body: bytes) -> bytes:
    _, _, rest = body.partition(b"\0")
    if kind == b"zTXt":
        return rest[1:]
    is_compressed = rest[:1] == b"\x01"
    return rest[2:].split(b"\0", 2)[-1] if is_compressed else b""


def _inflate(compressed: bytes, most: int) -> bytes:
    """Raises Refused where more than `most` bytes come out; b"" for what is not zlib."""
    try:
        plain = zlib.decompressobj().decompress(compressed, most + 1)
    except zlib.error:
        return b""
    if len(plain) > most:
        raise Refused("too-complex", "compressed metadata")
    return plain


def _checked_header(chunks: dict[bytes, list[bytes]], limits: Limits) -> tuple[int, int]:
    header = chunks.get(b"IHDR", [b""])[0]
    if len(header) != 13 or b"IDAT" not in chunks or next(iter(chunks)) != b"IHDR":
        raise Refused("broken", "no header or no image data")
    width, height, depth, colour, packing, filtering, interlace = struct.unpack(">LLBBBBB", header)
    if depth not in _DEPTHS.get(colour, ()) or (packing, filtering) != (0, 0) or interlace > 1:
        raise Refused("broken", "header")
    if colour == _PALETTE and b"PLTE" not in chunks:
        raise Refused("broken", "no palette")
    check_size(width, height, limits)
    bits = _CHANNELS[colour] * depth
    passes = _ADAM7 if interlace else ((0, 0, 1, 1),)
    _refuse_missing_rows(chunks[b"IDAT"], _raw_length(width, height, bits, passes))
    return width, height


def _raw_length(width: int, height: int, bits: int, passes: tuple[_Pass, ...]) -> int:
    """Bytes of all rows, each with its filter byte."""
    total = 0
    for x, y, step_x, step_y in passes:
        columns, rows = -(-(width - x) // step_x), -(-(height - y) // step_y)
        total += rows * (1 + (columns * bits + 7) // 8) if columns > 0 else 0
    return total


def _refuse_missing_rows(pieces: list[bytes], expected: int) -> None:
    """Pillow shows rows that never came as black. Counted in small bites, and no further."""
    if expected > _DEFLATE_AT_BEST * sum(map(len, pieces)) + _BITE:
        raise Refused("broken", "less image data than the size claims")
    reader = zlib.decompressobj()
    found = 0
    for piece in pieces:
        rest = piece
        while rest and found < expected:
            found += len(reader.decompress(rest, _BITE))
            rest = reader.unconsumed_tail
    if found + len(reader.flush(_BITE)) < expected:
        raise Refused("broken", "rows are missing")


def _profile(chunks: dict[bytes, list[bytes]], limits: Limits) -> bytes | None:
    if b"cICP" in chunks and len(chunks[b"cICP"][0]) == 4:
        return profile_of_primaries(chunks[b"cICP"][0][0])
    _, _, rest = chunks.get(b"iCCP", [b""])[0].partition(b"\0")
    return _inflate(rest[1:], limits.profile) or None


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(body, zlib.crc32(kind))
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", check)
