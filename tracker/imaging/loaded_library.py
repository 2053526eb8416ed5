"""A C library that Pillow has loaded, to be asked for what Pillow does not hand on."""

import ctypes
import re
import sys
from pathlib import Path

from PIL import _imaging, _webp  # loads the libraries that are looked up

_LOADED = (_imaging, _webp)


def loaded(name: str) -> ctypes.CDLL | None:
    """By a pattern for its file name. None where pointers are not 64 bits or it is built in."""
    maps = Path("/proc/self/maps")
    if sys.maxsize < 2**32 or not maps.exists() or None in _LOADED:
        return None
    found = re.search(rf"(/\S*/{name})\s", maps.read_text() + "\n")
    return ctypes.CDLL(found.group(1)) if found else None
