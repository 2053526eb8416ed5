"""An older database comes back, or older photos do: what phones still hold is sent, once."""

import io
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test import Client

from tests.faults.invariants import broken
from tests.faults.phone import Phone, a_numb_cheek, a_photo, a_report
from tracker.imaging.intake import take_in
from tracker.models import CheckIn, Photo, Treatment
from tracker.services import photos

Enrol = Callable[[int], tuple[Phone, Treatment]]


@pytest.fixture
def picture(a_jpeg: bytes, monkeypatch: pytest.MonkeyPatch) -> bytes:
    clean = take_in(a_jpeg)
    monkeypatch.setattr(photos, "take_in", lambda _data: clean)
    return a_jpeg


def copied(source: Path, to: Path) -> None:
    """SQLite's own online backup, as deploy/backup makes it and `restore` brings it back."""
    connections.close_all()
    one, other = sqlite3.connect(source), sqlite3.connect(to)
    one.backup(other)
    for each in (one, other):
        each.close()


def test_an_older_database_takes_again_what_phones_still_hold(
    a_patient: Enrol, picture: bytes, data: Path, tmp_path: Path
) -> None:
    """What was answered after the backup is lost, and told (docs/operations.md)."""
    live, kept = Path(str(connection.settings_dict["NAME"])), tmp_path / "kept.sqlite3"
    phone, treatment = a_patient(1)
    before = [a_numb_cheek(treatment), a_photo(treatment, picture)]
    phone.keep(*before)
    phone.flush()
    copied(live, kept)
    shutil.copytree(data / "photos", tmp_path / "photos-kept")
    later, unsent = a_report(treatment), [a_numb_cheek(treatment), a_photo(treatment, picture)]
    phone.keep(later)
    phone.flush()

    copied(kept, live)
    shutil.rmtree(data / "photos")
    shutil.copytree(tmp_path / "photos-kept", data / "photos")
    phone.answered.clear()
    phone.statuses.clear()
    phone.keep(*unsent, *before)  # of before, too, as a phone that had not heard the answer
    phone.flush()

    assert phone.statuses == {201: 2, 200: 2}
    assert (CheckIn.objects.count(), Photo.objects.count()) == (2, 2)
    assert not CheckIn.objects.filter(client_id=later.client_id).exists()
    assert broken(phone) == []


def test_older_photos_than_rows_are_named_and_shown_to_nobody(
    a_patient: Enrol, picture: bytes, data: Path, tmp_path: Path
) -> None:
    phone, treatment = a_patient(1)
    phone.keep(a_photo(treatment, picture))
    phone.flush()
    shutil.copytree(data / "photos", tmp_path / "photos-kept")
    phone.keep(a_photo(treatment, picture))
    phone.flush()
    first, second = Photo.objects.order_by("received_at")

    shutil.rmtree(data / "photos")
    shutil.copytree(tmp_path / "photos-kept", data / "photos")

    out = io.StringIO()
    with pytest.raises(CommandError, match=f"Without a file: {second.pk}$"):
        call_command("sweep_photos", stdout=out)
    assert "0 files without a row" in out.getvalue()
    assert [status_of(phone, photo) for photo in (first, second)] == [200, 404]


def status_of(phone: Phone, photo: Photo) -> int:
    return Client(headers=phone.bearer).get(f"/api/v1/photos/{photo.pk}/display/").status_code
