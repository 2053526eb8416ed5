"""Everything the demo needs before it can serve; what is there already is left as it is."""

import fcntl
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from tracker.demo import story
from tracker.models import Clinic
from tracker.services import photo_store

Say = Callable[[str], None]


class NotOurs(Exception):
    """The database or the photo folder holds something that is not the demo's."""


def set_up(say: Say) -> None:
    """Database, statics, protocol and story. Raises NotOurs."""
    with _alone(settings.FADEWELL_DATA / "demo.lock"):
        _refuse_a_real_clinic()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        collect_statics()
        if story.is_told():
            story.approve_protocol()
        else:
            say("Telling the demo's story: two clinics, forty patients, a month. About a minute.")
            clear_half_told()
            story.tell(timezone.now())
    connections.close_all()


def _refuse_a_real_clinic() -> None:
    """Before the first table is touched: nobody signs in to a real clinic with one tap."""
    has_tables = Clinic._meta.db_table in connection.introspection.table_names()
    if has_tables and story.holds_somebody_else():
        raise NotOurs


def clear_half_told() -> None:
    """The photos that an interrupted telling left; photos of anybody else are not touched."""
    begun = settings.FADEWELL_DATA / "demo.begun"
    photos = settings.FADEWELL_PHOTOS
    if not begun.exists() and any(path.is_file() for path in photos.rglob("*")):
        raise NotOurs
    begun.touch()
    photo_store.sweep([], older_than=timedelta())


def collect_statics() -> None:
    """Anew only where a source changed; the digest is written last."""
    digest, remembered = _sources(), settings.FADEWELL_DATA / "static.sha256"
    if remembered.exists() and remembered.read_text() == digest:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    remembered.write_text(digest)


def _sources() -> str:
    """SHA-256 over every static file's address and content."""
    whole = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: str(found[0])):
            whole.update(f"{path}\0".encode())
            whole.update(Path(storage.path(path)).read_bytes())
    return whole.hexdigest()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Two first calls on one folder: the second waits, and finds the story told."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
