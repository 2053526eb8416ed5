"""Photos come in once, from who may send them, and go out to who may see them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.services.stored_photos import store_in
from tracker.errors import NotAllowed, NotFound, OtherBody, Quota, UnsupportedPicture
from tracker.models import AuditEvent, Consent, Photo, PhotoRequest
from tracker.records import audit
from tracker.services import photos, reviews
from tracker.services.photos import Upload, read_variant, take_photo


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    store_in(settings, tmp_path)


@pytest.fixture
def upload(a_jpeg):
    return Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)


@pytest.fixture
def her_photo(ana, her_toxin, upload):
    return take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)[0]


def test_a_photo_sent_twice_is_stored_once(ana, her_toxin, upload, her_photo):
    again, is_new = take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)

    assert (again, is_new) == (her_photo, False)
    assert Photo.objects.count() == 1


def test_other_bytes_under_the_same_id_are_refused(ana, her_toxin, upload, her_photo):
    other = Upload(upload.client_id, upload.view, upload.taken_at, upload.data + b" ")

    with pytest.raises(OtherBody):
        take_photo(by=ana, treatment=her_toxin, check_in=None, upload=other)


def test_the_same_bytes_as_another_view_under_the_same_id_are_refused(
    ana, her_toxin, upload, her_photo
):
    other = Upload(upload.client_id, "left_45", upload.taken_at, upload.data)

    with pytest.raises(OtherBody):
        take_photo(by=ana, treatment=her_toxin, check_in=None, upload=other)


def test_what_is_not_a_picture_leaves_nothing_behind(ana, her_toxin):
    words = Upload(uuid4(), "front_rest", timezone.now(), b"not a picture at all")

    with pytest.raises(UnsupportedPicture) as refused:
        take_photo(by=ana, treatment=her_toxin, check_in=None, upload=words)

    assert "JPEG" in str(refused.value.detail)
    assert not Photo.objects.exists()


def test_without_consent_to_photos_none_is_taken(ana, ana_patient, her_toxin, upload):
    Consent.objects.create(
        patient=ana_patient, kind="photos", given=False, text_version="test", language="en"
    )

    with pytest.raises(NotAllowed):
        take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)


def test_the_clinician_takes_the_baseline_but_a_coordinator_does_not(
    dr_cho, coordinator_a, her_toxin, upload
):
    with pytest.raises(NotAllowed):
        take_photo(by=coordinator_a, treatment=her_toxin, check_in=None, upload=upload)

    photo, _ = take_photo(by=dr_cho, treatment=her_toxin, check_in=None, upload=upload)
    assert photo.sent_by == dr_cho


def test_the_days_quota_says_when_to_come_back(
    ana, ben, her_toxin, his_toxin, her_photo, settings, upload
):
    settings.FADEWELL_PHOTOS_PER_DAY = 1
    next_one = Upload(uuid4(), "front_rest", timezone.now(), upload.data)
    assert take_photo(by=ben, treatment=his_toxin, check_in=None, upload=next_one)[1], "his own"

    with pytest.raises(Quota) as refused:
        take_photo(by=ana, treatment=her_toxin, check_in=None, upload=next_one)

    assert 86_000 < refused.value.extra["retry_after"] <= 86_400


def test_photos_sent_at_once_do_not_slip_past_the_quota(
    ana, her_toxin, settings, upload, monkeypatch
):
    """While this one is decoded, another of hers takes the last place."""
    settings.FADEWELL_PHOTOS_PER_DAY = 1
    take_in = photos.take_in
    others = [Upload(uuid4(), "front_rest", timezone.now(), upload.data)]

    def slowly(data):
        if others:
            take_photo(by=ana, treatment=her_toxin, check_in=None, upload=others.pop())
        return take_in(data)

    monkeypatch.setattr(photos, "take_in", slowly)
    with pytest.raises(Quota):
        take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)

    stored = [path for path in settings.FADEWELL_PHOTOS.rglob("*") if path.is_file()]
    assert Photo.objects.count() == len(stored) == 1


def test_a_coordinator_sees_only_the_blurred_variant(coordinator_a, her_photo):
    assert read_variant(
        by=coordinator_a, photo=her_photo, variant="blurred", image_format="webp"
    ).startswith(b"RIFF")
    with pytest.raises(NotAllowed):
        read_variant(by=coordinator_a, photo=her_photo, variant="display", image_format="webp")


def test_each_look_of_staff_at_a_sharp_photo_is_recorded_and_her_own_is_not(ana, dr_cho, her_photo):
    read_variant(by=ana, photo=her_photo, variant="display", image_format="jpeg")
    assert not AuditEvent.objects.filter(action="photo.viewed").exists()

    for variant in ("thumb", "display", "blurred"):
        read_variant(by=dr_cho, photo=her_photo, variant=variant, image_format="jpeg")
    looks = AuditEvent.objects.filter(action="photo.viewed").order_by("pk")
    assert [(look.actor, look.detail["variant"]) for look in looks] == [
        (dr_cho.pk, "thumb"),
        (dr_cho.pk, "display"),
    ]


def test_a_swapped_file_is_never_shown_as_another(ana, her_toxin, her_photo, a_jpeg, caplog):
    second = Upload(uuid4(), "left_45", timezone.now(), a_jpeg)
    other, _ = take_photo(by=ana, treatment=her_toxin, check_in=None, upload=second)
    her_photo.stored_name, her_photo.contents = other.stored_name, other.contents

    with pytest.raises(NotFound):
        read_variant(by=ana, photo=her_photo, variant="display", image_format="webp")

    assert f"photo {her_photo.pk} was not shown: Tampered" in caplog.text


def test_a_photo_that_was_asked_for_answers_the_request_and_wakes_the_case(
    urgent_case, dr_cho, ana, her_toxin, upload
):
    soon = timezone.now() + timedelta(hours=1)
    reviews.request_photo(by=dr_cho, case=urgent_case, version=1, view="front_rest", wanted_by=soon)

    photo, _ = take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)

    urgent_case.refresh_from_db()
    assert photo.request == PhotoRequest.objects.get(answered_at__isnull=False)
    assert (urgent_case.status, urgent_case.has_news) == ("open", True)


def test_a_photo_in_the_room_is_no_news_of_the_patient(urgent_case, dr_cho, ana, her_toxin, upload):
    reviews.acknowledge(by=dr_cho, case=urgent_case, version=1)

    take_photo(by=dr_cho, treatment=her_toxin, check_in=None, upload=upload)
    urgent_case.refresh_from_db()
    assert not urgent_case.has_news

    hers = Upload(uuid4(), "left_45", timezone.now(), upload.data + b" ")
    take_photo(by=ana, treatment=her_toxin, check_in=None, upload=hers)
    urgent_case.refresh_from_db()
    assert urgent_case.has_news


@pytest.mark.parametrize("is_her_own", [True, False])
def test_what_she_asked_for_is_news_where_a_colleague_took_it_in_the_room(
    urgent_case, dr_cho, lead_a, her_toxin, upload, is_her_own
):
    soon = timezone.now() + timedelta(hours=1)
    reviews.request_photo(by=dr_cho, case=urgent_case, version=1, view="front_rest", wanted_by=soon)

    by = dr_cho if is_her_own else lead_a
    take_photo(by=by, treatment=her_toxin, check_in=None, upload=upload)

    urgent_case.refresh_from_db()
    assert (urgent_case.status, urgent_case.has_news) == ("open", not is_her_own)


def test_a_row_that_fails_takes_its_file_along(ana, her_toxin, upload, monkeypatch, settings):
    def refuse(*_act, **_about):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(audit, "record", refuse)
    before = {path for path in settings.FADEWELL_PHOTOS.rglob("*") if path.is_file()}

    with pytest.raises(RuntimeError):
        take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)

    after = {path for path in settings.FADEWELL_PHOTOS.rglob("*") if path.is_file()}
    assert after == before
    assert not Photo.objects.exists()
