"""A name that is not ours in a request, and a form on another's page (SAFETY abuses 17 and 23)."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from tests.papers.pdf import signed_in_now
from tracker.models import Clinic, User
from tracker.services.notifications import deliver_due
from tracker.services.tokens import make_token

pytestmark = pytest.mark.django_db
ADDRESSES = ("/sign-in", "/help", "/password/forgot", "/api/v1/me/", "/healthz")
SOMEBODY = {
    "name": "Maria",
    "date_of_birth": "1979-02-28",
    "email": "maria@example.org",
    "language": "en",
    "time_zone": "Europe/London",
    "conditions": [],
    "allergies": [],
    "medicines": [],
}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil", ""])
def test_an_unknown_host_is_refused_before_anything_is_said(address: str, host: str) -> None:
    answer = Client().get(address, headers={"host": host})

    assert answer.status_code == 400
    assert b"evil" not in answer.content


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    "header", ["x-forwarded-host", "x-host", "x-original-host", "forwarded", "x-forwarded-server"]
)
def test_a_link_that_is_mailed_leads_to_us_whatever_a_request_says(
    header: str, coordinator_a: User, clinic_a: Clinic
) -> None:
    said = {"forwarded": "host=evil.example"}.get(header, "evil.example")
    program = Client(headers={"Authorization": f"Bearer {make_token(coordinator_a)}", header: said})
    answer = program.post("/api/v1/patients/", SOMEBODY, content_type="application/json")
    deliver_due()

    assert answer.status_code == 201
    assert answer.json()["invitation"]["url"].startswith(f"{settings.FADEWELL_ORIGIN}/i/")
    assert len(mail.outbox) == 1
    assert "evil" not in f"{answer.content!r}{answer.headers}{mail.outbox[0].message()}"


@pytest.mark.usefixtures("released")
def test_a_form_with_its_token_is_refused_from_a_foreign_page() -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/sign-in").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    said = {"email": "ana@example.org", "csrfmiddlewaretoken": token[1]}

    foreign = browser.post("/sign-in", said, headers={"origin": "https://evil.example"})
    own = browser.post("/sign-in", said, headers={"origin": "http://testserver"})

    assert foreign.status_code == 403
    assert own.status_code == 302


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/settings", "/settings"),
        ("worklist", "worklist"),  # a word, and no page of that name
        ("~", "~"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("\\\\evil.example", "/"),
    ],
)
def test_a_sign_in_shown_again_leads_back_to_a_page_of_ours_or_home(
    asked: str, leads_to: str, ana: User, client_of: Callable[[User], Client]
) -> None:
    answer = signed_in_now(client_of(ana)).get("/sign-in/fresh", {"next": asked})

    assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)
