"""A photo in a message: one of hers, blurred on both sides, and as far as she has agreed."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import treat
from tracker.errors import NotAllowed
from tracker.models import AuditEvent, Message, Patient, Photo, ReviewCase, Treatment, User
from tracker.services.consents import decide
from tracker.services.messages import send_message
from tracker.services.photos import Upload, take_photo
from tracker.services.withdrawals import withdraw_photo

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
ClientOf = Callable[[User], Client]
Take = Callable[..., Photo]


@pytest.fixture
def take(ana: User, her_toxin: Treatment, a_jpeg: bytes) -> Take:
    """take("left_45"): a photo of hers, as a phone sends it."""

    def send(view: str = "front_rest", of: Treatment = her_toxin, by: User = ana) -> Photo:
        upload = Upload(uuid4(), view, timezone.now(), a_jpeg)
        return take_photo(by=by, treatment=of, check_in=None, upload=upload)[0]

    return send


def body(*photos: Photo, **more: Any) -> dict[str, Any]:
    return {"client_id": str(uuid4()), "text": "Look", "photos": [p.pk for p in photos]} | more


def offered(page: str) -> list[str]:
    return re.findall(r'name="photos" value="([^"]+)"', page)


def test_her_photos_of_this_treatment_are_offered_newest_first_and_blurred(
    ana: User, ana_patient: Patient, client_of: ClientOf, take: Take
) -> None:
    first, gone, last = take(), take("other"), take("left_45")
    withdraw_photo(by=ana, photo=gone)
    page = client_of(ana).get("/messages").content.decode()

    assert offered(page) == [str(last.pk), str(first.pk)]
    assert f"/photos/{last.pk}/blurred/" in page
    assert f"/photos/{last.pk}/display/" not in page, "the sharp one has no address there"
    assert 'href="/check-in"' in page

    treat(ana_patient, "dermal_filler", ["cheek"], hours_ago=1)
    assert offered(client_of(ana).get("/messages").content.decode()) == []


def test_it_goes_with_her_words_and_stands_in_her_thread_and_history(
    ana: User, client_of: ClientOf, take: Take
) -> None:
    photo, client = take(), client_of(ana)

    answer = client.post("/messages", body(photo))

    assert (answer.status_code, answer["Location"]) == (302, "/messages")
    assert list(Message.objects.get().photos.all()) == [photo]
    for address in ("/messages", "/history"):
        page = client.get(address).content.decode()
        assert f'data-photo="/api/v1/photos/{photo.pk}/display/"' in page
        assert "photo-tiles.js" in page


def test_the_clinic_sees_it_blurred_in_her_record_and_in_the_case(
    ana: User, dr_cho: User, coordinator_a: User, dr_dia: User, client_of: ClientOf, take: Take
) -> None:
    photo = take()
    client_of(ana).post("/messages", body(photo, worried="1"))
    case = ReviewCase.objects.get()
    pages = (f"/clinic/patients/{case.patient_id}", f"/clinic/cases/{case.pk}#timeline-title")

    for address in pages:
        page = client_of(dr_cho).get(address).content.decode()
        part = page.split('id="messages-title"' if "patients" in address else "timeline-title")[-1]
        assert f'data-photo="/api/v1/photos/{photo.pk}/display/"' in part
        only_blurred = client_of(coordinator_a).get(address).content.decode()
        assert f"/photos/{photo.pk}/blurred/" in only_blurred
        assert f"/photos/{photo.pk}/display/" not in only_blurred
        assert client_of(dr_dia).get(address).status_code == 404
    assert not AuditEvent.objects.filter(action="photo.viewed").exists()

    client_of(dr_cho).get(f"/api/v1/photos/{photo.pk}/display/")
    assert AuditEvent.objects.filter(action="photo.viewed", actor=dr_cho.pk).count() == 1


def test_one_that_she_takes_back_later_is_no_picture_any_more(
    ana: User, client_of: ClientOf, take: Take, words_of: Words
) -> None:
    photo, client = take(), client_of(ana)
    client.post("/messages", body(photo))
    withdraw_photo(by=ana, photo=photo)

    page = client.get("/messages")

    assert "Taken back by you" in words_of(page)
    assert str(photo.pk) not in page.content.decode()


def test_her_words_arrive_where_a_photo_was_taken_back_meanwhile(
    ana: User, client_of: ClientOf, take: Take, words_of: Words
) -> None:
    kept, gone, client = take(), take("left_45"), client_of(ana)
    withdraw_photo(by=ana, photo=gone)

    answer = client.post("/messages", body(kept, gone, text="It is worse"))

    assert list(Message.objects.get().photos.all()) == [kept]
    assert "A photo was left out" in words_of(client.get(answer["Location"]))


@pytest.mark.parametrize("whose", ["ben's", "her older treatment's", "nobody's", "no id"])
def test_what_is_not_of_this_thread_never_goes_along(
    whose: str,
    ana: User,
    ana_patient: Patient,
    ben: User,
    his_toxin: Treatment,
    client_of: ClientOf,
    take: Take,
) -> None:
    older = treat(ana_patient, "dermal_filler", ["cheek"], hours_ago=900)
    ids = {
        "ben's": lambda: take(of=his_toxin, by=ben).pk,
        "her older treatment's": lambda: take(of=older).pk,
        "nobody's": uuid4,
        "no id": lambda: "x",
    }
    sent = body() | {"photos": [str(ids[whose]())]}

    client_of(ana).post("/messages", sent)

    assert not Message.objects.get().photos.exists()


def test_eleven_are_too_many_and_what_she_ticked_is_kept(
    ana: User, client_of: ClientOf, take: Take, words_of: Words
) -> None:
    photos = [take() for _ in range(11)]

    answer = client_of(ana).post("/messages", body(*photos))

    page = answer.content.decode()
    assert answer.status_code == 400
    assert words_of(answer).count("Choose at most 10 photos.") == 2
    assert len(re.findall(r'name="photos" [^>]*checked', page)) == 11
    assert not Message.objects.exists()


def test_where_she_has_not_agreed_to_photos_none_is_offered_or_sent(
    ana: User, ana_patient: Patient, her_toxin: Treatment, client_of: ClientOf, take: Take
) -> None:
    photo = take()
    decide(by=ana, patient=ana_patient, kind="photos", given=False, language="en")
    client = client_of(ana)

    assert offered(client.get("/messages").content.decode()) == []
    client.post("/messages", body(photo))
    assert not Message.objects.get().photos.exists()
    with pytest.raises(NotAllowed):
        send_message(by=ana, treatment=her_toxin, client_id=uuid4(), text="Look", photos=[photo.pk])
    assert Message.objects.count() == 1
