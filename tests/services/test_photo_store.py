"""Photo bytes at rest: sealed, bound to their row, never mixed up, swept when nobody's."""

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.services.stored_photos import ALL, VARIANTS, a_key, a_photo, file_of, store_in
from tracker.services import photo_store
from tracker.services.photo_store import Missing, NoRoom, Tampered


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    return store_in(settings, tmp_path)


@pytest.mark.parametrize(("variant", "fmt"), ALL)
def test_what_was_stored_is_read(variant, fmt):
    assert photo_store.read(a_photo(), variant, fmt) == VARIANTS[variant][fmt]


def test_nothing_on_disk_can_be_read_without_the_key(data):
    photo = a_photo()

    on_disk = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert b"display" not in on_disk and b"blurred" not in on_disk
    assert str(photo.id).encode() not in on_disk and photo.id.bytes not in on_disk


def test_names_are_random_and_say_nothing():
    key = a_key()
    names = {a_photo(key).stored_name for _ in range(20)}

    assert len(names) == 20
    assert all(len(name) == 32 and set(name) <= set("0123456789abcdef") for name in names)


def test_the_same_picture_twice_makes_two_unlike_files(data):
    key = a_key()
    one, other = a_photo(key), a_photo(key)

    first, second = file_of(one, data).read_bytes(), file_of(other, data).read_bytes()
    same = sum(a == b for a, b in zip(first[20:], second[20:], strict=True))
    assert same < len(first) / 100


@pytest.mark.parametrize("place", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_one_flipped_bit_is_noticed_and_shown_to_nobody(data, place):
    photo = a_photo()
    path = file_of(photo, data)
    body = bytearray(path.read_bytes())
    where = photo.contents["display"]["jpeg"]
    body[where["offset"] + round(place * (where["length"] - 1))] ^= 1
    path.write_bytes(body)

    assert not photo_store.is_intact(photo)
    with pytest.raises(Tampered):
        photo_store.read(photo, "display", "jpeg")
    assert photo_store.read(photo, "thumb", "jpeg") == b"thumb jpeg"


def test_a_flipped_bit_is_noticed_even_where_the_digest_was_made_to_fit(data):
    photo = a_photo()
    path, where = file_of(photo, data), photo.contents["thumb"]["webp"]
    body = bytearray(path.read_bytes())
    body[where["offset"] + 20] ^= 1
    path.write_bytes(body)
    part = bytes(body[where["offset"] : where["offset"] + where["length"]])
    where["sha256"] = photo_store.fingerprint(part)

    with pytest.raises(Tampered):
        photo_store.read(photo, "thumb", "webp")


def test_a_file_cut_short_is_noticed(data):
    photo = a_photo()
    path = file_of(photo, data)
    path.write_bytes(path.read_bytes()[:-1])

    assert not photo_store.is_intact(photo)
    with pytest.raises(Tampered):
        photo_store.read(photo, "display", "jpeg")


@pytest.mark.parametrize(("variant", "fmt"), ALL)
def test_two_swapped_files_of_one_patient_are_never_shown_as_each_other(data, variant, fmt):
    key = a_key()
    one, other = a_photo(key), a_photo(key)
    first, second = file_of(one, data), file_of(other, data)
    swapped = first.read_bytes(), second.read_bytes()
    second.write_bytes(swapped[0])
    first.write_bytes(swapped[1])

    for photo in (one, other):
        with pytest.raises(Tampered):
            photo_store.read(photo, variant, fmt)


@pytest.mark.parametrize(("variant", "fmt"), ALL)
def test_a_row_that_points_at_another_photo_with_its_digests_shows_nothing(variant, fmt):
    key = a_key()
    one, other = a_photo(key), a_photo(key)
    one.stored_name, one.contents = other.stored_name, other.contents

    assert photo_store.is_intact(one)
    with pytest.raises(Tampered):
        photo_store.read(one, variant, fmt)


def test_the_sharp_variant_is_not_shown_where_the_row_calls_it_the_blurred_one():
    photo = a_photo()
    photo.contents["blurred"]["webp"] = photo.contents["display"]["webp"]

    with pytest.raises(Tampered):
        photo_store.read(photo, "blurred", "webp")


def test_an_erased_photo_is_missing_and_may_be_erased_again(data):
    photo = a_photo()
    photo_store.erase(photo.stored_name)
    photo_store.erase(photo.stored_name)

    assert not file_of(photo, data).exists()
    assert photo_store.lost([photo.stored_name]) == [photo.stored_name]
    with pytest.raises(Missing):
        photo_store.read(photo, "thumb", "webp")


@pytest.mark.parametrize("asked", [("sharp", "webp"), ("thumb", "png"), ("", ""), ("../x", "webp")])
def test_a_variant_that_is_not_there_is_missing(asked):
    with pytest.raises(Missing):
        photo_store.read(a_photo(), *asked)


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "a" * 31, "A" * 32, "a" * 32 + "\n", "/etc"]
)
def test_a_name_that_is_no_stored_name_reaches_no_file(name):
    photo = a_photo()
    photo.stored_name = name

    with pytest.raises(Missing):
        photo_store.read(photo, "thumb", "webp")
    with pytest.raises(Missing):
        photo_store.erase(name)


