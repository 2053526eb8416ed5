"""The whole database in one file and back from it, on either engine (docs/adr/109).

SQLite's own online backup, checked; PostgreSQL's own dump, of one snapshot. While the clinic works.
"""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

NAMES: Final = {"sqlite": "db.sqlite3", "postgresql": "db.dump"}
_HOW: Final = "{} is missing: apt-get install postgresql-client"
_OF_NOBODY: Final = ("--no-owner", "--no-privileges")  # the roles of another server are its own


class CannotCopy(Exception):
    """With the reason as its text."""


def name() -> str:
    """Of the file, in an archive: says of which engine it is."""
    return NAMES[connection.vendor]


def copy_to(path: Path) -> None:
    """Raises CannotCopy."""
    path.touch(mode=0o600)
    if connection.vendor == "sqlite":
        _copy_sqlite(path)
    else:
        _run("pg_dump", "--format=custom", "--compress=0", *_OF_NOBODY, f"--file={path}")


def is_empty() -> bool:
    """Whether nothing is there yet that a copy would lie over."""
    if connection.vendor == "sqlite":  # a log without its database would be read into the copy
        kept = Path(settings.DATABASES["default"]["NAME"])
        return not any(kept.with_name(kept.name + end).exists() for end in ("", "-wal", "-journal"))
    return not connection.introspection.table_names()


def bring_back(path: Path) -> None:
    """All of it or nothing, into an empty database. Raises CannotCopy."""
    connection.close()
    if connection.vendor == "sqlite":
        shutil.move(path, settings.DATABASES["default"]["NAME"])
    else:
        whole = ("--single-transaction", "--exit-on-error", *_OF_NOBODY)
        _run("pg_restore", *whole, f"--dbname={connection.settings_dict['NAME']}", str(path))


def _copy_sqlite(path: Path) -> None:
    connection.ensure_connection()
    target = sqlite3.connect(path)
    connection.connection.backup(target)
    verdict = target.execute("PRAGMA integrity_check").fetchone()[0]
    target.close()
    if verdict != "ok":
        raise CannotCopy(f"The copy is damaged: {verdict}")


def _run(program: str, *options: str) -> None:
    """What connects it stands in its environment, where no list of processes shows it."""
    found = shutil.which(program)
    if found is None:
        raise CannotCopy(_HOW.format(program))
    known = connection.settings_dict
    said = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    env = {key: str(known[word]) for key, word in {**said, "PGDATABASE": "NAME"}.items()}
    command = [found, "--no-password", *options]
    done = subprocess.run(  # noqa: S603
        command, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CannotCopy(f"{program}: {done.stderr.strip()}")
