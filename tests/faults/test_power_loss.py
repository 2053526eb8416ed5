"""The power goes at any byte of SQLite's log: what was acknowledged is there when it comes back."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.faults.phone import Phone, a_numb_cheek, a_report
from tracker.models import Treatment

Enrol = Callable[[int], tuple[Phone, Treatment]]
REPORTS = 6
HEADER, FRAME = 32, 24 + 4096  # bytes, of SQLite's write-ahead log


@pytest.fixture
def moments(a_patient: Enrol, tmp_path: Path) -> Iterator[tuple[Path, list[tuple[int, str]]]]:
    """The database as it was before, its whole log beside it, and (length, note) at each answer."""
    phone, treatment = a_patient(1)
    live, copy = Path(str(connection.settings_dict["NAME"])), tmp_path / "before.sqlite3"
    log = live.with_name(f"{live.name}-wal")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA wal_autocheckpoint=0")
    shutil.copyfile(live, copy)
    answered = []
    for number in range(REPORTS):
        entry = (a_numb_cheek if number % 2 else a_report)(treatment)
        phone.keep(entry)
        phone.flush()
        answered.append((log.stat().st_size, entry.told))
    assert phone.statuses == {201: REPORTS}
    shutil.copyfile(log, tmp_path / "whole-wal")
    yield copy, answered
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint=1000")


def after_power_loss(before: Path, length: int, tail: bytes) -> tuple[str, set[str]]:
    """What a start finds where so much of the log had reached the disk, and this behind it."""
    place = before.with_name("again.sqlite3")
    shutil.copyfile(before, place)
    whole = before.with_name("whole-wal").read_bytes()
    place.with_name(f"{place.name}-wal").write_bytes(whole[:length] + tail)
    opened = sqlite3.connect(place)
    try:
        verdict = opened.execute("PRAGMA integrity_check").fetchone()[0]
        loose = opened.execute("PRAGMA foreign_key_check").fetchall()
        notes = {note for (note,) in opened.execute("SELECT note FROM tracker_checkin")}
        judged = opened.execute("SELECT count(*) FROM tracker_assessment").fetchone()[0]
    finally:
        opened.close()
        for each in before.parent.glob("again.sqlite3*"):
            each.unlink()
    assert (loose, judged) == ([], len(notes))
    return verdict, notes


@pytest.mark.parametrize("tail", ["cut", "zeros", "noise", "what stood there before"])
def test_what_was_answered_is_there_and_nothing_is_there_by_half(
    tail: str, moments: tuple[Path, list[tuple[int, str]]]
) -> None:
    before, answered = moments
    chance = random.Random(tail)
    whole = before.with_name("whole-wal").read_bytes()
    fills = {
        "cut": lambda: b"",
        "zeros": lambda: bytes(3 * FRAME),
        "noise": lambda: chance.randbytes(2 * FRAME + 100),
        "what stood there before": lambda: whole[HEADER : HEADER + 5 * FRAME],
    }
    ends = [length for length, _note in answered]
    points = [*ends, *(end + FRAME for end in ends[:-1]), *(end + 1 for end in ends[:-1])]
    points += [chance.randrange(HEADER, len(whole)) for _ in range(20)]

    for length in points:
        verdict, notes = after_power_loss(before, length, fills[tail]())
        promised = {note for end, note in answered if end <= length}
        assert verdict == "ok", length
        assert promised <= notes, f"{len(promised - notes)} lost at {length}"
        assert notes <= {note for _end, note in answered}


def test_a_log_that_lost_what_was_answered_is_seen_as_such(
    moments: tuple[Path, list[tuple[int, str]]],
) -> None:
    """The check bites: one frame short of an answer, its report is gone."""
    before, answered = moments

    _verdict, notes = after_power_loss(before, answered[-1][0] - FRAME, b"")

    assert answered[-1][1] not in notes
    assert answered[-2][1] in notes


def test_every_commit_of_the_application_is_synced_before_it_is_answered() -> None:
    """The copies above hold what was written: that it was on disk by then is this promise."""
    with connection.cursor() as cursor:
        said = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("synchronous", "journal_mode")
        ]

    assert said == [2, "wal"]  # FULL
