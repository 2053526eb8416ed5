"""Where Chromium is: $CHROMIUM, Debian's, Playwright's own; else Debian's is installed as root."""

import os
import shutil
from pathlib import Path

from tracker.management import debian

HOW = (
    "Chromium is missing: run 'sudo apt-get install chromium', or name a Chromium in $CHROMIUM,"
    " then run this again."
)


def find() -> str | None:
    """The program's path; Missing where $CHROMIUM names none."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not os.access(named, os.X_OK):
            raise debian.Missing(f"$CHROMIUM names no program: {named}.")
        return named
    return shutil.which("chromium") or _playwrights_own()


def find_or_install() -> str:
    path = find()
    if path is None:
        debian.install("chromium", otherwise=HOW)
        path = find()
    if path is None:
        raise debian.Missing(HOW)
    return path


def _playwrights_own() -> str | None:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or cache / "ms-playwright")
    found = sorted(folder.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else None
