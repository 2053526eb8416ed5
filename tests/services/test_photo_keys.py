"""Keys of photos: for one patient of one clinic, gone for good when destroyed, never made anew."""

import stat
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.services.stored_photos import (
    VARIANTS,
    a_key,
    a_photo,
    file_of,
    key_file,
    master_key,
    store_in,
)
from tracker.services import photo_store
from tracker.services.photo_store import KeyDestroyed, MissingKey, NoRoom, Tampered


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    return store_in(settings, tmp_path)


def test_files_and_keys_are_for_their_owner_only(data):
    photo = a_photo()

    keys = [path for path in (data / "keys").rglob("*") if path.is_file()]
    for path in (file_of(photo, data), *keys):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (data / "keys", data / "keys" / "patients", file_of(photo, data).parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_another_patients_key_opens_nothing():
    photo = a_photo()
    photo.key = a_key()

    with pytest.raises(Tampered):
        photo_store.read(photo, "thumb", "webp")


@pytest.mark.parametrize("field", ["patient_id", "clinic_id"])
def test_a_key_row_moved_to_somebody_else_opens_nothing(field):
    key = a_key()
    photo = a_photo(key)
    setattr(key, field, uuid4())

    with pytest.raises(Tampered):
        photo_store.read(photo, "thumb", "webp")
    with pytest.raises(Tampered):
        photo_store.store(uuid4(), key, VARIANTS)


def test_a_key_file_under_another_patients_name_opens_nothing(data):
    hers, anothers = a_photo(), a_photo()
    key_file(data, hers.key).write_bytes(key_file(data, anothers.key).read_bytes())

    with pytest.raises(Tampered):
        photo_store.read(hers, "thumb", "webp")


def test_once_her_key_is_destroyed_no_copy_can_be_opened(data):
    photo = a_photo()
    copy = file_of(photo, data).read_bytes()

    photo_store.destroy_patient_key(photo.key.pk)

    assert file_of(photo, data).read_bytes() == copy
    assert not key_file(data, photo.key).exists()
    with pytest.raises(KeyDestroyed):
        photo_store.read(photo, "thumb", "webp")
    with pytest.raises(KeyDestroyed):
        photo_store.store(uuid4(), photo.key, VARIANTS)


def test_an_older_copy_of_the_key_folder_brings_no_destroyed_key_back(data):
    photo = a_photo()
    older = key_file(data, photo.key).read_bytes()
    photo_store.destroy_patient_key(photo.key.pk)
    key_file(data, photo.key).write_bytes(older)

    with pytest.raises(KeyDestroyed):
        photo_store.read(photo, "thumb", "webp")

    photo_store.destroy_patient_key(photo.key.pk)
    assert not key_file(data, photo.key).exists()


def test_a_lost_key_is_said_to_be_lost_not_destroyed(data):
    photo = a_photo()
    key_file(data, photo.key).unlink()

    assert not photo_store.has_key(photo.key.pk)
    with pytest.raises(MissingKey):
        photo_store.read(photo, "thumb", "webp")


@pytest.mark.parametrize("damage", [b"", b"one word", b"a b c", b"\xff\xfe", b"2020\nzz"])
def test_a_damaged_key_file_is_said(data, damage):
    photo = a_photo()
    key_file(data, photo.key).write_bytes(damage)

    with pytest.raises(MissingKey):
        photo_store.read(photo, "thumb", "webp")


def test_a_key_folder_that_takes_nothing_is_no_room(data):
    photo_store.make_master_key()
    (data / "keys" / "patients").write_bytes(b"")

    with pytest.raises(NoRoom):
        a_key()


def test_a_date_of_destruction_alone_is_enough():
    photo = a_photo()
    photo.key.destroyed_at = timezone.now()

    with pytest.raises(KeyDestroyed):
        photo_store.read(photo, "thumb", "webp")


def test_production_never_makes_its_master_key_by_itself(settings, data):
    settings.FADEWELL_MAKE_KEYS = False

    assert not photo_store.usable()
    with pytest.raises(MissingKey):
        a_key()
    assert not (data / "keys").exists()

    photo_store.make_master_key()
    assert photo_store.read(a_photo(), "thumb", "webp") == b"thumb webp"


def test_a_lost_master_key_is_said_and_nothing_is_made_in_its_place(data):
    photo = a_photo()
    master_key(data).unlink()

    with pytest.raises(MissingKey):
        photo_store.read(photo, "thumb", "webp")
    assert list((data / "keys").glob("photo-master-*")) == []


@pytest.mark.parametrize("damage", [b"", b"00" * 31, b"zz" * 32, b"\xff\xfe" * 40])
def test_a_damaged_master_key_is_said(data, damage):
    photo = a_photo()
    master_key(data).write_bytes(damage)

    with pytest.raises(MissingKey):
        photo_store.read(photo, "thumb", "webp")


@pytest.mark.parametrize("name", ["../../etc/x", "x" * 40])
def test_a_key_file_cannot_name_any_file_as_its_master_key(data, name):
    photo = a_photo()
    _, wrapped = key_file(data, photo.key).read_text().split()
    key_file(data, photo.key).write_text(f"{name}\n{wrapped}\n")

    with pytest.raises(MissingKey):
        photo_store.read(photo, "thumb", "webp")


def aged(data):
    """The only master key and those wrapped under it become five years older."""
    key = master_key(data)
    key.rename(key.with_name("photo-master-20200101-000000.key"))
    for path in (data / "keys" / "patients").glob("*.key"):
        path.write_text("20200101-000000\n" + path.read_text().split()[1])
    return data / "keys" / "photo-master-20200101-000000.key"


def test_a_newer_master_key_wraps_new_patients_and_the_older_still_opens(data):
    before = a_photo()
    aged(data)
    newer = photo_store.make_master_key()

    after = a_photo()

    assert key_file(data, after.key).read_text().split()[0] == newer
    for photo in (before, after):
        assert photo_store.read(photo, "thumb", "webp") == b"thumb webp"


def test_wrapped_anew_the_older_master_key_can_be_destroyed(data):
    photo = a_photo()
    older = aged(data)
    photo_store.make_master_key()

    photo_store.wrap_anew(photo.key)

    older.unlink()
    assert photo_store.read(photo, "thumb", "webp") == b"thumb webp"


def test_a_destroyed_key_is_not_wrapped_anew():
    photo = a_photo()
    photo_store.destroy_patient_key(photo.key.pk)

    with pytest.raises(KeyDestroyed):
        photo_store.wrap_anew(photo.key)


def test_another_clinics_key_is_another_key(data):
    """A patient row copied into another clinic does not open under that clinic's key."""
    patient = uuid4()
    one, other = a_key(patient, uuid4()), a_key(patient, uuid4())
    key_file(data, one).write_bytes(key_file(data, other).read_bytes())

    with pytest.raises(Tampered):
        photo_store.store(uuid4(), one, VARIANTS)
