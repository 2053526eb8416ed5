"""No text keeps a process busy, whichever field of whichever form it stands in (SAFETY abuse 39).

What takes steps by the square of a text's length takes seconds at these lengths, and as long as it
takes no other thread of the process answers anybody.
"""

import re
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.house.access.actors import FORMS, Actor, as_json, undone
from tests.house.access.addresses import ENDS_THE_SESSION, part
from tests.house.access.bodies import BODIES, OCTETS, UPLOADS
from tests.house.access.faults import NOWHERE
from tests.house.access.routes import Route, routes
from tests.house.access.world import World, may
from tests.house.source import ROOT

pytestmark = [pytest.mark.full, pytest.mark.django_db]
WHO = ("anonymous", "ana", "dr_cho", "lead")  # the first that may, of each route
EACH, AT_ONCE = 16_000, 25  # characters of a field, and fields: what one form may hold
MOST = 1.5  # seconds of this process; as a rule it is some hundredths
NAME = re.compile(r'name="([A-Za-z][\w.-]*)"')
TEXTS = ("1", "ab", "a@", "\n ")
NOT_TAKEN, TOO_LARGE = 405, 413
RIGHT = ("version", "treatment", "patient", "case")  # what many a form is nothing without


@cache
def names() -> tuple[str, ...]:
    """Every field of every form that a page of ours holds, and of allauth's that it replaces."""
    pages = (ROOT / "frontend/templates").rglob("*.html")
    found = {name for page in pages for name in NAME.findall(page.read_text(encoding="utf-8"))}
    more = {"login", "email", "password", "password1", "password2", "oldpassword", "code"}
    return tuple(sorted((found | more) - {*RIGHT, "viewport", "csrfmiddlewaretoken"}))


def long(text: str) -> str:
    return text * (EACH // len(text)) + "z"


def bodies(route: Route, ids: Any) -> Iterator[dict[str, Any]]:
    if route.is_api:
        for text in TEXTS if route.name in BODIES else ():
            yield as_json(lengthened(BODIES[route.name](ids), text))
        return
    right = {name: ids[name] for name in RIGHT} | {"reason": "treated"}
    right |= dict(each.split("=") for each in FORMS.values())
    for said in forms():
        # Before their end: a form whose first half is the same for every address.
        yield {"data": said + encode_multipart(BOUNDARY, right), "content_type": MULTIPART_CONTENT}


@cache
def forms() -> tuple[bytes, ...]:
    """Each text in every field, some fields at a time; open at their end."""
    end = f"--{BOUNDARY}--\r\n".encode()
    return tuple(
        encode_multipart(BOUNDARY, dict.fromkeys(some, long(text))).removesuffix(end)
        for text in TEXTS
        for some in batched(names())
    )


def batched(left: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    names = iter(left)
    while some := tuple(islice(names, AT_ONCE)):
        yield some


def lengthened(body: Any, text: str) -> Any:
    """Each text in it, ids and codes too."""
    if isinstance(body, dict):
        return {name: lengthened(said, text) for name, said in body.items()}
    if isinstance(body, list):
        return [lengthened(said, text) for said in body]
    return long(text) if isinstance(body, str) else body


def slow_ones(actor: Actor, route: Route, method: str) -> Iterator[str]:
    """Where a method is not taken no body is read, and one is enough to see that."""
    ids = actor.world.ids[actor.own]
    path = route.filled(lambda word, name: part(word, name, ids))
    client = actor.program if route.is_api else actor.browser
    for body in bodies(route, ids):
        begun = time.process_time()
        with undone():
            status = client.generic(method, path, **body).status_code
        took = time.process_time() - begun
        if took > MOST or status >= 500 or status == TOO_LARGE:  # then nothing of it was read
            yield f"{method} {path} by {actor.name}: {status} after {took:.1f} s"
        if status == NOT_TAKEN:
            return


def test_the_fields_are_found() -> None:
    assert len(names()) > 60
    assert {"note", "text", "password1", "email", "lot"} <= set(names())


@pytest.mark.parametrize("who", WHO)
def test_no_text_in_any_field_keeps_a_process_busy(world: World, who: str) -> None:
    actor, found, asked = Actor(who, world, Counter()), [], 0
    for route in routes():
        if route.name in {*ENDS_THE_SESSION, *NOWHERE, *UPLOADS, *OCTETS}:
            continue
        for method in {"POST", "PATCH", "PUT"} & route.may.keys():
            allowed = [name for name in WHO if may(route.may[method], name)]
            if allowed[:1] == [who]:
                asked += 1
                found += slow_ones(actor, route, method)

    assert found == []
    assert asked > 2
