"""A link as a QR code, to be scanned in the room: one path of an SVG, no script, no request."""

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # modules of white around it: ISO/IEC 18004 asks for four


@dataclass(frozen=True)
class QrCode:
    """size: modules along one side, the quiet zone included; path: the dark ones, a unit each."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, on in enumerate(row) if on)
    return QrCode(len(rows), "".join(dark))
