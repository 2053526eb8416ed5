"""A patient takes a photo back: erased, or kept for clinicians alone where they have seen it."""

import os
from io import StringIO

import pytest
from django.core.management import call_command

from tests.services.photo_days import take
from tests.services.stored_photos import file_of
from tests.skin import EYES
from tracker.errors import Invalid, NotAllowed, NotFound
from tracker.models import AuditEvent, Photo
from tracker.records import audit_chain
from tracker.services import photo_store
from tracker.services.landmarks import mark_landmarks
from tracker.services.messages import send_message
from tracker.services.photos import read_variant
from tracker.services.withdrawals import withdraw_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def her_photo(ana, her_toxin, a_jpeg):
    return take(ana, her_toxin, a_jpeg, 20, "front_rest")


def look(by, photo, variant="display"):
    fresh = Photo.objects.select_related("patient", "key").get(pk=photo.pk)
    return read_variant(by=by, photo=fresh, variant=variant, image_format="jpeg")


def acts(photo):
    rows = AuditEvent.objects.filter(subject_id=str(photo.pk)).order_by("sequence")
    return [row.action for row in rows]


def test_one_that_nobody_at_the_clinic_has_looked_at_is_erased(
    ana, dr_cho, her_photo, settings, django_capture_on_commit_callbacks
):
    stored = file_of(her_photo, settings.FADEWELL_DATA)
    assert stored.exists()

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_photo(by=ana, photo=her_photo)
        assert stored.exists()  # until the row is committed

    row = Photo.objects.get(pk=her_photo.pk)
    assert row.withdrawn_at == row.erased_at is not None
    assert not stored.exists()
    assert row.contents == {}
    assert acts(her_photo) == ["photo.taken", "photo.withdrawn", "photo.erased"]
    for person in (ana, dr_cho):
        with pytest.raises(NotFound):
            look(person, her_photo, "blurred")


def test_one_that_a_clinician_has_looked_at_stays_for_clinicians_alone(
    ana, dr_cho, coordinator_a, her_photo, settings
):
    look(dr_cho, her_photo)

    withdraw_photo(by=ana, photo=her_photo)

    row = Photo.objects.get(pk=her_photo.pk)
    assert row.withdrawn_at and row.erased_at is None
    assert file_of(her_photo, settings.FADEWELL_DATA).exists()
    assert look(dr_cho, her_photo)
    for person in (ana, coordinator_a):
        with pytest.raises(NotFound):
            look(person, her_photo, "blurred")
    assert acts(her_photo)[-2:] == ["photo.withdrawn", "photo.viewed"]


def test_taking_it_back_twice_changes_nothing(ana, her_photo):
    first = withdraw_photo(by=ana, photo=her_photo)
    again = withdraw_photo(by=ana, photo=her_photo)

    assert again.withdrawn_at == first.withdrawn_at
    assert acts(her_photo).count("photo.withdrawn") == 1


@pytest.mark.parametrize("who", ["ben", "cleo", "dr_cho", "dr_dia", "coordinator_a", "admin_a"])
def test_nobody_takes_back_a_photo_of_another(request, who, her_photo):
    with pytest.raises(NotAllowed):
        withdraw_photo(by=request.getfixturevalue(who), photo=her_photo)

    assert Photo.objects.get().withdrawn_at is None


def test_an_open_case_says_that_it_was_withdrawn(ana, her_toxin, urgent_case, her_photo):
    withdraw_photo(by=ana, photo=her_photo)

    event = urgent_case.events.last()
    assert (event.action, event.detail["view"]) == ("photo_withdrawn", "front_rest")
    urgent_case.refresh_from_db()
    assert urgent_case.status == "open"


def test_it_is_not_marked_or_sent_any_more(ana, dr_cho, her_toxin, her_photo):
    withdraw_photo(by=ana, photo=her_photo)
    her_photo.refresh_from_db()

    with pytest.raises(NotFound):
        mark_landmarks(by=dr_cho, photo=her_photo, points=EYES)
    with pytest.raises(Invalid):
        send_message(
            by=ana,
            treatment=her_toxin,
            client_id=her_photo.client_id,
            text="Look",
            photos=[her_photo.pk],
        )


def test_what_could_not_be_erased_at_once_is_swept(ana, her_photo, settings, monkeypatch):
    monkeypatch.setattr(photo_store, "erase", lambda name: None)  # the disk did not answer
    withdraw_photo(by=ana, photo=her_photo)
    stored = file_of(her_photo, settings.FADEWELL_DATA)
    assert stored.exists()
    os.utime(stored, (0, 0))

    call_command("sweep_photos", stdout=StringIO())

    assert not stored.exists()


def test_an_erased_photo_is_not_missed_by_the_sweep(ana, her_photo):
    withdraw_photo(by=ana, photo=her_photo)

    out = StringIO()
    call_command("sweep_photos", stdout=out)

    assert "0 photos" in out.getvalue()


def test_the_chain_of_acts_holds(ana, ana_patient, her_photo):
    withdraw_photo(by=ana, photo=her_photo)

    assert AuditEvent.objects.filter(chain=str(ana_patient.clinic_id)).exists()
    assert list(audit_chain.faults()) == []


def test_a_look_at_another_photo_of_hers_keeps_this_one_from_nothing(
    ana, dr_cho, her_toxin, her_photo, a_jpeg
):
    other = take(ana, her_toxin, a_jpeg, 10, "left_45")
    look(dr_cho, other)

    withdraw_photo(by=ana, photo=her_photo)

    assert Photo.objects.get(pk=her_photo.pk).erased_at is not None
    assert Photo.objects.get(pk=other.pk).withdrawn_at is None
