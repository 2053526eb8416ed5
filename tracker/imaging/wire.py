"""How a clean picture travels from the child to the server: lengths, JSON and bytes.

The child has just decoded a stranger's file, so nothing that it says is believed: no pickle, every
field is checked, and a variant must be a bare WebP or JPEG.
"""

import json
import struct
from typing import Any, Final

from tracker.imaging.containers.jpeg import strip_jpeg
from tracker.imaging.limits import MIB, REASONS, Limits, Refused
from tracker.imaging.picture import FORMATS, KINDS, VARIANTS, CleanPicture, Quality

MOST: Final = 16 * MIB
_ANY_SIDE: Final = Limits(shorter_side=1)
_NAMES: Final = [(name, fmt) for name in VARIANTS for fmt in FORMATS]
_ADVICE: Final = (None, "dark", "bright", "blurred")


def pack_refusal(refused: Refused, cost: dict[str, float]) -> bytes:
    about = {"refused": refused.reason, "detail": refused.detail[:200], "cost": cost}
    return _framed(about, [])


def pack_picture(picture: CleanPicture, cost: dict[str, float]) -> bytes:
    """`cost` is for measurements: seconds of processor time, bytes at the peak."""
    blobs = [picture.variants[name][fmt] for name, fmt in _NAMES]
    about = {
        "width": picture.width,
        "height": picture.height,
        "kind": picture.kind,
        "quality": picture.quality,
        "lengths": [len(blob) for blob in blobs],
        "cost": cost,
    }
    return _framed(about, blobs)


def unpack(frame: bytes) -> tuple[CleanPicture, dict[str, float]]:
    """Raises Refused as the child did, or Refused("crashed") for anything but a whole answer."""
    try:
        about, rest = _about(frame)
        if "refused" in about:
            raise Refused(str(about["refused"]), str(about["detail"]), dict(about["cost"]))
        return _picture(about, rest), dict(about["cost"])
    except (KeyError, TypeError, ValueError, struct.error) as error:
        raise Refused("crashed", f"no whole answer: {error!r}") from error


def is_whole(head: bytes, received: int) -> bool:
    """Whether as many bytes were received as the first four say."""
    return received >= 8 and received == int.from_bytes(head[:4], "big")


def _framed(about: dict[str, Any], blobs: list[bytes]) -> bytes:
    head = json.dumps(about).encode()
    body = b"".join([struct.pack(">L", len(head)), head, *blobs])
    return struct.pack(">L", len(body) + 4) + body


def _about(frame: bytes) -> tuple[dict[str, Any], bytes]:
    if not is_whole(frame, len(frame)):
        raise ValueError("length")
    (length,) = struct.unpack_from(">L", frame, 4)
    about = json.loads(frame[8 : 8 + length])
    if not isinstance(about, dict) or about.get("refused", "broken") not in REASONS:
        raise ValueError("not an answer")
    return about, frame[8 + length :]


def _picture(about: dict[str, Any], rest: bytes) -> CleanPicture:
    width, height, kind = int(about["width"]), int(about["height"]), about["kind"]
    if kind not in KINDS or not (0 < width <= 65_535 and 0 < height <= 65_535):
        raise ValueError("picture")
    return CleanPicture(
        width, height, kind, _variants(about["lengths"], rest), _quality(about["quality"])
    )


def _variants(lengths: list[int], rest: bytes) -> dict[str, dict[str, bytes]]:
    if len(lengths) != len(_NAMES) or sum(lengths) != len(rest):
        raise ValueError("lengths")
    variants: dict[str, dict[str, bytes]] = {}
    at = 0
    for (name, fmt), length in zip(_NAMES, lengths, strict=True):
        blob, at = rest[at : at + length], at + length
        if not _is_bare(blob, fmt):
            raise ValueError(f"{name} is not a bare {fmt}")
        variants.setdefault(name, {})[fmt] = blob
    return variants


def _is_bare(blob: bytes, fmt: str) -> bool:
    if fmt == "jpeg":
        return strip_jpeg(blob, _ANY_SIDE).data == blob
    one_chunk = blob[:4] == b"RIFF" and blob[8:16] == b"WEBPVP8 "
    return one_chunk and int.from_bytes(blob[16:20], "little") + 20 in (len(blob), len(blob) - 1)


def _quality(said: dict[str, Any]) -> Quality:
    advice = said["advice"]
    if advice not in _ADVICE:
        raise ValueError("advice")
    sharp, bright = float(said["sharp"]), float(said["bright"])
    return Quality(sharp=sharp, bright=bright, framed=None, advice=advice)
