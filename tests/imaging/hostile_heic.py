"""Grids of tiles, as phones write them, that are torn, impossible, heavy or lying."""

import struct

from tests.imaging.phone_heic import PhoneHeic, tile

GREEN = tile("green")
GRID = bytes(PhoneHeic())


def with_tile(coded: bytes) -> bytes:
    """The second tile overwritten in its place."""
    return GRID.replace(GREEN, coded + bytes(len(GREEN) - len(coded)))


def spec(version: int, rows: int, columns: int, width: int, height: int) -> bytes:
    """What the grid says of itself; rows and columns less one."""
    form = ">BBBBLL" if version & 1 else ">BBBBHH"
    return bytes(PhoneHeic(spec=struct.pack(form, 0, version, rows, columns, width, height)))


def unit(length: int) -> bytes:
    return struct.pack(">L", length) + GREEN[4:]


REFUSED: dict[str, bytes] = {
    "heic-tile-wiped": with_tile(b""),
    "heic-tile-wiped-behind-its-head": with_tile(GREEN[:6]),
    "heic-tile-wiped-at-its-end": with_tile(GREEN[:-20]),
    "heic-tile-wiped-in-the-middle": with_tile(GREEN[:80] + bytes(20) + GREEN[100:]),
    "heic-tile-longer-than-its-place": with_tile(unit(len(GREEN))),
    "heic-tile-of-no-length": with_tile(unit(0)),
    "heic-tile-of-a-length-beyond-counting": with_tile(unit(2**32 - 1)),
    "heic-tile-without-pixels": with_tile(GREEN[:4] + b"\x4e\x01" + GREEN[6:]),
    "heic-tile-that-is-not-there": bytes(PhoneHeic(named=(1, 2, 3, 77))),
    "heic-tile-missing": bytes(PhoneHeic(named=(1, 2, 3))),
    "heic-tiles-too-many": bytes(PhoneHeic(named=(1, 2, 3, 4, 1, 1))),
    "heic-grid-without-tiles": bytes(PhoneHeic(named=())),
    "heic-grid-of-itself": bytes(PhoneHeic(named=(5, 5, 5, 5))),
    "heic-grid-with-itself-inside": bytes(PhoneHeic(named=(1, 2, 3, 5))),
    "heic-grid-of-100-megapixels": bytes(PhoneHeic(20, 20, 10_000, 10_000)),
    "heic-grid-says-100-megapixels": spec(0, 1, 1, 10_000, 10_000),
    "heic-grid-says-65535-by-65535": spec(0, 1, 1, 65_535, 65_535),
    "heic-grid-says-what-is-beyond-counting": spec(1, 1, 1, 2**32 - 1, 2**32 - 1),
    "heic-grid-of-256-by-256-tiles": spec(0, 255, 255, 960, 768),
    "heic-grid-says-nothing": bytes(PhoneHeic(spec=b"")),
    "heic-grid-cut-short": bytes(PhoneHeic(spec=b"\0\0")),
    "heic-grid-of-no-size": spec(0, 1, 1, 0, 0),
    "heic-grid-of-another-size": spec(0, 1, 1, 640, 480),
    "heic-grid-too-small": bytes(PhoneHeic(1, 1, 31, 31)),
    **{
        f"heic-grid-cut-at-{share}-per-cent": GRID[: len(GRID) * share // 100] for share in (30, 99)
    },
}
