"""The key that signs notifications to phones (VAPID, RFC 8292); none: they are not offered."""

from base64 import urlsafe_b64encode
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tracker.records.secret_files import MissingKeyFile, SecretFiles

FILES: Final = SecretFiles("push")
ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


def private_key() -> ec.EllipticCurvePrivateKey | None:
    """The newest one. Derived from its file with 256 bits to spare, so that no key is likelier
    than another (FIPS 186-5, A.2.1).
    """
    try:
        bits = FILES.newest("vapid") + FILES.newest("vapid, more bits")
    except MissingKeyFile:
        return None
    return ec.derive_private_key(int.from_bytes(bits) % (ORDER - 1) + 1, ec.SECP256R1())


def public_key() -> str:
    """As a browser asks for it: base64url of the uncompressed point; "" where there is none."""
    key = private_key()
    if key is None:
        return ""
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")
