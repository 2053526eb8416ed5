"""History, settings, a photo request, help, and every refusal in the same voice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import timezone

from frontend.pages import errors
from tracker import errors as refusals
from tracker.models import Photo, ProtocolRelease, ReviewCase, Treatment, User
from tracker.records import protocol
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.consents import decisions
from tracker.services.photos import Upload, take_photo
from tracker.services.reviews import request_photo

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]


@pytest.fixture
def hers(ana: User, her_toxin: Treatment, client_of: Callable[[User], Client]) -> Client:
    return client_of(ana)


@pytest.fixture
def her_photo(ana: User, her_toxin: Treatment, a_jpeg: bytes) -> Photo:
    upload = Upload(uuid4(), "front_rest", timezone.now(), a_jpeg)
    return take_photo(by=ana, treatment=her_toxin, check_in=None, upload=upload)[0]


def test_history_shows_each_day_newest_first(
    hers: Client,
    ana: User,
    her_toxin: Treatment,
    a_report: Callable[..., Report],
    words_of: Words,
) -> None:
    for days in (1, 2):
        at = her_toxin.performed_at + timedelta(days=days, hours=1)
        report = a_report("cheek", "left", bruise=5, reported_at=at)
        submit_check_in(by=ana, treatment=her_toxin, report=report)

    page = words_of(hers.get("/history"))

    assert page.index("Day 2,") < page.index("Day 1,")
    assert "Bruise, left cheek: moderate." in page


def test_an_empty_history_says_what_will_stand_there(hers: Client, words_of: Words) -> None:
    assert "Your check-ins will show here" in words_of(hers.get("/history"))
    assert "Your first photo will show here" in words_of(hers.get("/history?view=photos"))


@pytest.mark.parametrize("start", ["-1", "many", "99999999999999", "٣"])
def test_a_wrong_page_of_history_is_its_first(hers: Client, start: str) -> None:
    assert hers.get("/history", {"from": start}).status_code == 200


def test_a_photo_is_blurred_until_she_taps_it(hers: Client, her_photo: Photo) -> None:
    page = hers.get("/history?view=photos").content.decode()

    assert f'src="/api/v1/photos/{her_photo.pk}/blurred/"' in page
    assert f'src="/api/v1/photos/{her_photo.pk}/display/"' not in page
    assert f'data-photo="/api/v1/photos/{her_photo.pk}/display/"' in page


def test_withdrawing_a_consent_adds_a_decision(hers: Client, ana: User) -> None:
    hers.post("/settings", {"change": "consent", "kind": "photos", "given": "no"})

    patient = ana.patient_records.get()
    assert decisions(patient)["photos"] is False
    assert patient.consents.filter(kind="photos").count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"change": "consent", "kind": "care", "given": "no"},
        {"change": "consent", "kind": "marketing", "given": "yes"},
        {"change": "consent", "kind": "photos", "given": "perhaps"},
        {},
    ],
)
def test_a_wrong_change_changes_nothing(hers: Client, ana: User, wrong: dict[str, str]) -> None:
    before = ana.patient_records.get().consents.count()

    assert hers.post("/settings", wrong).status_code == 302
    assert ana.patient_records.get().consents.count() == before


def test_the_chosen_theme_is_worn_by_every_page(hers: Client) -> None:
    hers.post("/settings", {"change": "theme", "theme": "dark"})
    assert 'data-theme="dark"' in hers.get("/").content.decode()

    hers.post("/settings", {"change": "theme", "theme": "system"})
    assert "data-theme" not in hers.get("/").content.decode()


def test_a_theme_that_is_none_is_never_written_into_a_page(hers: Client) -> None:
    hers.cookies["theme"] = '"><b>'

    assert '"><b>' not in hers.get("/settings").content.decode()


def test_a_photo_request_leads_to_its_view_and_back(
    hers: Client, dr_cho: User, urgent_case: ReviewCase, a_jpeg: bytes, words_of: Words
) -> None:
    by_then = timezone.now() + timedelta(hours=5)
    request_photo(
        by=dr_cho,
        case=urgent_case,
        version=urgent_case.version,
        view="left_45",
        wanted_by=by_then,
    )
    asked = urgent_case.photo_requests.get()
    address = f"/photo-requests/{asked.pk}"

    assert "Dr Cho asks for a photo" in words_of(hers.get("/"))
    assert "Half turned, your left cheek to the camera" in words_of(hers.get(address))
    none = hers.post(address, {"photo_id": str(uuid4())})
    assert none.status_code == 400
    assert "Take or choose a photo first." in words_of(none)
    bad = hers.post(address, {"photo_id": str(uuid4()), "photo": file_of(b"GIF89a")})
    assert bad.status_code == 415
    sent = hers.post(address, {"photo_id": str(uuid4()), "photo": file_of(a_jpeg)})
    assert sent["Location"] == "/messages"
    assert Photo.objects.get().request == asked
    assert hers.get(address).status_code == 404  # answered: there is nothing left to take


def test_a_request_to_somebody_else_does_not_exist(
    ben: User,
    his_toxin: Treatment,
    dr_cho: User,
    urgent_case: ReviewCase,
    client_of: Callable[[User], Client],
) -> None:
    request_photo(
        by=dr_cho,
        case=urgent_case,
        version=urgent_case.version,
        view="left_45",
        wanted_by=timezone.now() + timedelta(hours=5),
    )
    asked = urgent_case.photo_requests.get()

    assert client_of(ben).get(f"/photo-requests/{asked.pk}").status_code == 404


def test_help_works_signed_out(client: Client, released: ProtocolRelease, words_of: Words) -> None:
    response = client.get("/help")

    page = words_of(response)
    assert "Emergency Call 112 if you have any of these" in page
    assert "Trouble breathing" in page


def test_help_knows_her_clinic_and_what_was_injected(hers: Client, words_of: Words) -> None:
    page = words_of(hers.get("/help"))

    assert "Clinic A" in page
    assert "I had botulinum toxin on" in page


def test_help_stands_without_a_protocol(client: Client, words_of: Words) -> None:
    protocol.forget()

    assert "Call 112" in words_of(client.get("/help"))


def test_without_a_protocol_in_force_nobody_is_judged_by_an_older_one(
    hers: Client, words_of: Words
) -> None:
    ProtocolRelease.objects.all().delete()
    protocol.forget()

    response = hers.get("/check-in")

    assert response.status_code == 503
    assert "We are away for a moment" in words_of(response)


@pytest.mark.parametrize("status", sorted(errors.PAGES))
def test_every_refusal_is_a_page_in_the_same_voice(status: int, words_of: Words) -> None:
    refusal = refusals.DomainError("")
    refusal.status = status
    refusal.detail = ""

    response = errors.refused(a_request(), refusal)

    page = words_of(response)
    assert response.status_code == status
    assert "Get help now" in page
    assert "Fadewell" in page


def test_a_page_that_does_not_exist_says_so(client: Client, words_of: Words) -> None:
    response = client.get("/nowhere")

    assert response.status_code == 404
    assert "We could not find that page" in words_of(response)


def test_a_form_without_its_token_is_refused_and_explained(
    ana: User, her_toxin: Treatment, words_of: Words
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)

    response = client.post("/settings", {"change": "theme", "theme": "dark"})

    assert response.status_code == 403
    assert "This page was open too long" in words_of(response)


def test_the_page_without_a_connection_names_the_danger_signs(
    client: Client, released: ProtocolRelease, words_of: Words
) -> None:
    page = words_of(client.get("/offline"))

    assert "There is no connection" in page
    assert "Trouble swallowing" in page
    assert "Skin that turned white, grey or blotchy" in page


def test_the_worker_keeps_that_page_and_its_look_only(
    client: Client, released: ProtocolRelease
) -> None:
    script = client.get("/sw.js")

    assert script["Content-Type"] == "text/javascript"
    kept = script.content.decode().split("KEPT = [", 1)[1].split("]", 1)[0]
    assert kept.count(",") == 3  # the page, the style sheet, two files of icons
    assert "photos" not in kept


@pytest.mark.parametrize("path", ["/", "/check-in", "/history", "/messages", "/settings", "/help"])
def test_no_page_of_hers_is_kept_by_a_cache(hers: Client, path: str) -> None:
    assert hers.get(path)["Cache-Control"] == "private, no-store"


def a_request() -> HttpRequest:
    return RequestFactory().get("/messages")


def file_of(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("face.jpg", data, "image/jpeg")
