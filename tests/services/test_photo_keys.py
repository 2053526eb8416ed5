"""Keys of photos: for one patient of one clinic, gone for good when destroyed, never made anew."""

import stat
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.services.stored_photos import VARIANTS, a_key, a_photo, file_of, store_in
from tracker.services import photo_store
from tracker.services.photo_store import KeyDestroyed, MissingKey, Tampered


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    return store_in(settings, tmp_path)


def test_a_database_that_returns_memory_views_is_read_as_well():
    photo = a_photo()
    photo.key.wrapped = memoryview(photo.key.wrapped)

    assert photo_store.read(photo, "thumb", "webp") == b"thumb webp"


def test_files_and_keys_are_for_their_owner_only(data):
    photo = a_photo()

    for path in (file_of(photo, data), *(data / "keys").iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (data / "keys", file_of(photo, data).parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_another_patients_key_opens_nothing():
    photo = a_photo()
    photo.key = a_key()

    with pytest.raises(Tampered):
        photo_store.read(photo, "thumb", "webp")


@pytest.mark.parametrize("field", ["id", "patient_id", "clinic_id"])
def test_a_key_row_moved_to_somebody_else_opens_nothing(field):
    key = a_key()
    photo = a_photo(key)
    setattr(key, field, uuid4())

    with pytest.raises(Tampered):
        photo_store.read(photo, "thumb", "webp")
    with pytest.raises(Tampered):
        photo_store.store(uuid4(), key, VARIANTS)


def test_once_her_key_is_destroyed_no_copy_can_be_opened(data):
    photo = a_photo()
    copy = file_of(photo, data).read_bytes()
    photo.key.wrapped, photo.key.destroyed_at = None, timezone.now()

    assert file_of(photo, data).read_bytes() == copy
    with pytest.raises(KeyDestroyed):
        photo_store.read(photo, "thumb", "webp")
    with pytest.raises(KeyDestroyed):
        photo_store.store(uuid4(), photo.key, VARIANTS)


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
    for path in (data / "keys").iterdir():
        path.unlink()

    with pytest.raises(MissingKey):
        photo_store.read(photo, "thumb", "webp")
    assert list((data / "keys").iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"00" * 31, b"zz" * 32, b"\xff\xfe" * 40])
def test_a_damaged_master_key_is_said(data, damage):
    photo = a_photo()
    next((data / "keys").iterdir()).write_bytes(damage)

    with pytest.raises(MissingKey):
        photo_store.read(photo, "thumb", "webp")


@pytest.mark.parametrize("name", ["", "../../etc/x", "x" * 40])
def test_a_row_cannot_name_any_file_as_its_master_key(name):
    photo = a_photo()
    photo.key.master_key_id = name

    with pytest.raises(MissingKey):
        photo_store.read(photo, "thumb", "webp")


def test_a_newer_master_key_wraps_new_patients_and_the_older_still_opens(data):
    before = a_photo()
    key = next((data / "keys").iterdir())
    key.rename(key.with_name("photo-master-20200101-000000.key"))
    before.key.master_key_id = "20200101-000000"
    newer = photo_store.make_master_key()

    after = a_photo()

    assert after.key.master_key_id == newer > before.key.master_key_id
    for photo in (before, after):
        assert photo_store.read(photo, "thumb", "webp") == b"thumb webp"


def test_another_clinics_key_is_another_key():
    """A patient row copied into another clinic does not open under that clinic's key."""
    patient = uuid4()
    one, other = a_key(patient, uuid4()), a_key(patient, uuid4())
    one.wrapped = other.wrapped

    with pytest.raises(Tampered):
        photo_store.store(uuid4(), one, VARIANTS)
