"""SQLite's log stays small: nobody who reads slowly keeps it from being written back."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from tests.faults.phone import Phone, a_photo, a_report
from tracker.imaging.intake import take_in
from tracker.models import Treatment
from tracker.services import photos

Enrol = Callable[[int], tuple[Phone, Treatment]]
COMMITS, EACH = 120, 80_000  # bytes: ten million in all
WRITTEN_BACK = 1000 * 4096  # bytes, at which SQLite begins to
MOST = 2 * WRITTEN_BACK
WRITE = "INSERT OR REPLACE INTO shared_cache (cache_key, value, expires) VALUES (?, ?, ?)"


@pytest.fixture
def live() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


@pytest.fixture
def load(live: Path) -> Iterator[Callable[[], int]]:
    """load(): as many commits as a busy hour has, from elsewhere; the length of the log then."""
    writer = sqlite3.connect(live, isolation_level=None)
    writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def write() -> int:
        for number in range(COMMITS):
            row = (f"load{number % 7}", str(number % 10) * EACH, "2030-01-01 00:00:00")
            writer.execute(WRITE, row)
        return live.with_name(f"{live.name}-wal").stat().st_size

    yield write
    writer.close()


def test_an_export_that_is_read_slowly_holds_nothing_back(
    a_patient: Enrol,
    a_jpeg: bytes,
    load: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clean = take_in(a_jpeg)
    monkeypatch.setattr(photos, "take_in", lambda _data: clean)
    phone, treatment = a_patient(1)
    phone.keep(*(a_photo(treatment, a_jpeg) for _photo in range(3)))
    phone.keep(*(a_report(treatment) for _report in range(12)))
    phone.flush()
    answer = Client(headers=phone.bearer).get("/api/v1/export/")
    pieces = iter(answer.streaming_content)

    sizes = []
    for _piece in range(4):  # three photos, and into the documents
        assert next(pieces)
        sizes.append(load())

    assert max(sizes) < MOST
    assert sum(len(piece) for piece in pieces) > 0
    answer.close()


def test_a_reader_that_does_hold_it_back_is_gone_with_its_end(
    live: Path, load: Callable[[], int]
) -> None:
    """The check bites; and what had grown is used again instead of growing on."""
    reader = sqlite3.connect(live, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM tracker_user").fetchone()
    held = load()
    reader.execute("ROLLBACK")
    reader.close()
    load()  # written back on its way

    assert held > MOST
    assert load() <= held + WRITTEN_BACK
