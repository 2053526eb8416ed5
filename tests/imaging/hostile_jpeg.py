"""JPEGs that are cut, rotten, impossible, heavy or lying; what a careful reader says to each."""

import struct

import numpy as np

from tests.imaging.pictures import quarters, saved, segment, srgb_profile, textured

WHOLE = saved(textured(), "JPEG", quality=90)
PROGRESSIVE = saved(textured(), "JPEG", quality=90, progressive=True)
RESTARTS = saved(textured(), "JPEG", quality=90, restart_marker_rows=1)
SCAN = WHOLE.index(b"\xff\xda")
FRAME = WHOLE.index(b"\xff\xc0")


def sized(data: bytes, width: int, height: int) -> bytes:
    at = next(data.index(mark) for mark in (b"\xff\xc0", b"\xff\xc2") if mark in data)
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def rotten(data: bytes, seed: int, bits: int) -> bytes:
    """Flips bits in the middle of the first scan, and makes no marker by it."""
    random = np.random.default_rng(seed)
    body, start = bytearray(data), data.index(b"\xff\xda") + 40
    for at in random.integers(start, len(data) - 60, bits):
        flipped = body[at] ^ (1 << int(random.integers(8)))
        if 0xFF not in (body[at - 1], body[at], body[at + 1], flipped):
            body[at] = flipped
    return bytes(body)


def wiped(data: bytes, start: float, share: float) -> bytes:
    """A run of the scan, overwritten as a bad card does."""
    first = SCAN + 20 + round((len(data) - SCAN - 40) * start)
    last = first + round(len(data) * share)
    return data[:first] + bytes(last - first) + data[last:]


def ended_early(data: bytes, share: float) -> bytes:
    """Cut, and closed with an end marker, as if it were whole."""
    start = data.rindex(b"\xff\xda") + 20
    return data[: start + round((len(data) - start) * share)].rstrip(b"\xff") + b"\xff\xd9"


def scans_bomb(scans: int) -> bytes:
    """The last scan of a progressive picture again and again: little to send, much to do."""
    start = PROGRESSIVE.rindex(b"\xff\xda")
    return PROGRESSIVE[:-2] + PROGRESSIVE[start:-2] * scans + b"\xff\xd9"


def after_start(*segments: bytes) -> bytes:
    return WHOLE[:2] + b"".join(segments) + WHOLE[2:]


def changed(mark: bytes, offset: int, new: bytes, data: bytes = WHOLE) -> bytes:
    at = data.index(mark) + offset
    return data[:at] + new + data[at + len(new) :]


def without(marker: int) -> bytes:
    """Every segment of that marker before the scan taken out."""
    out, at = WHOLE[:2], 2
    while at < SCAN:
        end = at + 2 + int.from_bytes(WHOLE[at + 2 : at + 4], "big")
        out += b"" if WHOLE[at + 1] == marker else WHOLE[at:end]
        at = end
    return out + WHOLE[SCAN:]


BIG_PROFILE = [
    segment(0xE2, b"ICC_PROFILE\0" + bytes([part, 90]) + bytes(65_000)) for part in range(1, 91)
]

