"""History, settings, a photo request, help, and every refusal in the same voice."""

import re
import tomllib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tracker.models import Photo, ReviewCase, Treatment, User
from tracker.services.check_ins import Report, submit_check_in
from tracker.services.consents import decisions
from tracker.services.photos import Upload, take_photo
from tracker.services.reviews import request_photo

pytestmark = pytest.mark.django_db
Words = Callable[[Any], str]
TITLE = re.compile("<title>(.*?) · Fadewell</title>")


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
    for days in (1, 2):  # at the hour of the treatment: later could be a day later, late at night
        at = her_toxin.performed_at + timedelta(days=days)
        report = a_report("cheek", "left", bruise=5, reported_at=at)
        submit_check_in(by=ana, treatment=her_toxin, report=report)

    page = words_of(hers.get("/history"))

    assert page.index("Day 2,") < page.index("Day 1,")
    assert "Bruise, left cheek: moderate." in page


def test_two_check_ins_of_a_day_have_links_that_can_be_told_apart(
    hers: Client, ana: User, her_toxin: Treatment, a_report: Callable[..., Report]
) -> None:
    for hours in (24, 26):
        at = her_toxin.performed_at + timedelta(hours=hours)
        report = a_report("cheek", "left", bruise=5, reported_at=at)
        submit_check_in(by=ana, treatment=her_toxin, report=report)

    names = re.findall(
        'aria-label="(What we told you[^"]*)"', hers.get("/history").content.decode()
    )

    assert len(set(names)) == 2


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
    hers.post("/settings/consents/photos", {"given": "no"})

    patient = ana.patient_records.get()
    assert decisions(patient)["photos"] is False
    assert patient.consents.filter(kind="photos").count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"change": "consent", "kind": "care", "given": "no"},
        {"change": "consent", "kind": "photos", "given": "no"},
        {"change": "marketing", "given": "yes"},
        {},
    ],
)
def test_a_wrong_change_changes_nothing(hers: Client, ana: User, wrong: dict[str, str]) -> None:
    before = ana.patient_records.get().consents.count()

    assert hers.post("/settings", wrong).status_code == 302
    assert ana.patient_records.get().consents.count() == before


def test_an_export_is_offered_only_soon_after_signing_in(
    hers: Client, ana: User, her_toxin: Treatment, words_of: Words
) -> None:
    page = words_of(hers.get("/settings"))
    assert "sign in again first" in page
    assert "Export my data" not in page

    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
    fresh = Client()
    fresh.post("/sign-in/password", {"login": ana.email, "password": "correct horse battery"})
    page = fresh.get("/settings").content.decode()
    assert 'href="/api/v1/export/"' in page
    assert fresh.get("/api/v1/export/").status_code == 200


def test_the_chosen_theme_is_worn_by_every_page(hers: Client) -> None:
    hers.post("/settings", {"change": "look", "theme": "dark"})
    assert 'data-theme="dark"' in hers.get("/").content.decode()

    hers.post("/settings", {"change": "look", "theme": "system"})
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


def file_of(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("face.jpg", data, "image/jpeg")


def test_each_page_has_a_title_of_its_own_and_none_names_a_symptom(
    hers: Client, ana: User, her_toxin: Treatment, her_photo: Photo, a_report: Callable[..., Report]
) -> None:
    told = submit_check_in(by=ana, treatment=her_toxin, report=a_report("cheek", "left", bruise=2))
    pages = [
        *("/", "/history", "/history?view=photos", "/history?view=chart", "/messages", "/settings"),
        *(f"/settings/consents/{kind}" for kind in ("photos", "reminders")),
        *("/settings/looks", "/aftercare", "/help", f"/check-ins/{told.check_in.pk}"),
        *(f"/photos/{her_photo.pk}{page}" for page in ("", "/landmarks", "/ring", "/withdraw")),
        *(f"/treatments/{her_toxin.pk}/{page}" for page in ("compare", "days")),
    ]

    titles = [TITLE.findall(hers.get(page).content.decode())[0] for page in pages]

    assert len(set(titles)) == len(pages), titles
    assert not [each for each in titles if "ruise" in each or "swell" in each]


def test_settings_name_the_version_of_the_app_and_of_the_rules_in_force(
    hers: Client, the_protocol: Any, words_of: Words
) -> None:
    known = tomllib.loads((settings.ROOT / "pyproject.toml").read_text())["project"]["version"]

    told = f"Fadewell {known}. Clinic rules: version {the_protocol.version}."
    assert told in words_of(hers.get("/settings"))
