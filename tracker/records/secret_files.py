"""Secrets in files outside the database, some of each kind; the newest is in force.

`FADEWELL_KEYS/<kind>-<time>.key` each. Who holds the database alone can neither seal nor open what
they guard. Older files stay: they verify, or open, what they once sealed.
"""

import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tracker.settings import env

KINDS: Final = ("audit", "second-factor", "backup")
OPTIONAL: Final = ("push",)  # without it its feature is not offered, and all else works
SHORTEST, FEWEST_KINDS = 40, 8  # characters of a whole one, and how many differ


class MissingKeyFile(ImproperlyConfigured):
    """It is made by hand, or restored from its backup, before anything that needs it."""


@dataclass(frozen=True)
class SecretFiles:
    kind: str  # of KINDS or OPTIONAL
    kept_in: Path | None = None  # a copy elsewhere, to restore from

    def make(self) -> str:
        """A newer file, on disk when this returns; returns its name."""
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
        path = _folder() / f"{self.kind}-{stamp}.key"
        env.secret_file(path)
        return path.name

    def newest(self, purpose: str) -> bytes:
        """The key in force, 32 bytes for this purpose alone. Raises MissingKeyFile."""
        if not self.files():
            if not settings.FADEWELL_MAKE_KEYS:
                raise MissingKeyFile(f"No {self.kind} key: restore it, or use make_key.")
            self.make()
        return self.each(purpose)[-1]

    def each(self, purpose: str) -> list[bytes]:
        """One a file, oldest first, derived for this purpose alone (HKDF, RFC 5869)."""
        about = f"fadewell {self.kind}\0{purpose}"
        return [_derived(path, path.stat().st_mtime_ns, about) for path in self.files()]

    def files(self) -> list[Path]:
        """By their time, oldest first."""
        return sorted((self.kept_in or _folder()).glob(f"{self.kind}-*.key"))


def missing_keys() -> list[str]:
    """Kinds that are not here, the photo master key among them, where none is made on first use.

    One of which a file is empty or cut is as good as not here: what it seals anybody could open.
    """
    if settings.FADEWELL_MAKE_KEYS:
        return []
    found = {kind: list(_folder().glob(f"{kind}-*.key")) for kind in (*KINDS, *OPTIONAL)}
    found["photo-master"] = list(_folder().glob("photo-master-*.key"))
    return [
        kind
        for kind, files in found.items()
        if not (files or kind in OPTIONAL) or not all(is_whole(each.read_bytes()) for each in files)
    ]


def is_whole(secret: bytes) -> bool:
    """A full disk leaves none of it, a power cut zeros in its place."""
    return len(secret.strip()) >= SHORTEST and len(set(secret.strip())) >= FEWEST_KINDS


def _folder() -> Path:
    return Path(settings.FADEWELL_KEYS)


@lru_cache(maxsize=1024)
def _derived(path: Path, _changed: int, about: str) -> bytes:
    secret = path.read_bytes().strip()
    if not is_whole(secret):
        raise MissingKeyFile(f"{path.name} is empty or cut: restore it from its copy.")
    return HKDF(SHA256(), 32, salt=None, info=about.encode()).derive(secret)