REFUSED: dict[str, bytes] = {
    **{
        f"jpeg-cut-at-{share}-per-cent": WHOLE[: len(WHOLE) * share // 100]
        for share in (1, 5, 20, 40, 60, 80, 95, 99)
    },
    "jpeg-without-its-last-byte": WHOLE[:-1],
    "jpeg-without-its-end": WHOLE[:-2],
    "jpeg-progressive-cut-in-half": PROGRESSIVE[: len(PROGRESSIVE) // 2],
    **{
        f"jpeg-ended-early-at-{share}": ended_early(WHOLE, share / 100)
        for share in (2, 10, 30, 50, 70, 90, 97)
    },
    "jpeg-restarts-ended-early": ended_early(RESTARTS, 0.6),
    "jpeg-progressive-ended-early": ended_early(PROGRESSIVE, 0.5),
    **{f"jpeg-rotten-{seed}": rotten(WHOLE, seed, 120) for seed in range(8)},
    **{f"jpeg-progressive-rotten-{seed}": rotten(PROGRESSIVE, seed, 120) for seed in range(4)},
    **{f"jpeg-wiped-at-{at}": wiped(WHOLE, at / 10, 0.1) for at in (1, 5, 7)},
    "jpeg-claims-64-megapixels-over-a-tiny-scan": sized(WHOLE, 8000, 8000),
    "jpeg-claims-16-times-its-size": sized(WHOLE, 640, 480),
    "jpeg-claims-a-few-rows-more": sized(WHOLE, 160, 176),
    "jpeg-claims-to-be-smaller": sized(WHOLE, 160, 64),
    "jpeg-progressive-claims-64-megapixels": sized(PROGRESSIVE, 8000, 8000),
    "jpeg-of-100-megapixels": sized(WHOLE, 10_000, 10_000),
    "jpeg-of-65535-by-65535": sized(WHOLE, 65_535, 65_535),
    "jpeg-of-no-width": sized(WHOLE, 0, 120),
    "jpeg-of-no-height": sized(WHOLE, 160, 0),
    "jpeg-too-narrow": saved(quarters(31, 400), "JPEG"),
    "jpeg-too-low": saved(quarters(400, 31), "JPEG"),
    "jpeg-of-one-pixel": saved(textured(1, 1), "JPEG"),
    "jpeg-4000-scans": scans_bomb(4000),
    "jpeg-101-scans": scans_bomb(100),
    "jpeg-comment-bomb": after_start(*[segment(0xFE, b"x" * 65_000)] * 20),
    "jpeg-exif-bomb": after_start(*[segment(0xE1, b"Exif\0\0" + bytes(65_000))] * 300),
    "jpeg-profile-bomb": after_start(*BIG_PROFILE),
    "jpeg-segments-bomb": after_start(*[segment(0xE9, b"")] * 20_000),
    "jpeg-five-megabytes-of-fill": WHOLE[:2] + b"\xff" * 5_000_000 + b"\xd9",
    "jpeg-twenty-megabytes-of-fill": WHOLE[:2] + b"\xff" * 20_000_000 + WHOLE[2:],
    "jpeg-tables-bomb": after_start(*[segment(0xDB, b"\0" + bytes(range(1, 65)))] * 20_000),
    "jpeg-starts-and-ends": b"\xff\xd8\xff\xd9",
    "jpeg-starts-twice": WHOLE[:2] + WHOLE,
    "jpeg-without-tables": WHOLE[:2] + WHOLE[FRAME:],
    "jpeg-without-quantisation": without(0xDB),
    "jpeg-without-a-frame": without(0xC0),
    "jpeg-with-two-frames": WHOLE[:SCAN] + WHOLE[FRAME : FRAME + 19] + WHOLE[SCAN:],
    "jpeg-scan-before-frame": WHOLE[:2] + WHOLE[SCAN:],
    "jpeg-without-a-scan": WHOLE[:SCAN] + b"\xff\xd9",
    "jpeg-frame-of-another-length": changed(b"\xff\xc0", 9, b"\x04"),
    "jpeg-sampling-of-zero": changed(b"\xff\xc0", 11, b"\x00"),
    "jpeg-sampling-of-fifteen": changed(b"\xff\xc0", 11, b"\xff"),
    "jpeg-table-that-is-not-there": changed(b"\xff\xc0", 12, b"\x03"),
    "jpeg-scan-of-an-unknown-component": changed(b"\xff\xda", 5, b"\x77"),
    "jpeg-scan-of-nine-components": changed(b"\xff\xda", 4, b"\x09"),
    "jpeg-scan-with-an-odd-spectrum": changed(b"\xff\xda", 11, b"\x3f\x00", PROGRESSIVE),
    "jpeg-codes-too-many": changed(b"\xff\xc4", 5, b"\xff" * 16),
    "jpeg-segment-of-length-zero": after_start(b"\xff\xe5\0\0"),
    "jpeg-segment-of-length-one": after_start(b"\xff\xe5\0\x01"),
    "jpeg-segment-past-the-end": WHOLE[:2] + b"\xff\xe5\xff\xff" + WHOLE[2:200],
    "jpeg-rubbish-between-segments": WHOLE[:20] + b"rubbish" + WHOLE[20:],
    "jpeg-height-sent-later": sized(WHOLE, 160, 0)[:-2] + b"\xff\xdc\0\x04\0\x78\xff\xd9",
    "jpeg-restart-interval-that-lies": changed(b"\xff\xdd", 4, b"\0\x07", RESTARTS),
}

ANOTHER_JPEG: dict[str, bytes] = {  # real ones, which no phone makes and we do not take
    "jpeg-of-12-bits": changed(b"\xff\xc0", 4, b"\x0c"),
    "jpeg-two-components": changed(b"\xff\xc0", 2, struct.pack(">HBHHB", 14, 8, 120, 160, 2)),
    "jpeg-lossless": changed(b"\xff\xc0", 1, b"\xc3"),
    "jpeg-hierarchical": changed(b"\xff\xc0", 1, b"\xc5"),
    "jpeg-arithmetic": changed(b"\xff\xc0", 1, b"\xc9"),
    "jpeg-arithmetic-progressive": changed(b"\xff\xc0", 1, b"\xca"),
}

TAKEN: dict[str, bytes] = {  # strange, but whole: taken in, and clean
    "jpeg-script-in-comment": after_start(segment(0xFE, b"*/alert('CANARY')/*<?php CANARY")),
    "jpeg-that-is-javascript": WHOLE[:2]
    + segment(0xE0, b"JFIF\0\x01\x01" + b"=1/*CANARY" * 90)
    + WHOLE[20:],
    "jpeg-exif-loop": after_start(
        segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HHHLLL", 1, 0x8769, 4, 1, 8, 8))
    ),
    "jpeg-exif-with-false-counts": after_start(
        segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12\0\x03\xff\xff\xff\xff" * 40)
    ),
    "jpeg-exif-past-the-end": after_start(segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff")),
    "jpeg-many-xmp": after_start(*[segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0CANARY")] * 200),
    "jpeg-profile-with-a-part-missing": after_start(
        segment(0xE2, b"ICC_PROFILE\0\x02\x03" + srgb_profile())
    ),
    "jpeg-profile-of-rubbish": after_start(segment(0xE2, b"ICC_PROFILE\0\x01\x01CANARY" * 3)),
    "jpeg-padded-before-its-end": WHOLE[:-2] + bytes(40) + b"\xff\xd9",
    "jpeg-fill-before-its-end": WHOLE[:-2] + b"\xff" * 40 + b"\xff\xd9",
    "jpeg-trailing-zeros": WHOLE + bytes(70_000),
    "jpeg-trailing-program": WHOLE + b"MZ\x90\0CANARY" * 30,
    "jpeg-of-the-smallest-size": saved(quarters(32, 32), "JPEG"),
    "jpeg-unknown-adobe-transform": after_start(segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01CANARY")),
}

# A JPEG has no checksum: rot that still reads as codes cannot be told from a picture.
EITHER: dict[str, bytes] = {
    "jpeg-wiped-at-3": wiped(WHOLE, 0.3, 0.1),
    **{f"jpeg-one-rotten-bit-{seed}": rotten(WHOLE, seed, 1) for seed in range(6)},
}
