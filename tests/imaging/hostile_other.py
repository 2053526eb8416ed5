"""PNG, WebP, HEIC and AVIF that are cut, rotten, impossible, heavy or lying."""

import struct
import zlib

import numpy as np

from tests.imaging.pictures import (
    box,
    chunk,
    fixture,
    png,
    quarters,
    riff,
    saved,
    srgb_profile,
    textured,
    webp_of,
)

PNG = saved(textured(), "PNG")
WEBP = saved(textured(), "WEBP", quality=85)
LOSSLESS = saved(textured(), "WEBP", lossless=True)
MOVING = saved(quarters(), "WEBP", save_all=True, append_images=[textured(160, 96)], duration=90)
AVIF = saved(textured(), "AVIF", quality=80)
HEIC = fixture("plain.heic")
RAW = b"".join(b"\0" + bytes([row] * 480) for row in range(120))


def changed(data: bytes, mark: bytes, offset: int, new: bytes) -> bytes:
    at = data.index(mark) + offset
    return data[:at] + new + data[at + len(new) :]


def before_pixels(*chunks: bytes) -> bytes:
    return PNG[:33] + b"".join(chunks) + PNG[33:]


def headed(
    width: int, height: int, depth: int = 8, colour: int = 2, way: bytes = bytes(3)
) -> bytes:
    header = struct.pack(">LLBB", width, height, depth, colour) + way
    return PNG[:8] + chunk(b"IHDR", header) + PNG[33:]


def flipped(data: bytes, at: float) -> bytes:
    where = round(len(data) * at)
    return data[:where] + bytes([data[where] ^ 0x10]) + data[where + 1 :]


def claiming(data: bytes, width: int, height: int) -> bytes:
    """HEIC and AVIF say their size in ispe."""
    return changed(data, b"ispe", 8, struct.pack(">LL", width, height))


def boxed(data: bytes) -> dict[bytes, int]:
    """Where the first boxes stand."""
    return {name: data.index(name) - 4 for name in (b"meta", b"mdat")}


def plain_profile(size: int) -> bytes:
    return b"name\0\0" + zlib.compress(bytes(size), 1)


def vp8_sized(width: int, height: int) -> bytes:
    return changed(WEBP, b"\x9d\x01\x2a", 3, struct.pack("<HH", width, height))


STRANGER = box(b"xtra", b"CANARY" * 20)
HEIC_WITH_A_STRANGER = changed(
    HEIC[:350] + STRANGER + HEIC[350:],  # between description and pixels, which move by as much
    b"iloc",
    20 - 4,
    struct.pack(">L", 0x166 + len(STRANGER)),
)
BOMB_OF_TEXT = zlib.compress(bytes(40_000_000), 1)
NOISE = np.random.default_rng(3).bytes(4000)

