"""Files that are on disk when the call returns, and files that leave nothing behind."""

import os
from pathlib import Path


def write_synced(path: Path, data: bytes) -> None:
    """A new file for its owner only, on disk when this returns."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def sync_folder(folder: Path) -> None:
    """The names in the folder are on disk when this returns."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def wipe(path: Path) -> None:
    """Overwritten, then removed, once or again. Disks that copy on write may keep the old block."""
    if not path.exists():
        return
    with path.open("r+b") as old:
        old.write(bytes(path.stat().st_size))
        old.flush()
        os.fsync(old.fileno())
    path.unlink(missing_ok=True)
