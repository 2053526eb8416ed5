"""What this machine's decoders are, and whether they are recent enough to meet strangers' files.

Asked inside the decoder process. Sources: Pillow's advisories closed by 13.0.0 (CVE-2026-112403,
a heap overflow in the JPEG decoder), libheif's by 1.23 (CVE-2026-32740, grid decoding).
"""

from typing import Any, Final

import pi_heif
import PIL
from PIL import features

from tracker.imaging import jpeg_scan, rehearsal

_OLDEST_PILLOW: Final = (13, 0)
_OLDEST_LIBHEIF: Final = (1, 23)
_FEATURES: Final = ("jpg", "zlib", "webp", "avif", "littlecms2")


def decoder_report() -> dict[str, Any]:
    """Versions, kinds that came through a rehearsal, and `problems`: why not to start."""
    libheif = pi_heif.libheif_version()
    return {
        "pillow": PIL.__version__,
        "libheif": libheif,
        "kinds": rehearsal.decode_one_of_each(),
        "jpeg_scan": jpeg_scan.available(),
        "problems": _problems(PIL.__version__, libheif),
    }


def _problems(pillow: str, libheif: str) -> list[str]:
    missing = [f"Pillow lacks {name}" for name in _FEATURES if not features.check(name)]
    if _version(pillow) < _OLDEST_PILLOW:
        missing.append(f"Pillow {pillow} is older than 13.0")
    if _version(libheif) < _OLDEST_LIBHEIF:
        missing.append(f"libheif {libheif} is older than 1.23")
    return missing


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2] if part.isdigit())
