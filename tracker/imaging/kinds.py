"""Which kind of picture the first bytes say it is; names and declared types count for nothing."""

from typing import Final

from tracker.imaging.limits import Refused

_HEIC: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_AVIF: Final = {b"avif", b"avis"}
_EITHER: Final = {b"mif1", b"msf1"}


def kind_of(data: bytes | memoryview) -> str:
    """jpeg, png, webp, heic or avif. Raises Refused("not-a-picture")."""
    head = bytes(data[:256])
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return _kind_of_brands(head)
    raise Refused("not-a-picture")


def _kind_of_brands(head: bytes) -> str:
    end = min(int.from_bytes(head[:4], "big"), len(head))
    major = head[8:12]
    others = {head[at : at + 4] for at in range(16, end - 3, 4)}
    brands = {major} | (others if major in _EITHER else set())
    if brands & _AVIF:
        return "avif"
    if brands & _HEIC:
        return "heic"
    raise Refused("not-a-picture", f"brand {major!r}")
