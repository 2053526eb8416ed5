"""Marks of erased patients beside the keys: an older database that comes back undoes none."""

import contextlib
from pathlib import Path
from uuid import UUID

from django.conf import settings

from tracker.services.synced_files import sync_folder, write_synced


def leave(patient: UUID) -> None:
    """On disk when this returns, once or again."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        write_synced(folder / str(patient), b"")
    sync_folder(folder)


def known() -> set[UUID]:
    return {UUID(path.name) for path in _folder().glob("*-*")}


def _folder() -> Path:
    return Path(settings.FADEWELL_KEYS) / "erased"
