"""A photo whose file was lost on disk: her phone sends it again, and it is stored again."""

import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from tests.api.test_photo_parts import SIZE, Sending
from tests.services.stored_photos import store_in
from tracker.imaging.intake import take_in
from tracker.models import AuditEvent, Consent, Photo
from tracker.services import photo_store
from tracker.services.lost_photos import store_again
from tracker.services.photo_errors import NoRoom

pytestmark = pytest.mark.django_db


@pytest.fixture
def sending(ana, call, a_check_in, a_jpeg, settings, tmp_path):
    store_in(settings, tmp_path)
    settings.FADEWELL_DATA = tmp_path
    sent = a_check_in()
    call(ana).post("/check-ins/", sent)
    return Sending(call(ana), sent, a_jpeg)


@pytest.fixture
def whole(sending):
    """Sends the photo in one piece; other bytes and who sends can be said."""

    def send(data=None, by=None):
        form = {
            "client_id": sending.id,
            "view": "front_rest",
            "taken_at": timezone.now().isoformat(),
            "file": SimpleUploadedFile("p.jpg", sending.data if data is None else data),
        }
        return (by or sending.caller).upload(sending.photos, **form)

    return send


@pytest.fixture
def lost(whole):
    """Her photo, whose row is there and whose file is not."""
    assert whole().status_code == 201
    photo = Photo.objects.get()
    file_of(photo).unlink()
    return photo


def file_of(photo):
    [found] = Path(settings.FADEWELL_PHOTOS).rglob(photo.stored_name)
    return found


def files():
    return [path for path in Path(settings.FADEWELL_PHOTOS).rglob("*") if path.is_file()]


def parts_left():
    return [path for path in (settings.FADEWELL_DATA / "photo-parts").rglob("*") if path.is_file()]


def acts():
    told = AuditEvent.objects.filter(subject="photo").order_by("sequence")
    return list(told.values_list("action", flat=True))


def test_sent_again_whole_it_is_there_again_under_its_row(lost, sending, whole):
    before = sending.caller.get(f"/photos/{lost.pk}/display/")
    again, once_more = whole(), whole()
    after = sending.caller.get(f"/photos/{lost.pk}/display/")

    assert (before.status_code, after.status_code) == (404, 200)
    assert (again.status_code, once_more.status_code) == (200, 200)
    assert again.json()["id"] == str(lost.pk)
    assert photo_store.is_intact(Photo.objects.get())
    assert len(files()) == 1
    assert acts() == ["photo.taken", "photo.stored_again"]


def test_sent_again_in_parts_it_is_asked_for_and_there_again(lost, sending):
    assert sending.here() == {"offset": 0, "stored": False}
    sending.parts()
    ended = sending.end()

    assert (ended.status_code, ended.json()["id"]) == (200, str(lost.pk))
    assert sending.here() == {"offset": 0, "stored": True}
    assert photo_store.is_intact(Photo.objects.get())
    assert acts() == ["photo.taken", "photo.stored_again"]
    assert parts_left() == []


def test_another_picture_under_its_id_stays_refused(lost, sending, whole):
    other = sending.data + b"\0"
    refused = whole(other)
    sending.parts()
    ended = sending.end(length=len(other), sha256=hashlib.sha256(other).hexdigest())

    assert (refused.status_code, ended.status_code) == (409, 409)
    assert not photo_store.is_intact(Photo.objects.get())
    assert acts() == ["photo.taken"]


def test_parts_of_other_bytes_that_claim_its_digest_are_refused(lost, sending):
    sending.part(0, b"x" * SIZE)
    for offset in range(SIZE, len(sending.data), SIZE):
        sending.part(offset)

    assert sending.end().status_code == 422
    assert not photo_store.is_intact(Photo.objects.get())


def test_the_days_quota_counts_it_once(lost, sending, whole):
    with override_settings(FADEWELL_PHOTOS_PER_DAY=1):
        part = sending.part(0)
        again = whole()

    assert (part.status_code, again.status_code) == (200, 200)
    assert photo_store.is_intact(Photo.objects.get())


def test_what_she_took_back_is_not_stored_again(lost, sending, whole):
    sending.caller.post(f"/photos/{lost.pk}/withdraw/", {})
    before = acts()

    assert sending.here()["stored"]
    assert whole().status_code == 200
    assert (files(), acts()) == ([], before)


@pytest.mark.parametrize("kind", ["photos", "care"])
def test_without_her_consent_it_is_not_stored_again(kind, lost, whole, ana_patient):
    Consent.objects.create(
        patient=ana_patient, kind=kind, given=False, text_version="t", language="en"
    )

    assert whole().status_code == 403
    assert files() == []


def test_without_room_she_is_asked_to_come_back_and_the_row_stays(lost, whole, monkeypatch):
    def full(_body):
        raise NoRoom("full")

    monkeypatch.setattr(photo_store, "write_file", full)

    assert whole().status_code == 503
    assert Photo.objects.get().stored_name == lost.stored_name


def test_of_two_that_come_at_once_one_is_stored(lost, ana, a_jpeg):
    variants = take_in(a_jpeg).variants
    for _tab in range(2):
        store_again(ana, lost, variants)

    assert len(files()) == 1
    assert acts() == ["photo.taken", "photo.stored_again"]


def test_an_act_that_cannot_be_recorded_stores_nothing(lost, ana, a_jpeg, monkeypatch):
    def no_trail(*_said, **_more):
        raise RuntimeError

    monkeypatch.setattr("tracker.services.lost_photos.audit.record", no_trail)
    with pytest.raises(RuntimeError):
        store_again(ana, lost, take_in(a_jpeg).variants)

    assert (files(), Photo.objects.get().stored_name) == ([], lost.stored_name)


def test_nobody_else_brings_or_learns_of_it(lost, sending, whole, ben, dr_cho, call):
    for user, status in ((ben, 404), (dr_cho, 403)):
        assert whole(by=call(user)).status_code == status
        assert call(user).get(sending.place).status_code == status

    assert files() == []
