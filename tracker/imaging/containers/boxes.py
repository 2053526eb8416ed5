"""HEIC and AVIF (ISO base media boxes): check the frame that the decoder is going to trust.

The boxes point at one another by offset, so they are not rebuilt; what follows the last box is
cut off, and only decoded pixels leave the child.
"""

import struct
from collections.abc import Iterator
from typing import Final

from tracker.imaging.containers.coded_items import refuse_torn_items
from tracker.imaging.containers.parts import Parts, check_size
from tracker.imaging.limits import MIB, Limits, Refused
from tracker.imaging.primaries import profile_of_primaries

_KNOWN: Final = {b"ftyp", b"meta", b"mdat", b"free", b"skip", b"moov", b"uuid", b"idat", b"mpvd"}
_META: Final = 4 * MIB


def strip_boxes(data: bytes, limits: Limits) -> Parts:
    """Raises Refused for a file that is cut short, malformed, a bomb or too large in pixels."""
    end, meta = 0, b""
    for kind, start, stop in _boxes(data, limits):
        end = stop
        meta = data[start:stop] if kind == b"meta" and not meta else meta
    if not meta:
        raise Refused("broken", "no description of the picture")
    if len(meta) > _META:
        raise Refused("too-complex", "metadata")
    _refuse_unwritable_names(meta, limits)
    width, height = _largest_extent(meta, limits)
    refuse_torn_items(data, meta, limits)
    return Parts(data[:end], width, height, profile=_named_colours(meta))


def _boxes(data: bytes, limits: Limits) -> Iterator[tuple[bytes, int, int]]:
    at = 0
    for _ in range(limits.segments):
        kind, length = data[at + 4 : at + 8], _length(data, at)
        fits = 8 <= length <= len(data) - at
        if kind in _KNOWN:
            if not fits:
                raise Refused("broken", "box runs past the end")
            yield kind, at, at + length
        elif not fits:
            return  # the end, or a trailer that is no box
        at += length
    raise Refused("too-complex", "boxes")


def _length(data: bytes, at: int) -> int:
    length = int.from_bytes(data[at : at + 4], "big")
    if length == 1:
        length = int.from_bytes(data[at + 8 : at + 16], "big")
    return length or len(data) - at


def _named_colours(meta: bytes) -> bytes | None:
    """Colour primaries by their number, which the decoders read but do not act upon."""
    at = meta.find(b"colrnclx")
    return profile_of_primaries(int.from_bytes(meta[at + 8 : at + 10], "big")) if at >= 0 else None


def _refuse_unwritable_names(meta: bytes, limits: Limits) -> None:
    """pi_heif 1.4.0 falls over kinds and names of items that are no UTF-8."""
    at, count = meta.find(b"infe"), 0
    while at >= 0 and count < limits.segments:
        end = at - 4 + int.from_bytes(meta[max(0, at - 4) : at], "big")
        kind = at + (14 if meta[at + 4 : at + 5] == b"\x03" else 12)
        try:
            meta[kind : max(kind + 4, end)].decode("utf-8")
        except UnicodeDecodeError as error:
            raise Refused("broken", "name of an item") from error
        at, count = meta.find(b"infe", at + 4), count + 1


def _largest_extent(meta: bytes, limits: Limits) -> tuple[int, int]:
    """The largest size that any item in the file claims: tiles, thumbnails, grid and all."""
    sizes: list[tuple[int, int]] = []
    at = meta.find(b"ispe")
    while at >= 0 and len(sizes) < limits.segments:
        if len(meta) >= at + 16:
            sizes.append(struct.unpack_from(">LL", meta, at + 8))
        at = meta.find(b"ispe", at + 4)
    if not sizes:
        raise Refused("broken", "no size")
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    check_size(width, height, limits)
    return width, height
