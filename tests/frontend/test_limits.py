"""Each door that costs others something holds to its rate; a danger sign is never told to wait."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from api import throttling
from tests.cast import person, record_of, show_second_factor
from tracker.models import CheckIn, Clinic, Patient, Treatment, User
from tracker.services.rates import RATES, Rate
from tracker.services.tokens import make_token

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
Form = Callable[..., dict[str, Any]]
Try = Callable[[], HttpResponse]
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def once_an_hour(monkeypatch: pytest.MonkeyPatch, time_stands: Any) -> None:
    for name in RATES:
        monkeypatch.setitem(RATES, name, Rate(1, 0))


@pytest.fixture
def doors(
    hers: Client,
    ana: User,
    coordinator_a: User,
    admin_a: User,
    lead_a: User,
    clinic_a: Clinic,
    her_toxin: Treatment,
    a_jpeg: bytes,
    a_form: Form,
    fresh_browser: Browser,
) -> dict[str, Try]:
    """Rate -> what is done over and over again."""
    newcomer = record_of(person("eve"), clinic_a)
    Patient.objects.filter(pk=newcomer.pk).update(user=None, email="eve@example.org")
    desk, office, lead = (fresh_browser(each) for each in (coordinator_a, admin_a, lead_a))
    colleague = {"name": "Dr New", "email": "new@example.org", "roles": ["coordinator"]}
    token = {"Authorization": f"Bearer {make_token(ana)}"}
    photo = f"/api/v1/treatments/{her_toxin.pk}/photos/"

    def words() -> dict[str, str]:
        return {"text": "Is this usual?", "client_id": str(uuid4())}

    return {
        "check-in": lambda: hers.post("/check-in", a_form()),
        "message": lambda: hers.post("/messages", words()),
        "invite-patient": lambda: desk.post(f"/clinic/patients/{newcomer.pk}/invite"),
        "invite-staff": lambda: office.post("/clinic/admin/people", colleague),
        "paper": lambda: lead.get("/clinic/caseload/sheet?table=rules&kind=csv"),
        "photo": lambda: Client(headers=token).post(photo, a_photo(a_jpeg)),
        "export": lambda: Client(headers=token).get("/api/v1/export/"),
    }


def a_photo(data: bytes) -> dict[str, Any]:
    taken = timezone.now().isoformat()
    file = SimpleUploadedFile("a.jpg", data)
    return {"client_id": str(uuid4()), "view": "front_rest", "taken_at": taken, "file": file}


@pytest.mark.parametrize("name", sorted(set(RATES) - {"refused-photo", "invitation"}))
def test_who_comes_too_often_is_told_when_to_come_back(doors: dict[str, Try], name: str) -> None:
    first, second = doors[name](), doors[name]()

    assert first.status_code < 400
    assert second.status_code == 429
    assert 0 < int(second["Retry-After"]) <= 3601


def test_photos_in_the_room_have_the_same_rate_and_a_colleague_does_not_wait_for_it(
    dr_cho: User,
    both_clinics_doctor: User,
    dr_dia: User,
    her_toxin: Treatment,
    a_jpeg: bytes,
    fresh_browser: Browser,
) -> None:
    place = f"/clinic/treatments/{her_toxin.pk}/baseline/front_rest"

    def take(browser: Client) -> HttpResponse:
        return browser.post(place, {"photo": SimpleUploadedFile("a.jpg", a_jpeg)})

    hers, colleague = fresh_browser(dr_cho), fresh_browser(both_clinics_doctor)
    answers = [take(each) for each in (hers, hers, colleague, fresh_browser(dr_dia))]

    assert [each.status_code for each in answers] == [302, 429, 302, 404]
    assert int(answers[1]["Retry-After"]) > 0


@pytest.mark.parametrize("address", ["/check-in", "/messages"])
def test_the_phone_keeps_what_was_too_often_and_nobody_else_waits(
    hers: Client, ben: User, his_toxin: Treatment, client_of: Browser, a_form: Form, address: str
) -> None:
    def send(browser: Client) -> HttpResponse:
        return browser.post(address, a_form(text="How long?"), **JSON)

    answers = [send(each) for each in (hers, hers, client_of(ben))]

    assert [each.status_code for each in answers] == [201, 429, 201]
    assert int(answers[1]["Retry-After"]) > 0


@pytest.mark.parametrize("said", [{"danger": "yes"}, {"sign": ["breathing"]}])
def test_a_danger_sign_is_taken_however_often(
    hers: Client, a_form: Form, said: dict[str, Any]
) -> None:
    for kind, status in (({}, 302), (JSON, 201), (JSON, 201)):
        assert hers.post("/check-in", a_form() | said, **kind).status_code == status

    assert CheckIn.objects.count() == 3


@pytest.mark.parametrize("said", [{"any": True}, {"signs": ["breathing"]}])
def test_a_program_sends_a_danger_sign_however_often(
    ana: User, her_toxin: Treatment, monkeypatch: pytest.MonkeyPatch, said: dict[str, Any]
) -> None:
    monkeypatch.setattr(throttling, "WRITES", 0)
    program = Client(headers={"Authorization": f"Bearer {make_token(ana)}"})

    def send(danger: object) -> int:
        body = {
            "client_id": str(uuid4()),
            "treatment": str(her_toxin.pk),
            "reported_at": "2026-01-05T10:00:00Z",
            "symptoms": [],
            "danger_signs": danger,
        }
        sent = program.post("/api/v1/check-ins/", body, content_type="application/json")
        return int(sent.status_code)

    assert send({"asked": True} | said) == 201
    for quiet in ({"asked": True, "any": False, "signs": []}, None, "yes", ["any"]):
        assert send(quiet) == 429


def test_opening_links_is_counted_by_address(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RATES, "invitation", Rate(0, 4))
    links = ["/i/guess-1", "/i/guess-2", "/clinic/join/guess-3", "/i/guess-4", "/i/guess-5"]

    answers = [client.get(link) for link in links]

    assert [each.status_code == 429 for each in answers] == [False] * 4 + [True]
    assert answers[-1]["Referrer-Policy"] == "no-referrer"
    assert client.get("/i/guess-6", REMOTE_ADDR="192.0.2.7").status_code != 429


@pytest.fixture
def fresh_browser(client_of: Browser) -> Browser:
    def fresh(user: User) -> Client:
        client = client_of(user)
        show_second_factor(client, at=time.time())
        return client

    return fresh
