"""Decode one tiny picture of each kind, so that a fork finds every decoder already in memory.

Later, inside the walls, no file can be opened any more: what Pillow would load on first use must
be here.
"""

import io
from typing import Final

from PIL import Image

from tracker.imaging.develop import develop
from tracker.imaging.primaries import adobe_rgb_profile

_SIDE: Final = 40


def decode_one_of_each() -> list[str]:
    """The kinds that came through, by their names. HEIC cannot be written, hence not rehearsed."""
    return [kind for kind in ("jpeg", "png", "webp", "avif") if _comes_through(kind)]


def _comes_through(kind: str) -> bool:
    return develop(_tiny(kind)).kind == kind


def _tiny(kind: str) -> bytes:
    out = io.BytesIO()
    picture = Image.linear_gradient("L").resize((_SIDE, _SIDE)).convert("RGB")
    picture.save(out, kind.upper(), icc_profile=adobe_rgb_profile())
    return out.getvalue()