REFUSED: dict[str, bytes] = {
    **{f"png-cut-at-{share}-per-cent": PNG[: len(PNG) * share // 100] for share in (1, 20, 60, 99)},
    **{f"png-flipped-at-{share}": flipped(PNG, share / 100) for share in (2, 10, 30, 50, 70, 90)},
    "png-without-its-end": PNG[:-12],
    "png-without-pixels": PNG[:33] + PNG[-12:],
    "png-without-a-header": PNG[:8] + PNG[33:],
    "png-pixels-before-header": PNG[:8] + PNG[33:-12] + PNG[8:33] + PNG[-12:],
    "png-of-100-megapixels": png(10_000, 10_000, 8, 0, bytes(10_001) * 800),
    "png-of-64-megapixels-and-one-row": png(8000, 8001, 1, 0, bytes(1001) * 8001),
    "png-claims-64-megapixels-over-nothing": headed(8000, 8000),
    "png-claims-one-row-more": headed(160, 121),
    "png-of-four-thousand-million-pixels": headed(2**31 - 1, 2),
    "png-of-no-width": headed(0, 120),
    "png-of-no-height": headed(160, 0),
    "png-too-narrow": saved(quarters(31, 99), "PNG"),
    "png-too-low": saved(quarters(99, 31), "PNG"),
    "png-of-an-unknown-colour-type": headed(160, 120, 8, 5),
    "png-of-an-unknown-depth": headed(160, 120, 7, 0),
    "png-depth-and-colour-that-do-not-go-together": headed(160, 120, 4, 2),
    "png-of-an-unknown-compression": headed(160, 120, way=b"\x01\0\0"),
    "png-of-an-unknown-interlace": headed(160, 120, way=b"\0\0\x07"),
    "png-palette-without-a-palette": png(160, 120, 8, 3, RAW),
    "png-unknown-row-filter": png(
        160, 120, 8, 2, RAW.replace(b"\0" + bytes([9] * 480), b"\x09" * 481)
    ),
    "png-pixels-that-are-no-zlib": PNG[:33] + chunk(b"IDAT", NOISE) + PNG[-12:],
    "png-rows-missing": png(160, 120, 8, 2, RAW[: len(RAW) // 2]),
    "png-wrong-checksum": PNG[:33] + PNG[33:-13] + b"\0" + PNG[-12:],
    "png-header-of-another-length": PNG[:8] + chunk(b"IHDR", bytes(12)) + PNG[33:],
    "png-chunk-past-the-end": PNG[:33] + b"\x7f\xff\xff\xffIDAT" + PNG[41:],
    "png-million-of-chunks": before_pixels(*[chunk(b"teSt", b"")] * 20_000),
    "png-text-bomb": before_pixels(chunk(b"zTXt", b"k\0\0" + BOMB_OF_TEXT)),
    "png-international-text-bomb": before_pixels(chunk(b"iTXt", b"k\0\x01\0\0\0" + BOMB_OF_TEXT)),
    "png-plain-text-bomb": before_pixels(chunk(b"tEXt", b"k\0" + bytes(2_000_000))),
    "png-profile-bomb": before_pixels(chunk(b"iCCP", plain_profile(40_000_000))),
    "png-exif-bomb": before_pixels(*[chunk(b"eXIf", bytes(1_000_000))] * 20),
    "png-single-exif-bomb": before_pixels(chunk(b"eXIf", bytes(5_000_000))),
    **{f"webp-cut-at-{share}-per-cent": WEBP[: len(WEBP) * share // 100] for share in (5, 50, 99)},
    "webp-lossless-cut-in-half": LOSSLESS[: len(LOSSLESS) // 2],
    "webp-length-lies": changed(WEBP, b"RIFF", 4, struct.pack("<L", len(WEBP) * 2)),
    "webp-length-of-zero": changed(WEBP, b"RIFF", 4, bytes(4)),
    "webp-chunk-length-lies": changed(WEBP, b"VP8 ", 4, struct.pack("<L", len(WEBP))),
    "webp-without-a-picture": webp_of(riff(b"VP8X", bytes(10))),
    "webp-with-nothing-in-it": webp_of(),
    "webp-canvas-of-another-size": webp_of(
        riff(b"VP8X", bytes(4) + b"\xff\x3f\0\xff\x3f\0"), WEBP[12:]
    ),
    "webp-picture-of-no-size": vp8_sized(0, 0),
    "webp-of-16383-by-16383": vp8_sized(16_383, 16_383),
    "webp-of-another-size": vp8_sized(320, 240),
    "webp-without-start-code": changed(WEBP, b"\x9d\x01\x2a", 0, b"xyz"),
    "webp-lossless-of-16384-by-16384": changed(LOSSLESS, b"VP8L", 9, b"\xff\xff\xff\x0f"),
    "webp-lossless-of-noise": webp_of(riff(b"VP8L", LOSSLESS[20:25] + NOISE)),
    "webp-of-noise": webp_of(riff(b"VP8 ", WEBP[20:30] + b"")),
    "webp-too-small": saved(quarters(31, 31), "WEBP"),
    "webp-alpha-of-rubbish": webp_of(
        riff(b"VP8X", b"\x10\0\0\0" + b"\x9f\0\0\x77\0\0"), riff(b"ALPH", b"\x01rubbish"), WEBP[12:]
    ),
    "webp-million-of-chunks": webp_of(*[riff(b"note", b"")] * 20_000, WEBP[12:]),
    "webp-metadata-bomb": webp_of(*[riff(b"XMP ", bytes(1_000_000))] * 20, WEBP[12:]),
    "webp-profile-bomb": webp_of(riff(b"ICCP", bytes(5_000_000)), WEBP[12:]),
    "avif-profile-bomb": saved(quarters(), "AVIF", icc_profile=bytes(5_000_000)),
    "webp-exif-bomb": webp_of(WEBP[12:], riff(b"EXIF", bytes(5_000_000))),
    "webp-moving-first-frame-cut": MOVING[: len(MOVING) // 4],
    "webp-frame-without-a-picture": webp_of(riff(b"ANMF", bytes(16))),
    **{f"avif-cut-at-{share}-per-cent": AVIF[: len(AVIF) * share // 100] for share in (10, 50, 99)},
    **{f"heic-cut-at-{share}-per-cent": HEIC[: len(HEIC) * share // 100] for share in (10, 50, 99)},
    "heic-names-itself-only": HEIC[:28],
    "avif-names-itself-only": AVIF[: int.from_bytes(AVIF[:4], "big")],
    "heic-without-pixels": HEIC[: boxed(HEIC)[b"mdat"]],
    "avif-without-pixels": AVIF[: boxed(AVIF)[b"mdat"]],
    "heic-of-100-megapixels": claiming(HEIC, 10_000, 10_000),
    "avif-of-100-megapixels": claiming(AVIF, 10_000, 10_000),
    "heic-of-a-size-beyond-counting": claiming(HEIC, 2**32 - 1, 2**32 - 1),
    "heic-of-no-size": claiming(HEIC, 0, 0),
    "avif-of-no-size": claiming(AVIF, 0, 0),
    "heic-too-small": claiming(HEIC, 16, 16),
    "heic-without-ispe": changed(HEIC, b"ispe", 0, b"free"),
    "heic-box-past-the-end": changed(HEIC, b"mdat", -4, struct.pack(">L", 2**31)),
    "heic-box-of-length-one": changed(HEIC, b"mdat", -4, struct.pack(">LLQ", 1, 0x6D646174, 2**62)),
    "heic-box-of-length-two": changed(HEIC, b"meta", -4, struct.pack(">L", 2)),
    "heic-picture-beyond-the-file": changed(HEIC, b"iloc", 20, struct.pack(">L", 2**31)),
    "heic-main-picture-that-is-not-there": changed(HEIC, b"pitm", 8, struct.pack(">H", 99)),
    "heic-kind-that-is-no-text": changed(fixture("phone.heic"), b"Exif", 0, b"\xff" * 4),
    "heic-name-that-is-no-text": changed(HEIC, b"hvc1", 4, b"\xff"),
    "heic-kind-unknown": changed(HEIC, b"hvc1", 0, b"zzzz"),
    "avif-kind-unknown": changed(AVIF, b"av01", 0, b"zzzz"),
    "heic-named-avif": changed(HEIC, b"ftyp", 4, b"avif"),
    "avif-named-heic": changed(AVIF, b"ftyp", 4, b"heic"),
    "heic-description-of-noise": HEIC[:40] + NOISE[: 350 - 40] + HEIC[350:],
    "heic-description-bomb": HEIC[:28] + box(b"meta", HEIC[36:40] + bytes(5_000_000)) + HEIC[350:],
    "heic-million-of-boxes": HEIC[:28] + box(b"free", b"") * 20_000 + HEIC[28:],
}

TAKEN: dict[str, bytes] = {
    "png-of-64-megapixels-exactly": png(8000, 8000, 1, 0, bytes(1001) * 8000),
    "png-of-the-smallest-size": saved(quarters(32, 32), "PNG"),
    "png-page-in-a-text": before_pixels(chunk(b"tEXt", b"k\0<script>CANARY</script>")),
    "png-pixels-in-many-pieces": PNG[:33]
    + b"".join(chunk(b"IDAT", PNG[41:-16][at : at + 50]) for at in range(0, len(PNG) - 57, 50))
    + PNG[-12:],
    "png-profile-of-rubbish": before_pixels(chunk(b"iCCP", b"name\0\0" + NOISE)),
    "png-text-that-is-no-zlib": before_pixels(chunk(b"zTXt", b"k\0\0CANARY")),
    "png-trailing-archive": PNG + b"PK\x03\x04CANARY",
    "png-two-palettes-in-a-colour-picture": before_pixels(*[chunk(b"PLTE", bytes(768))] * 2),
    "png-unknown-chunks": before_pixels(*[chunk(b"prVt", b"CANARY")] * 100),
    "webp-trailing-page": WEBP + b"<html>CANARY",
    "webp-unknown-chunks": webp_of(WEBP[12:], *[riff(b"what", b"CANARY")] * 50),
    "webp-profile-of-rubbish": webp_of(riff(b"ICCP", b"CANARY" * 50), WEBP[12:]),
    "webp-exif-of-rubbish": webp_of(WEBP[12:], riff(b"EXIF", b"II*\0\xff\xff\xff\xffCANARY")),
    "webp-profile-of-another-kind": webp_of(riff(b"ICCP", srgb_profile()[:128]), WEBP[12:]),
    "heic-trailing-video": HEIC + box(b"mpvd", b"CANARY" * 500),
    "heic-unknown-box-in-between": HEIC_WITH_A_STRANGER,
    "avif-trailing-rubbish": AVIF + b"CANARY" * 500,
    "heic-under-a-general-brand": changed(HEIC, b"ftyp", 4, b"mif1"),
}

# No checksum guards these: a flipped bit may make another picture or none. Never a crash.
EITHER: dict[str, bytes] = {
    "avif-of-another-size": claiming(AVIF, 320, 240),  # libavif stretches it, within our limits
    **{f"heic-flipped-at-{share}": flipped(HEIC, share / 100) for share in range(4, 100, 6)},
    **{f"avif-flipped-at-{share}": flipped(AVIF, share / 100) for share in range(4, 100, 6)},
    **{f"webp-flipped-at-{share}": flipped(WEBP, share / 100) for share in range(4, 100, 12)},
    **{
        f"webp-lossless-flipped-at-{share}": flipped(LOSSLESS, share / 100)
        for share in (30, 60, 90)
    },
}
