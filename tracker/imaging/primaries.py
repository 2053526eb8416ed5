"""Colour profiles made from numbers, for files that name their colours without carrying a profile.

A file may say "Display P3" in two bytes (nclx, cICP: ITU-T H.273) or "Adobe RGB" by a letter in
EXIF. Colorants below are those that Apple and Adobe publish, adapted to D50 (ICC.1:2022).
"""

import struct
from typing import Final

_Colorants = tuple[tuple[float, float, float], ...]

DISPLAY_P3: Final[_Colorants] = (
    (0.51512, 0.24120, -0.00105),
    (0.29198, 0.69225, 0.04189),
    (0.15710, 0.06657, 0.78407),
)
ADOBE_RGB: Final[_Colorants] = (
    (0.60974, 0.31111, 0.01947),
    (0.20528, 0.62567, 0.06087),
    (0.14919, 0.06322, 0.74457),
)
_SRGB_CURVE: Final = (3, (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045))
_ADOBE_CURVE: Final = (0, (563 / 256,))
_H273_P3: Final = 12


def profile_of_primaries(code: int) -> bytes | None:
    """The profile for a code of H.273; None where sRGB is what it means, or the best guess."""
    return display_p3_profile() if code == _H273_P3 else None


def display_p3_profile() -> bytes:
    return matrix_profile(DISPLAY_P3, _SRGB_CURVE)


def adobe_rgb_profile() -> bytes:
    """Adobe RGB (1998), for files that say so in EXIF only (DCF optional colour space)."""
    return matrix_profile(ADOBE_RGB, _ADOBE_CURVE)


def matrix_profile(colorants: _Colorants, curve: tuple[int, tuple[float, ...]]) -> bytes:
    """A minimal ICC v4 display profile: three colorants and one tone curve."""
    kind, values = curve
    tone = b"para\0\0\0\0" + struct.pack(">HH", kind, 0) + _fixed(values)
    tags = {name: b"XYZ \0\0\0\0" + _fixed(xyz) for name, xyz in zip(_XYZ, colorants, strict=True)}
    tags |= {b"wtpt": b"XYZ \0\0\0\0" + _fixed((0.9642, 1.0, 0.8249))}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), tone)
    table, body = struct.pack(">L", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">LL", start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return _header(start + len(body)) + table + body


_XYZ: Final = (b"rXYZ", b"gXYZ", b"bXYZ")


def _header(size: int) -> bytes:
    head = struct.pack(">L4sL4s4s4s", size, b"\0" * 4, 0x04300000, b"mntr", b"RGB ", b"XYZ ")
    return head + b"\0" * 12 + b"acsp" + b"\0" * 28 + _fixed((0.9642, 1.0, 0.8249)) + b"\0" * 48


def _fixed(values: tuple[float, ...]) -> bytes:
    return b"".join(struct.pack(">l", round(value * 65536)) for value in values)
