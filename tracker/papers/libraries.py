"""Debian's libraries that lay a page out: without them there is no PDF, and no button for one.

Source: WeasyPrint's own list for Debian 11 and newer (https://doc.courtbouillon.org/weasyprint/
stable/first_steps.html), by the names under which it loads them.
"""

import ctypes
from functools import cache
from typing import Final

PACKAGES: Final = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


@cache
def missing() -> tuple[str, ...]:
    """Debian packages that are not installed; asked once a process."""
    return tuple(package for library, package in PACKAGES.items() if not _loads(library))


def how_to_install(packages: tuple[str, ...]) -> str:
    """One sentence for who keeps the machine."""
    return f"PDFs are off: run 'sudo apt-get install {' '.join(packages)}' to turn them on."


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