def old(path) -> None:
    long_ago = timezone.now().timestamp() - 7200
    os.utime(path, (long_ago, long_ago))


def test_the_sweep_takes_what_no_row_names_and_leaves_the_rest(data):
    kept, orphan, arriving = a_photo(), a_photo(), a_photo()
    half = file_of(orphan, data).with_suffix(".part")
    half.write_bytes(b"half")
    for path in (file_of(kept, data), file_of(orphan, data), half):
        old(path)

    gone = photo_store.sweep({kept.stored_name})

    assert sorted(gone) == sorted([orphan.stored_name, half.name])
    assert photo_store.read(kept, "thumb", "webp") == b"thumb webp"
    assert photo_store.read(arriving, "thumb", "webp") == b"thumb webp"
    assert photo_store.sweep({kept.stored_name}, older_than=timedelta(0)) == [arriving.stored_name]


def test_file_and_folder_are_synced_before_store_returns(data, monkeypatch):
    key, synced, sync = a_key(), [], os.fsync
    monkeypatch.setattr(
        os,
        "fsync",
        lambda handle: (synced.append(os.readlink(f"/proc/self/fd/{handle}")), sync(handle)),
    )

    photo = a_photo(key)

    half = str(file_of(photo, data).with_suffix(".part"))
    assert synced == [half, str(file_of(photo, data).parent), str(data / "photos")]


def test_a_crash_between_writing_and_naming_leaves_no_photo_but_a_half_file(data, monkeypatch):
    key = a_key()
    monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        a_photo(key)

    files = [path for path in (data / "photos").rglob("*") if path.is_file()]
    assert [path.suffix for path in files] == [".part"]


@pytest.mark.parametrize("why", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO, errno.EACCES])
def test_a_disk_that_takes_nothing_is_no_room_and_leaves_nothing(data, monkeypatch, why):
    key = a_key()

    def full(handle: int) -> None:
        raise OSError(why, os.strerror(why))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoRoom):
        a_photo(key)

    assert [path for path in (data / "photos").rglob("*") if path.is_file()] == []


def test_a_photo_folder_that_is_none_is_no_room(data, settings):
    key = a_key()
    settings.FADEWELL_PHOTOS = data / "a-file"
    (data / "a-file").write_bytes(b"")

    with pytest.raises(NoRoom):
        a_photo(key)


def test_a_fresh_installation_is_usable_and_a_blocked_one_is_not(data, settings):
    assert photo_store.usable()

    settings.FADEWELL_PHOTOS = data / "a-file"
    (data / "a-file").write_bytes(b"")
    assert not photo_store.usable()
