"""One person who tries everything; each try is undone behind her."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.cast import show_second_factor
from tests.conftest import VERSION
from tests.house.access.bodies import BODIES, OCTETS, UPLOADS
from tests.house.access.routes import Route
from tests.house.access.world import EXEMPT, LOT, OWNERS, SEES, World, rows
from tracker.services.tokens import make_token

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
    ("people", "pk"): "member",
}
FIXED = {
    ("passkeys", "pk"): "1",
    ("photos", "photo"): "6a1f0c9e-0d4c-4b5e-9a59-1f5f6f0c2b11",  # an id that her phone made
    ("", "variant"): "blurred",
    ("", "action"): "acknowledge",
    ("i", "token"): "no-such-token",
    ("join", "token"): "no-such-token",
    ("welcome", "kind"): "photos",
    ("consents", "kind"): "photos",
    ("baseline", "view"): "front_rest",
    ("rules", "rule"): "bruise",
    ("versions", "version"): VERSION,
}
NAMED = {  # what an address is nothing without
    "caseload-sheet": "?table=adherence&kind=csv",
    "lot-list": f"?lot={LOT}",
}
FORMS = {"case-report": "form=json"}  # what a form of a page sends besides the version it saw
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
READS = ("GET", "HEAD", "OPTIONS")
WRITES = re.compile(r'\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)')
ONE_TIME = rb'name="(?:csrfmiddlewaretoken|client_id|form_id|opened_at)" value="[^"]*"'
CHANGING = re.compile(rb'nonce="[^"]*"|' + ONE_TIME)
COMPARED = ("Content-Type", "Location", "Allow", "WWW-Authenticate", "Cache-Control", "Vary")


class Quick(Client):
    """Without the copies of every template's context that Django's own client keeps."""

    def request(self, **request: Any) -> Any:
        return self.handler(self._base_environ(**request))


class Actor:
    """A program with the person's token, and a browser with her session."""

    def __init__(self, name: str, world: World, counts: Counter[str]) -> None:
        self.name, self.world, self.counts = name, world, counts
        self.own = name if name in OWNERS else min(SEES.get(name, OWNERS))
        user = world.people.get(name)
        bearer = {"Authorization": f"Bearer {make_token(user)}"} if user else {}
        self.program, self.browser = Quick(headers=bearer), Quick()
        if user:
            self.browser.force_login(user, BACKEND)
            show_second_factor(self.browser)
            self.browser.get("/help")  # or each request notes anew when she was last seen
        world.before = rows()

    def tries(
        self, route: Route, method: str, owner: str, *, in_browser: bool = False
    ) -> "Outcome":
        """One request at this owner's thing; a program's where the address is the API's."""
        ids = self.world.ids[owner]
        path = route.filled(lambda word, name: _part(word, name, ids)) + NAMED.get(route.name, "")
        is_program = route.is_api and not in_browser
        return self.sends(is_program, method, path, ids, **_sent(route, method, ids))

    def asks(self, route: Route, query: str) -> "Outcome":
        """What names no one person, with what follows the question mark."""
        path = route.filled(lambda word, name: FIXED[word, name])
        return self.sends(route.is_api, "GET", f"{path}?{query}" if query else path, {})

    def sends(
        self, is_api: bool, method: str, path: str, ids: Mapping[str, Any], **body: Any
    ) -> "Outcome":
        client = self.program if is_api else self.browser
        self.counts["cells"] += 1
        with undone(), _written() as tables:
            answer = client.generic(method, path, **body)
            is_refused = method in READS or answer.status_code >= 400
            changed = is_refused and bool(tables) and rows() != self.world.before
        return Outcome(answer, changed, ids)


class Outcome:
    """changed: rows that a refusal or a look should have left alone.

    seen: status, headers and body, without the asked id itself and a page's one-time tokens.
    """

    def __init__(self, answer: Any, changed: bool, ids: Mapping[str, Any]) -> None:
        self.status, self.changed = answer.status_code, changed
        self.body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        self.location = answer.get("Location", "")
        self.heads = "\n".join(answer.headers.values()).encode()
        self.is_taken = answer.get("Content-Disposition", "").startswith("attachment")
        said = [answer.get(name, "").encode() for name in COMPARED]
        self.seen = (self.status, [_without(part, ids) for part in (*said, self.body)])


def _without(part: bytes, ids: Mapping[str, Any]) -> bytes:
    for each in ids.values():
        if isinstance(each, UUID):
            part = part.replace(str(each).encode(), b"")
    return CHANGING.sub(b"", part)


def as_json(body: Any) -> dict[str, Any]:
    return {"data": json.dumps(body), "content_type": "application/json"}


def _part(word: str, name: str, ids: Mapping[str, Any]) -> str:
    return FIXED[word, name] if (word, name) in FIXED else str(ids[KINDS[word, name]])


def _sent(route: Route, method: str, ids: Mapping[str, Any]) -> dict[str, Any]:
    if method not in ("POST", "PUT", "PATCH"):
        return {}
    if route.name in UPLOADS:
        form = encode_multipart(BOUNDARY, UPLOADS[route.name](ids))
        return {"data": form, "content_type": MULTIPART_CONTENT}
    if route.name in OCTETS:
        return dict(OCTETS[route.name])
    if route.is_api:
        return as_json(BODIES[route.name](ids) if route.name in BODIES else {})
    more = FORMS.get(route.name, "")
    return {"data": f"version={ids['version']}&{more}", "content_type": FORM}


FORM = "application/x-www-form-urlencoded"


@contextmanager
def undone() -> Iterator[None]:
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        transaction.savepoint_commit(point)  # or thousands of them lie open inside each other


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
