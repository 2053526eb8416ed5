"""The photo that intake is measured with, and the two libraries that it is measured beside."""

import io
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

os.environ["VIPS_CONCURRENCY"] = "1"

import numpy as np  # noqa: E402
import pi_heif  # noqa: E402
import pyvips  # noqa: E402
from PIL import Image  # noqa: E402

from tracker.imaging.variants import JPEG, WEBP, make_variants, shrunk  # noqa: E402


def twelve_megapixels(seed: int = 12) -> Image.Image:
    """Soft colours, pores and sensor noise: compresses as a phone's photo of skin does."""
    random = np.random.default_rng(seed)
    soft = Image.fromarray(random.integers(60, 220, (9, 12, 3), dtype=np.uint8))
    base = np.asarray(soft.resize((4000, 3000), Image.Resampling.BICUBIC), dtype=np.int16)
    pores = Image.fromarray(random.integers(0, 40, (750, 1000), dtype=np.uint8))
    fine = np.asarray(pores.resize((4000, 3000), Image.Resampling.BICUBIC), dtype=np.int16)
    noise = random.normal(0, 4, (3000, 4000, 3))
    return Image.fromarray((base + fine[..., None] - 20 + noise).clip(0, 255).astype(np.uint8))


def saved(picture: Image.Image, **how: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", **how)
    return out.getvalue()


def heic_of(photo: Image.Image) -> bytes | None:
    tool = shutil.which("heif-enc")
    if tool is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "photo.jpg"), Path(folder, "photo.heic")
        source.write_bytes(saved(photo, quality=92))
        subprocess.run(
            [tool, "-q", "60", "-p", "preset=ultrafast", "-o", made, source],
            check=True,
            capture_output=True,
        )
        return made.read_bytes()


def by_pyvips(sent: bytes) -> list[bytes]:
    display = pyvips.Image.thumbnail_buffer(sent, 1600, height=1600, size="down").copy_memory()
    thumb = display.thumbnail_image(320, height=320, size="down").copy_memory()
    few = thumb.resize(20 / 320, kernel="linear")
    blurred = few.resize(8, kernel="cubic").copy_memory()
    return [
        made
        for picture in (display, thumb, blurred)
        for made in (
            picture.webpsave_buffer(Q=WEBP["quality"], effort=WEBP["method"], keep="none"),
            picture.jpegsave_buffer(Q=JPEG["quality"], keep="none"),
        )
    ]


def by_pi_heif(sent: bytes) -> object:
    opened = pi_heif.open_heif(sent, convert_hdr_to_8bit=True)
    whole = Image.frombytes(
        opened.mode, opened.size, bytes(opened.data), "raw", opened.mode, opened.stride
    )
    return make_variants(shrunk(whole, 1600))
