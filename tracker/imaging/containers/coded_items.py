"""The coded pictures inside a HEIC: is each made of whole units, as its own lengths say?

A phone's photo is a grid of some fifty of them. libde265 paints what is missing or wiped green and
only warns, and nobody hears it. But no unit of HEVC may hold three bytes 000000, 000001 or 000002
(ITU-T H.265, 7.4.2): what a bad card or a broken transfer has emptied is seen by that.
Boxes: ISO/IEC 14496-12, 8.11 (iinf, iloc, idat).
"""

import re
from collections.abc import Iterator
from typing import Final

from tracker.imaging.limits import Limits, Refused

_NEVER_INSIDE: Final = re.compile(rb"\0\0[\0\1\2]")
_LENGTH: Final = 4  # bytes before each unit; libheif takes no other
_PICTURE_BELOW: Final = 32  # unit types of coded pixels
_FILE, _DESCRIPTION = 0, 1  # where an item's bytes lie: in the file, or in the idat box


def refuse_torn_items(data: bytes, meta: bytes, limits: Limits) -> None:
    """Raises Refused("broken") for a coded picture with a hole in it. AVIF has none of these."""
    boxes = dict(_boxes(meta[12:]))
    coded = _coded(boxes.get(b"iinf", b""))
    looked_at = 0
    for item, pieces in _places(_Reader(boxes.get(b"iloc", b""))):
        if item not in coded:
            continue
        whole = b"".join(_piece(data, boxes, place) for place in pieces)
        looked_at += len(whole)
        if looked_at > 2 * limits.bytes_:
            raise Refused("too-complex", "the same bytes again and again")
        _refuse_torn(whole)


def _refuse_torn(item: bytes) -> None:
    at, pictures = 0, 0
    while at < len(item):
        end = at + _LENGTH + int.from_bytes(item[at : at + _LENGTH], "big")
        unit = item[at + _LENGTH : end]
        if len(unit) < 2 or end > len(item) or _NEVER_INSIDE.search(unit):
            raise Refused("broken", "a coded picture with a hole in it")
        pictures += unit[0] >> 1 < _PICTURE_BELOW
        at = end
    if not pictures:
        raise Refused("broken", "a coded picture without pixels")


def _boxes(inside: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(inside):
        length = int.from_bytes(inside[at : at + 4], "big")
        if length < 8:
            return
        yield inside[at + 4 : at + 8], inside[at + 8 : at + length]
        at += length


def _coded(iinf: bytes) -> set[int]:
    """Ids of the items that are HEVC."""
    first = 6 if iinf[:1] == b"\0" else 8
    found = set()
    for kind, entry in _boxes(iinf[first:]):
        width = 4 if entry[:1] == b"\3" else 2
        if kind == b"infe" and entry[6 + width : 10 + width] == b"hvc1":
            found.add(int.from_bytes(entry[4 : 4 + width], "big"))
    return found


class _Reader:
    """Whole numbers, one after another; 0 beyond the end."""

    def __init__(self, body: bytes) -> None:
        self.body, self.at = body, 0

    def number(self, width: int) -> int:
        self.at += width
        return int.from_bytes(self.body[self.at - width : self.at], "big")

    @property
    def is_over(self) -> bool:
        return self.at >= len(self.body)


_Place = tuple[int, int, int]  # where, first byte, length


def _places(iloc: _Reader) -> Iterator[tuple[int, list[_Place]]]:
    version, _ = iloc.number(1), iloc.number(3)
    sizes = iloc.number(2)
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    for _ in range(iloc.number(wide)):
        if iloc.is_over:
            return
        item = iloc.number(wide)
        where = iloc.number(2) & 15 if version else _FILE
        iloc.number(2)
        start, pieces = iloc.number(base), []
        for _ in range(iloc.number(2)):
            if version and index:
                iloc.number(index)
            pieces.append((where, start + iloc.number(offset), iloc.number(length)))
            if iloc.is_over:
                break
        yield item, pieces


def _piece(data: bytes, boxes: dict[bytes, bytes], place: _Place) -> bytes:
    where, first, length = place
    if where not in (_FILE, _DESCRIPTION):
        raise Refused("broken", "a coded picture that lies elsewhere")
    source = data if where == _FILE else boxes.get(b"idat", b"")
    piece = source[first : first + length] if length else source[first:]
    if length and len(piece) != length:
        raise Refused("broken", "a coded picture runs past the end")
    return piece
