"""Secrets of second factors, sealed with a key that lies outside the database."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tracker.records.secret_files import SecretFiles

FILES: Final = SecretFiles("second-factor")
_NONCE: Final = 12
_ABOUT: Final = b"fadewell second factor"


class NoKeyFits(Exception):
    """Sealed under a key that is not here any more, or changed."""


def sealed(text: str) -> str:
    """AES-256-GCM under the newest key, as text. Raises MissingKeyFile."""
    nonce = secrets.token_bytes(_NONCE)
    body = AESGCM(FILES.newest("seal")).encrypt(nonce, text.encode(), _ABOUT)
    return urlsafe_b64encode(nonce + body).decode()


def opened(text: str) -> str:
    """Raises NoKeyFits."""
    body = urlsafe_b64decode(text)
    for key in reversed(FILES.each("seal")):
        try:
            return AESGCM(key).decrypt(body[:_NONCE], body[_NONCE:], _ABOUT).decode()
        except InvalidTag:
            continue
    raise NoKeyFits
