"""HEIC as an iPhone lays it out, built box by box from four tiles that a real encoder has made.

A hidden hvc1 item for each tile of 512 x 512, one `grid` item that names them in order and cuts
the last column and row to size, turned by `irot` and `imir`; beside it EXIF, XMP, a thumbnail and
a gain map. ISO/IEC 14496-12 (boxes) and 23008-12 (items, grid, irot, imir).
"""

import struct
from dataclasses import dataclass, field

from tests.imaging.pictures import box, fixture

TILE = 512
COLOURS = ("red", "green", "blue", "yellow")
_TILES = fixture("tiles.heic")


@dataclass
class PhoneHeic:
    """What varies. `turn` in quarters anticlockwise; `mirror` 0: top and bottom, 1: left and right.

    `extra`: further items, kind and bytes, that describe the picture. `spec`: the grid's own words
    where they are to lie.
    """

    columns: int = 2
    rows: int = 2
    width: int = 960
    height: int = 768
    turn: int | None = None
    mirror: int | None = None
    colour: bytes = b""
    extra: tuple[tuple[bytes, bytes], ...] = ()
    spec: bytes | None = None
    named: tuple[int, ...] | None = None  # ids of the tiles, where they are to lie
    items: list[bytes] = field(default_factory=list)

    def __bytes__(self) -> bytes:
        brands = box(b"ftyp", b"heic\0\0\0\0mif1MiHBMiHEmiafheictmap")
        meta_size = len(self._meta(0))
        return (
            brands + self._meta(len(brands) + meta_size + 8) + box(b"mdat", b"".join(_bodies(self)))
        )

    @property
    def grid_id(self) -> int:
        return self.columns * self.rows + 1

    def _meta(self, pixels_at: int) -> bytes:
        handler = box(b"hdlr", bytes(8) + b"pict" + bytes(13))
        primary = box(b"pitm", bytes(4) + struct.pack(">H", self.grid_id))
        spec = self.spec if self.spec is not None else self._spec()
        parts = [handler, primary, self._names(), self._references(), self._properties()]
        parts += [box(b"idat", spec), self._places(pixels_at, len(spec))]
        return box(b"meta", bytes(4) + b"".join(parts))

    def _spec(self) -> bytes:
        return struct.pack(
            ">BBBBHH", 0, 0, self.rows - 1, self.columns - 1, self.width, self.height
        )

    def _names(self) -> bytes:
        tiles = [_name(number, b"hvc1", hidden=True) for number in range(1, self.grid_id)]
        others = [_name(self.grid_id, b"grid", hidden=False)]
        others += [
            _name(self.grid_id + at, kind, hidden=True)
            for at, (kind, _) in enumerate(self.extra, start=1)
        ]
        return box(
            b"iinf", bytes(4) + struct.pack(">H", len(tiles + others)) + b"".join([*tiles, *others])
        )

    def _references(self) -> bytes:
        tiles = self.named if self.named is not None else tuple(range(1, self.grid_id))
        parts = [_reference(b"dimg", self.grid_id, tiles)]
        parts += [
            _reference(b"thmb" if kind == b"hvc1" else b"cdsc", self.grid_id + at, (self.grid_id,))
            for at, (kind, _) in enumerate(self.extra, start=1)
        ]
        return box(b"iref", bytes(4) + b"".join(parts))

    def _properties(self) -> bytes:
        tile_size, size = (TILE, TILE), (self.width, self.height)
        kept = [
            _decoder_settings(),
            _extent(*tile_size),
            box(b"pixi", bytes(4) + b"\3\x08\x08\x08"),
        ]
        kept.append(_extent(*size))
        of_grid = [4, 3]
        for kind, value in ((b"irot", self.turn), (b"imir", self.mirror)):
            if value is not None:
                kept.append(box(kind, bytes([value])))
                of_grid.append(0x80 | len(kept))
        if self.colour:
            kept.append(box(b"colr", self.colour))
            of_grid.append(len(kept))
        of_tile = [0x81, 2, 3]
        owners = [(number, of_tile) for number in range(1, self.grid_id)]
        owners.append((self.grid_id, of_grid))
        owners += [
            (self.grid_id + at, of_tile)
            for at, (kind, _) in enumerate(self.extra, start=1)
            if kind == b"hvc1"
        ]
        said = [struct.pack(">HB", owner, len(own)) + bytes(own) for owner, own in owners]
        owned = box(b"ipma", bytes(4) + struct.pack(">L", len(owners)) + b"".join(said))
        return box(b"iprp", box(b"ipco", b"".join(kept)) + owned)

    def _places(self, at: int, spec_length: int) -> bytes:
        """iloc version 1: tiles and descriptions in mdat, the grid's words in idat."""
        lines, numbers = [], [*range(1, self.grid_id), *range(self.grid_id + 1, 99_999)]
        for number, body in zip(numbers, _bodies(self), strict=False):
            lines.append(struct.pack(">HHHHLL", number, 0, 0, 1, at, len(body)))
            at += len(body)
        lines.append(struct.pack(">HHHHLL", self.grid_id, 1, 0, 1, 0, spec_length))
        return box(b"iloc", b"\1\0\0\0\x44\0" + struct.pack(">H", len(lines)) + b"".join(lines))


def tile(colour: str) -> bytes:
    """The coded pixels of one tile, by the place that its own file gives them."""
    at = _TILES.index(b"iloc") + 12
    entry = at + 18 * COLOURS.index(colour)
    base, _, offset, length = struct.unpack_from(">LHLL", _TILES, entry + 4)
    return _TILES[base + offset : base + offset + length]


def _bodies(heic: PhoneHeic) -> list[bytes]:
    """Tiles in reading order, red, green over blue, yellow; then what describes the picture."""
    tiles = [
        tile(COLOURS[2 * (2 * row >= heic.rows) + (2 * column >= heic.columns)])
        for row in range(heic.rows)
        for column in range(heic.columns)
    ]
    return tiles + [body for _, body in heic.extra]


def _decoder_settings() -> bytes:
    at = _TILES.index(b"hvcC") - 4
    return _TILES[at : at + int.from_bytes(_TILES[at : at + 4], "big")]


def _extent(width: int, height: int) -> bytes:
    return box(b"ispe", bytes(4) + struct.pack(">LL", width, height))


def _name(number: int, kind: bytes, *, hidden: bool) -> bytes:
    mime = b"application/rdf+xml\0" if kind == b"mime" else b""
    return box(
        b"infe", b"\2\0\0" + bytes([hidden]) + struct.pack(">HH", number, 0) + kind + b"\0" + mime
    )


def _reference(kind: bytes, source: int, targets: tuple[int, ...]) -> bytes:
    return box(kind, struct.pack(f">HH{len(targets)}H", source, len(targets), *targets))
