"""Erasing a patient's photos: no copy, no backup and no older database brings one back."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.services.stored_photos import file_of, key_file, store_in
from tracker.errors import NotFound
from tracker.models import AuditEvent, PatientKey, Photo
from tracker.services import photo_store
from tracker.services.photo_erasure import erase_photos, finish_erasures
from tracker.services.photo_store import NoRoom
from tracker.services.photos import Upload, read_variant, take_photo


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    return store_in(settings, tmp_path)


@pytest.fixture
def take(a_jpeg):
    def one(by, treatment):
        upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
        return take_photo(by=by, treatment=treatment, check_in=None, upload=upload)[0]

    return one


def is_shown(by, photo):
    found = Photo.objects.select_related("key", "patient").get(pk=photo.pk)
    try:
        return bool(read_variant(by=by, photo=found, variant="display", image_format="webp"))
    except NotFound:
        return False


def test_an_erased_photo_is_shown_to_nobody_and_anothers_still_is(
    ana, ben, ana_patient, her_toxin, his_toxin, take, data
):
    hers, his = take(ana, her_toxin), take(ben, his_toxin)

    assert erase_photos(by=None, patient=ana_patient) == 1

    assert not is_shown(ana, hers) and not file_of(hers, data).exists()
    assert is_shown(ben, his)
    event = AuditEvent.objects.get(action="photos.erased")
    assert (event.subject_id, event.detail) == (str(hers.key_id), {"photos": 1})


def test_an_older_database_with_the_photos_and_the_master_key_opens_nothing(
    ana, ana_patient, her_toxin, take, data
):
    """What the holder of every backup has: the rows and the sealed files as they were."""
    photo = take(ana, her_toxin)
    rows = PatientKey.objects.filter(pk=photo.key_id).values().get()
    sealed = file_of(photo, data).read_bytes()
    assert set(rows) == {"id", "patient_id", "clinic_id", "created_at", "destroyed_at"}

    erase_photos(by=None, patient=ana_patient)
    PatientKey.objects.filter(pk=photo.key_id).update(**rows)
    file_of(photo, data).write_bytes(sealed)

    assert PatientKey.objects.get(pk=photo.key_id).destroyed_at is None
    assert not is_shown(ana, photo)


def test_after_a_restore_the_erasure_is_done_again(ana, ana_patient, her_toxin, take, data):
    photo = take(ana, her_toxin)
    sealed, wrapped = file_of(photo, data).read_bytes(), key_file(data, photo.key).read_bytes()
    erase_photos(by=None, patient=ana_patient)
    PatientKey.objects.update(destroyed_at=None)
    file_of(photo, data).write_bytes(sealed)
    key_file(data, photo.key).write_bytes(wrapped)

    assert finish_erasures() == 1

    assert PatientKey.objects.get().destroyed_at is not None
    assert not key_file(data, photo.key).exists() and not file_of(photo, data).exists()
    assert finish_erasures() == 0


def test_a_key_folder_that_takes_nothing_shows_nothing_and_is_finished_later(
    ana, ana_patient, her_toxin, take, data, monkeypatch
):
    photo = take(ana, her_toxin)

    def full(_key_id):
        raise NoRoom

    with monkeypatch.context() as meanwhile, pytest.raises(NoRoom):
        meanwhile.setattr(photo_store, "destroy_patient_key", full)
        erase_photos(by=None, patient=ana_patient)
    assert not is_shown(ana, photo) and key_file(data, photo.key).exists()

    assert finish_erasures() == 1
    assert not key_file(data, photo.key).exists()


def test_who_sends_photos_again_gets_a_new_key(ana, ana_patient, her_toxin, take):
    before = take(ana, her_toxin)
    erase_photos(by=None, patient=ana_patient)

    after = take(ana, her_toxin)

    assert after.key_id != before.key_id
    assert is_shown(ana, after) and not is_shown(ana, before)


def test_without_photos_there_is_nothing_to_erase(ana_patient):
    assert erase_photos(by=None, patient=ana_patient) == 0
    assert not AuditEvent.objects.filter(action="photos.erased").exists()


def test_of_two_first_photos_at_once_one_key_stays(ana, her_toxin, take, data, monkeypatch):
    """The other has made its row between our look and ours."""
    make = photo_store.make_patient_key
    others = uuid4()

    def overtaken(*, key_id, patient_id, clinic_id):
        make(key_id=key_id, patient_id=patient_id, clinic_id=clinic_id)
        if not PatientKey.objects.exists():
            make(key_id=others, patient_id=patient_id, clinic_id=clinic_id)
            PatientKey.objects.create(pk=others, patient_id=patient_id, clinic_id=clinic_id)

    monkeypatch.setattr(photo_store, "make_patient_key", overtaken)
    photo = take(ana, her_toxin)

    assert photo.key_id == others and is_shown(ana, photo)
    assert [path.stem for path in (data / "keys" / "patients").glob("*.key")] == [str(others)]


def test_the_command_asks_first(ana, ana_patient, her_toxin, take):
    photo, out = take(ana, her_toxin), StringIO()
    with pytest.raises(CommandError):
        call_command("erase_photos", str(ana_patient.pk))
    assert is_shown(ana, photo)

    call_command("erase_photos", str(ana_patient.pk), "--yes", stdout=out, stderr=StringIO())

    assert out.getvalue() == "1 photos erased\n"
    assert not is_shown(ana, photo)


def test_the_command_knows_nobody_by_a_strangers_id(db):
    with pytest.raises(CommandError):
        call_command("erase_photos", str(uuid4()), "--yes")


def test_the_sweep_passes_over_what_was_erased_and_names_whose_key_is_lost(
    ana, ben, ana_patient, ben_patient, her_toxin, his_toxin, take, data
):
    take(ana, her_toxin)
    his = take(ben, his_toxin)
    erase_photos(by=None, patient=ana_patient)
    call_command("sweep_photos", stdout=StringIO())

    key_file(data, his.key).unlink()

    with pytest.raises(CommandError, match=str(ben_patient.pk)):
        call_command("sweep_photos", stdout=StringIO())


def test_wrapped_anew_every_photo_opens_under_the_newer_master_key(
    ana, her_toxin, take, data, monkeypatch
):
    photo = take(ana, her_toxin)
    [older] = (data / "keys").glob("photo-master-*.key")
    monkeypatch.setattr("time.strftime", lambda *_: "29990101-000000")

    call_command("photo_key", "--rewrap", stdout=StringIO(), stderr=StringIO())
    older.unlink()

    assert is_shown(ana, photo)
