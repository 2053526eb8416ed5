"""A name that is not ours in a request, and a form on another's page (SAFETY abuses 17 and 23)."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ADDRESSES = ("/sign-in", "/help", "/password/forgot", "/api/v1/me/", "/healthz")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "localhost@evil", ""])
def test_an_unknown_host_is_refused_before_anything_is_said(address: str, host: str) -> None:
    answer = Client().get(address, headers={"host": host})

    assert answer.status_code == 400
    assert b"evil" not in answer.content


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
