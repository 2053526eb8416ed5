"""A photo's file is damaged, gone or swapped on disk: never shown as another, named, put back."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.faults.invariants import broken, sweep
from tests.faults.phone import Phone, a_photo
from tracker.imaging.intake import take_in
from tracker.models import Photo, Treatment, User
from tracker.services import photo_store, photos

Enrol = Callable[[int], tuple[Phone, Treatment]]
Two = tuple[Path, Path]


def flip(files: Two) -> None:
    body = bytearray(files[0].read_bytes())
    for place in range(40, len(body), 997):
        body[place] ^= 1
    files[0].write_bytes(body)


def swap(files: Two) -> None:
    aside = files[0].with_suffix(".aside")
    for path, to in ((files[0], aside), (files[1], files[0]), (aside, files[1])):
        path.rename(to)


HARMS: dict[str, Callable[[Two], Any]] = {
    "flipped": flip,
    "swapped": swap,
    "gone": lambda files: files[0].unlink(),
    "emptied": lambda files: files[0].write_bytes(b""),
    "cut": lambda files: files[0].write_bytes(files[0].read_bytes()[:100]),
    "another's": lambda files: files[0].write_bytes(files[1].read_bytes()),
    "a folder": lambda files: (files[0].unlink(), files[0].mkdir()),
}


@pytest.fixture
def two(
    a_patient: Enrol, a_jpeg: bytes, data: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Phone, list[Photo], Two]:
    """Two photos of hers, and their files."""
    clean = take_in(a_jpeg)
    monkeypatch.setattr(photos, "take_in", lambda _data: clean)
    phone, treatment = a_patient(1)
    phone.keep(a_photo(treatment, a_jpeg), a_photo(treatment, a_jpeg))
    phone.flush()
    rows = list(Photo.objects.order_by("received_at"))
    first, second = (data / "photos" / row.stored_name[:2] / row.stored_name for row in rows)
    return phone, rows, (first, second)


def shown(client: Client, photo: Photo) -> list[int]:
    return [
        client.get(f"/api/v1/photos/{photo.pk}/{variant}/").status_code
        for variant in photo_store.VARIANTS
    ]


@pytest.mark.parametrize("harm", HARMS)
def test_what_lies_there_instead_is_shown_to_nobody_and_a_copy_brings_it_back(
    harm: str,
    two: tuple[Phone, list[Photo], Two],
    dr_cho: User,
    client_of: Callable[[User], Client],
    caplog: pytest.LogCaptureFixture,
) -> None:
    phone, rows, files = two
    kept = [path.read_bytes() for path in files]
    HARMS[harm](files)

    for user in (phone.user, dr_cho):
        assert 200 not in shown(client_of(user), rows[0])
    assert f"photo {rows[0].pk} was not shown" in caplog.text
    assert not photo_store.is_intact(rows[0])

    if files[0].is_dir():
        files[0].rmdir()
    for path, body in zip(files, kept, strict=True):
        path.write_bytes(body)
    for row in rows:
        assert set(shown(client_of(phone.user), row)) == {200}
    assert broken(phone) == []


@pytest.mark.parametrize("harm", HARMS)
def test_her_phone_brings_it_back_where_it_still_holds_it(
    harm: str, two: tuple[Phone, list[Photo], Two], client_of: Callable[[User], Client]
) -> None:
    phone, _rows, files = two
    HARMS[harm](files)
    phone.waiting, phone.answered = phone.answered, []

    phone.flush()

    assert phone.statuses == {201: 2, 200: 2}
    for row in Photo.objects.all():
        assert set(shown(client_of(phone.user), row)) == {200}
    assert broken(phone) == []


def test_the_sweep_names_a_row_whose_file_is_gone_and_removes_no_other(
    two: tuple[Phone, list[Photo], Two],
) -> None:
    _phone, rows, files = two
    files[0].unlink()

    with pytest.raises(CommandError, match=f"Without a file: {rows[0].pk}$"):
        call_command("sweep_photos", stdout=io.StringIO())

    assert files[1].exists()


def test_older_rows_with_newer_files_lose_the_files_that_nobody_names(
    two: tuple[Phone, list[Photo], Two], a_jpeg: bytes
) -> None:
    """The database was restored from before the second photo; her phone never heard of it."""
    phone, rows, files = two
    rows[1].delete()
    phone.waiting.append(phone.answered.pop())

    sweep()
    assert [path.exists() for path in files] == [True, False]
    phone.flush()

    assert (phone.waiting, Photo.objects.count()) == ([], 2)
