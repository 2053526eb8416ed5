"""Typed readers of the environment; a value that cannot be read stops the start with its name."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} must be set (see docs/operations.md).")
    return value


def whole_number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def switch(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "on" if default else "off").strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be on or off, not {value!r}.")
    return value in TRUE


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's database settings for DATABASE_URL; empty: SQLite in the data folder.

    SQLite runs with synchronous=FULL: what was answered 201 survives a power cut
    (docs/clinical-safety.md, hazard "lost check-in").
    """
    if not url:
        return _sqlite(data / "db.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// or sqlite:///.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Compiling a count of some thousand rows takes longer than counting them (docs/adr/052).
        "OPTIONS": {"options": "-c jit=off"} | dict(parse_qsl(parts.query)),
    }


def _sqlite(path: Path) -> dict[str, Any]:
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": pragmas,
        },
    }


def secret_file(path: Path) -> str:
    """The secret in a file that is made on first use, readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        spare = path.with_suffix(f".{os.getpid()}")
        spare.touch(mode=0o600)
        with spare.open("w") as out:
            out.write(secrets.token_urlsafe(48))
            out.flush()
            os.fsync(out.fileno())  # what is sealed under it next must not outlive it
        try:
            os.link(spare, path)  # two first starts at once agree on one secret
        except FileExistsError:
            pass
        finally:
            spare.unlink()
        handle = os.open(path.parent, os.O_RDONLY)
        os.fsync(handle)  # its name, too
        os.close(handle)
    return path.read_text()
