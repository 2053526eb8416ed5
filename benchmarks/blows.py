"""What may happen to a file: each blow changes the bytes in place, by chance alone."""

import random
import struct
import zlib

TELLING = [0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]


def mended(data: bytes) -> bytes:
    """PNG checksums and the length of a WebP made to fit again, so that the blow goes deeper."""
    if data.startswith(b"RIFF"):
        return data[:4] + struct.pack("<L", max(0, len(data) - 8)) + data[8:]
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return data
    out, at = data[:8], 8
    while at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        body = data[at + 4 : end]
        out += data[at : at + 4] + body + struct.pack(">L", zlib.crc32(body))
        at = end + 4
    return out + data[at:]


def flip_bits(chance: random.Random, data: bytearray) -> None:
    for _ in range(chance.choice((1, 2, 8, 40))):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def write_a_telling_number(chance: random.Random, data: bytearray) -> None:
    size, order = chance.choice((1, 2, 4)), chance.choice(("big", "little"))
    at = chance.randrange(max(1, min(len(data), chance.choice((64, 600, len(data) + 1)))))
    data[at : at + size] = (chance.choice(TELLING) & (256**size - 1)).to_bytes(size, order)


def remove_a_stretch(chance: random.Random, data: bytearray) -> None:
    at = chance.randrange(len(data) + 1)
    del data[at : at + chance.choice((1, 2, 4, 64, 1000))]


def repeat_a_stretch(chance: random.Random, data: bytearray) -> None:
    at, length = chance.randrange(len(data) + 1), chance.choice((1, 4, 64, 1000))
    data[at:at] = data[at : at + length] * chance.choice((1, 2, 50))


def insert_noise(chance: random.Random, data: bytearray) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.randbytes(chance.choice((1, 4, 64, 1000)))


def wipe_a_stretch(chance: random.Random, data: bytearray) -> None:
    at, length = chance.randrange(len(data) + 1), chance.choice((4, 64, 1000))
    data[at : at + length] = bytes([chance.choice((0, 0xFF))]) * len(data[at : at + length])


def cut_short(chance: random.Random, data: bytearray) -> None:
    del data[chance.randrange(len(data) + 1) :]


def graft_from_itself(chance: random.Random, data: bytearray) -> None:
    other = bytes(data) or b"\0"
    at, source = chance.randrange(len(data) + 1), chance.randrange(len(other))
    data[at : at + chance.choice((0, 64, 1000))] = other[source : source + chance.choice((8, 500))]


BLOWS = [
    flip_bits,
    flip_bits,
    write_a_telling_number,
    write_a_telling_number,
    remove_a_stretch,
    repeat_a_stretch,
    insert_noise,
    wipe_a_stretch,
    cut_short,
    graft_from_itself,
]
