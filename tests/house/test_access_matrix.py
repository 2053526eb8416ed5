"""Nobody sees or changes what is not theirs: every route, every method, every pair of people.

Generated from the URL configuration: a new route is in the matrix, or fails for want of a stated
permission. Source: SAFETY abuses 1, 2, 3, 7 and 17.
"""

import json
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.house.access.bodies import BODIES, UPLOADS
from tests.house.access.routes import METHODS, Route, routes
from tests.house.access.world import ACTORS, EXEMPT, NOBODYS, OWNERS, SEES, World, may, rows
from tracker.records import protocol
from tracker.services.tokens import make_token

pytestmark = pytest.mark.django_db

# The word before an id -> what the id is of; an id that is not named here fails the suite.
KINDS = {
    ("patients", "pk"): "patient",
    ("treatments", "pk"): "treatment",
    ("check-ins", "pk"): "check_in",
    ("check-ins", "client_id"): "client_id",
    ("photos", "pk"): "photo",
    ("review-cases", "pk"): "case",
    ("cases", "pk"): "case",
    ("photo-requests", "pk"): "photo_request",
}
FIXED = {("", "variant"): "blurred", ("i", "token"): "no-such-token", ("welcome", "kind"): "photos"}
WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)')
CHANGING = re.compile(  # what differs between two renderings of the same page
    rb'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"'
    rb"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
COMPARED = ("Content-Type", "Location", "Allow", "WWW-Authenticate", "Cache-Control", "Vary")
counts: Counter[str] = Counter()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, the_protocol: Any) -> Iterator[World]:
    """Seeded once; every request is rolled back behind it."""
    with django_db_blocker.unblock(), transaction.atomic():
        protocol.forget()
        yield World(the_protocol.digest)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _no_limits_and_no_log(settings: Any) -> Iterator[None]:
    settings.FADEWELL_LIMITS = False
    settings.ACCOUNT_RATE_LIMITS = False
    logging.disable(logging.WARNING)  # each of thousands of refusals would be a line
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module", params=ACTORS)
def actor(request: pytest.FixtureRequest, world: World) -> "Actor":
    return Actor(str(request.param), world)


class Actor:
    def __init__(self, name: str, world: World) -> None:
        self.name, self.world = name, world
        self.own = min(SEES.get(name, OWNERS))
        user = world.people.get(name)
        bearer = {"Authorization": f"Bearer {make_token(user)}"} if user else {}
        self.program, self.browser = Client(headers=bearer), Client()
        if user:
            self.browser.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        world.before = rows()

    def tries(self, route: Route, method: str, owner: str) -> "Outcome":
        """One request at this owner's thing, undone afterwards."""
        ids = self.world.ids[owner]
        path = route.filled(lambda word, name: _part(word, name, ids))
        client = self.program if route.is_api else self.browser
        counts["cells"] += 1
        with _undone(), _written() as tables:
            answer = client.generic(method, path, **_sent(route, method, ids))
            changed = bool(tables) and rows() != self.world.before
        return Outcome(answer, changed)


class Outcome:
    def __init__(self, answer: Any, changed: bool) -> None:
        self.status, self.changed = answer.status_code, changed
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said = [answer.get(name, "").encode() for name in COMPARED]
        self.seen = (self.status, [CHANGING.sub(b"", part) for part in (*said, body)])


def _part(word: str, name: str, ids: Any) -> str:
    return FIXED[word, name] if (word, name) in FIXED else str(ids[KINDS[word, name]])


def _sent(route: Route, method: str, ids: Any) -> dict[str, Any]:
    if method not in ("POST", "PUT", "PATCH"):
        return {}
    if route.name in UPLOADS:
        return _form(UPLOADS[route.name](ids))
    body = BODIES[route.name](ids) if route.is_api and route.name in BODIES else {}
    kind = "application/json" if route.is_api else "application/x-www-form-urlencoded"
    return {"data": json.dumps(body) if route.is_api else "", "content_type": kind}


def _form(body: Any) -> dict[str, Any]:
    return {"data": encode_multipart(BOUNDARY, body), "content_type": MULTIPART_CONTENT}


@contextmanager
def _undone() -> Iterator[None]:
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


@contextmanager
def _written() -> Iterator[set[str]]:
    """The tables that were written to, those apart that every look may write."""
    tables: set[str] = set()

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        found = WRITES.match(sql)
        if found and found[1] not in EXEMPT:
            tables.add(found[1])
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield tables


ROUTES = routes()


def test_every_route_states_who_may_call_it() -> None:
    unstated = [route.path for route in ROUTES if not route.may]

    assert unstated == []


def test_every_endpoint_states_it_for_each_method_it_takes() -> None:
    for route in ROUTES:
        if route.is_api and "nothing" not in route.path and "v2" not in route.path:
            taken = {m for m in ("GET", "POST", "PATCH") if hasattr(route.view.cls, m.lower())}  # type: ignore[attr-defined]
            assert set(route.may) == taken, route.path


def test_every_id_in_a_path_is_known_to_the_matrix() -> None:
    parameters = {each for route in ROUTES for each in route.parameters}

    assert parameters - KINDS.keys() - FIXED.keys() == set()


def test_each_pair_of_people_on_every_route_and_method(actor: Actor) -> None:
    wrong = [
        f"{method} /{route.path} of {owner}: {reason}"
        for route in ROUTES
        for method in METHODS
        for owner, reason in _faults(actor, route, method)
    ]
    print(f"{len(ROUTES)} routes, {counts['cells']} cells so far")

    assert wrong == []


def _faults(actor: Actor, route: Route, method: str) -> Iterator[tuple[str, str]]:
    """What this person gets at everybody's things, against what she should."""
    is_object = any(each in KINDS for each in route.parameters)
    owners = OWNERS if is_object else [actor.own]
    unknown = actor.tries(route, method, NOBODYS) if is_object else None
    for owner in owners:
        outcome = actor.tries(route, method, owner)
        reason = _fault(actor.name, route, method, owner, outcome, unknown)
        if reason:
            yield owner, f"{reason}; {outcome.status}"


def _fault(
    actor: str, route: Route, method: str, owner: str, outcome: Outcome, unknown: Outcome | None
) -> str:
    if outcome.status >= 500:
        return "our mistake"
    if outcome.changed and (method in ("GET", "HEAD", "OPTIONS") or outcome.status >= 400):
        return "rows changed"
    is_list = unknown is None and method not in ("POST", "PATCH")
    sees = is_list or owner in SEES.get(actor, ())
    permission = route.may.get("GET" if method == "HEAD" else method)
    if unknown and not sees and outcome.seen != unknown.seen:
        return "not answered as what does not exist"
    check = _api_fault if route.is_api else _page_fault
    return check(actor, permission, sees, outcome.status, route)


def _api_fault(actor: str, permission: str | None, sees: bool, status: int, route: Route) -> str:
    if route.name in ("nowhere", "no-such-api"):
        wanted = {404}
    elif actor == "anonymous" and permission != "Anyone" and "Anyone" not in route.may.values():
        wanted = {401}
    elif permission is None:
        wanted = {405}
    elif not may(permission, actor):
        wanted = {403}
    elif not sees:
        wanted = {404}
    else:
        return "refused what is hers" if status in (401, 404, 405) else ""
    return "" if status in wanted else f"expected {wanted}"


def _page_fault(actor: str, permission: str | None, sees: bool, status: int, route: Route) -> str:
    if may(permission or "", actor):
        return "" if sees or status in (404, 405) else "expected 404 or 405"
    return "" if status in (302, 401, 403, 404, 405) else "expected a refusal"
