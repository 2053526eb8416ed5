"""What every answer carries, whoever asks and however it ends: every route, 100 %.

Source: OWASP ASVS 5.0, 3.4; SAFETY abuse 9; the OWASP HTTP Headers Cheat Sheet.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from tests.house.access.actors import FIXED, KINDS, undone
from tests.house.access.routes import routes
from tests.house.access.world import World
from tracker.session_store import SessionStore

pytestmark = pytest.mark.django_db
WHO = (
    "anonymous",
    "ana",
    *(pytest.param(who, marks=pytest.mark.full) for who in ("dr_cho", "lead")),
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
FOREIGN = {"Origin": "https://evil.example"}  # who asks whether others may read it
STRICTER = {"Referrer-Policy": "no-referrer"}  # pages about an invitation
IN_POLICY = (
    "default-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
)
OF_A_FILE = HEADERS.keys() - {"X-Frame-Options"}
SHARED = ("Access-Control-", "Service-Worker-Allowed")  # with another origin, or above its folder
PUBLIC = {"manifest", "questions", "service-worker", "docs", "schema", "vocabulary"}


@pytest.fixture(params=WHO)
def client(request: pytest.FixtureRequest, settings: Any, world: World) -> Client:
    """Over TLS, with the settings of a clinic for it."""
    settings.SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    client = Client(headers={"X-Forwarded-Proto": "https"}, raise_request_exception=False)
    if request.param != "anonymous":
        client.force_login(world.people[request.param])
    return client


def addresses(world: World) -> Iterator[tuple[str, str]]:
    for route in routes():
        path = route.filled(
            lambda word, name: FIXED.get((word, name)) or str(world.ids["ana"][KINDS[word, name]])
        )
        yield route.name, path
    yield "nothing", "/nowhere"
    yield "nothing", "/api/v1/nothing/"


def test_every_answer_of_every_route_carries_them(client: Client, world: World) -> None:
    wrong, seen = [], Counter[str]()
    for name, path in addresses(world):
        for method in ("GET", "POST", "DELETE"):
            if (name, method) == ("account_logout", "POST"):
                continue  # she would be somebody else from here on
            with undone():
                answer = client.generic(method, path, headers=FOREIGN)
                wrong += [f"{method} {path}: {fault}" for fault in faults(name, answer)]
            seen["answers"] += 1
    print(f"{seen['answers']} answers of {len(routes())} routes")

    assert wrong == []


@pytest.mark.parametrize("path", ["/sign-in", "/", "/api/v1/me/"])
def test_who_asks_for_a_host_that_is_not_ours_is_refused_with_them(
    client: Client, path: str
) -> None:
    answer = client.get(path, headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert list(faults("nothing", answer)) == []


@pytest.mark.parametrize("path", ["/", "/api/v1/me/"])
def test_where_no_session_can_be_read_the_refusal_carries_them(
    client: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_store: SessionStore) -> dict[str, Any]:
        raise OperationalError("database is locked")

    client.cookies["sessionid"] = "a" * 32
    monkeypatch.setattr(SessionStore, "load", locked)
    answer = client.get(path)

    assert answer.status_code == 503
    assert list(faults("nothing", answer)) == []


@pytest.mark.parametrize("name", ["css/clinic.css", "js/store.js", "icons/favicon.svg"])
def test_a_static_file_is_ours_to_use_and_no_page(client: Client, settings: Any, name: str) -> None:
    settings.WHITENOISE_USE_FINDERS = True
    answer = client.get(f"/static/frontend/{name}")
    policy = answer.get("Content-Security-Policy", "")

    assert answer.status_code == 200
    assert {key: answer.get(key) for key in OF_A_FILE} == {key: HEADERS[key] for key in OF_A_FILE}
    assert "Access-Control-Allow-Origin" not in answer
    assert ("default-src 'none'" in policy) == name.endswith(".svg")


def faults(name: str, answer: Any) -> Iterator[str]:
    for header, wanted in HEADERS.items():
        if answer.get(header) not in (wanted, STRICTER.get(header)):
            yield f"{header}: {answer.get(header)}"
    policy = answer.get("Content-Security-Policy", "")
    if "sandbox" not in policy:  # a photo has a stricter one
        yield from (f"no {each} in its policy" for each in IN_POLICY if each not in policy)
    if "unsafe" in policy or "http" in policy.replace("https:", "http:") or "*" in policy:
        yield f"a hole in its policy: {policy}"
    yield from (f"read by others: {each}" for each in answer.headers if each.startswith(SHARED))
    if "geolocation=()" not in answer.get("Permissions-Policy", ""):
        yield "no Permissions-Policy"
    kept = answer.get("Cache-Control", "")
    if kept != "private, no-store" and name not in PUBLIC:
        yield f"Cache-Control: {kept}"
    if kept == "private, no-store" and "Cookie" not in answer.get("Vary", ""):
        yield f"Vary: {answer.get('Vary')}"
