"""Pictures for tests, drawn by code: four plain quarters, or skin-like texture."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageDraw

from tracker.imaging.containers.jpeg import strip_jpeg
from tracker.imaging.limits import Limits
from tracker.imaging.picture import CleanPicture

FIXTURES = Path(__file__).parent / "fixtures"
RED, GREEN, BLUE, YELLOW = (200, 40, 40), (40, 160, 60), (40, 70, 190), (220, 200, 60)
QUARTERS = {"top left": RED, "top right": GREEN, "bottom left": BLUE, "bottom right": YELLOW}


def quarters(width: int = 160, height: int = 96) -> Image.Image:
    """Red, green / blue, yellow: which way is up can be seen, and which colour is which."""
    picture = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill=GREEN)
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill=BLUE)
    draw.rectangle((width // 2, height // 2, width, height), fill=YELLOW)
    return picture


def textured(width: int = 160, height: int = 120, seed: int = 7) -> Image.Image:
    """Soft colours with grain, as skin is."""
    random = np.random.default_rng(seed)
    soft = random.integers(90, 210, (4, 5, 3), dtype=np.uint8)
    base = np.asarray(Image.fromarray(soft).resize((width, height), Image.Resampling.BICUBIC))
    grain = random.normal(0, 8, (height, width, 3))
    return Image.fromarray((base + grain).clip(0, 255).astype(np.uint8))


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def shown(clean: CleanPicture, variant: str = "display", fmt: str = "jpeg") -> Image.Image:
    return Image.open(io.BytesIO(clean.variants[variant][fmt])).convert("RGB")


def corners(picture: Image.Image) -> list[tuple[int, ...]]:
    """The colours in the middle of the four quarters: top left, top right, bottom left, right."""
    width, height = picture.size
    return [picture.getpixel((width * x // 4, height * y // 4)) for y in (1, 3) for x in (1, 3)]


def looks_like(picture: Image.Image, expected: list[tuple[int, ...]], within: int = 6) -> bool:
    pairs = zip(corners(picture), expected, strict=True)
    return all(abs(a - b) <= within for one, two in pairs for a, b in zip(one, two, strict=True))


def assert_bare(clean: CleanPicture, *secrets: bytes) -> None:
    """Nothing but pixels in any served file: no segment, chunk, profile or known secret."""
    for formats in clean.variants.values():
        jpeg, webp = formats["jpeg"], formats["webp"]
        assert strip_jpeg(jpeg, Limits(shorter_side=1)).data == jpeg
        assert webp[12:16] == b"VP8 "
        assert int.from_bytes(webp[16:20], "little") + 20 <= len(webp) + 1
        assert len(webp) - (int.from_bytes(webp[16:20], "little") + 20) in (0, 1)
        for served in (jpeg, webp):
            assert not [secret for secret in (b"CANARY", *secrets) if secret in served]
            assert not Image.open(io.BytesIO(served)).info.keys() & {"exif", "icc_profile", "xmp"}


def png(
    width: int, height: int, depth: int, colour: int, raw: bytes, *chunks: tuple[bytes, bytes]
) -> bytes:
    """A PNG made by hand, for what Pillow cannot write or would not."""
    header = struct.pack(">LLBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = [chunk(b"IHDR", header), *(chunk(*extra) for extra in chunks)]
    parts += [chunk(b"IDAT", zlib.compress(raw, 9)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(kind + body)
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", check)


def segment(marker: int, body: bytes) -> bytes:
    """A JPEG segment."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def riff(kind: bytes, body: bytes) -> bytes:
    """A WebP chunk."""
    return kind + struct.pack("<L", len(body)) + body + b"\0" * (len(body) & 1)


def box(kind: bytes, body: bytes) -> bytes:
    """A box of HEIC, AVIF or MP4."""
    return struct.pack(">L", len(body) + 8) + kind + body


def webp_of(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<L", len(body)) + body


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
