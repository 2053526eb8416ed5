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
from urllib.parse import urlencode

import pytest

from tests.house.access.actors import FORM, FORMS, Actor, as_json, undone
from tests.house.access.addresses import ENDS_THE_SESSION, part
from tests.house.access.bodies import BODIES, OCTETS, UPLOADS
from tests.house.access.faults import NOWHERE
from tests.house.access.routes import Route, routes
from tests.house.access.world import World, may
from tests.house.source import ROOT

pytestmark = [pytest.mark.full, pytest.mark.django_db]
WHO = ("anonymous", "ana", "dr_cho", "lead")  # the first that may, of each route
EACH, AT_ONCE = 16_000, 25  # characters of a field, and fields: what one body may hold
MOST = 1.5  # seconds of this process; as a rule it is some hundredths
NAME = re.compile(r'name="([A-Za-z][\w.-]*)"')
TEXTS = ("1", "ab", "a@", "\n ")
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


def bodies(route: Route, method: str, ids: Any) -> Iterator[dict[str, Any]]:
    if route.is_api:
        for text in TEXTS if route.name in BODIES else ():
            yield as_json(lengthened(BODIES[route.name](ids), text))
        return
    right = {name: ids[name] for name in RIGHT} | {"reason": "treated"}
    for text in TEXTS:
        left = iter(names())
        while some := tuple(islice(left, AT_ONCE)):
            said = urlencode({**right, **dict.fromkeys(some, long(text))})
            yield {"data": "&".join([said, *FORMS.values()]), "content_type": FORM}


def lengthened(body: Any, text: str) -> Any:
    """Each text in it, ids and codes too."""
    if isinstance(body, dict):
        return {name: lengthened(said, text) for name, said in body.items()}
    if isinstance(body, list):
        return [lengthened(said, text) for said in body]
    return long(text) if isinstance(body, str) else body


def slow_ones(actor: Actor, route: Route, method: str) -> Iterator[str]:
    ids = actor.world.ids[actor.own]
    path = route.filled(lambda word, name: part(word, name, ids))
    client = actor.program if route.is_api else actor.browser
    for body in bodies(route, method, ids):
        begun = time.process_time()
        with undone():
            answer = client.generic(method, path, **body)
        took = time.process_time() - begun
        if took > MOST or answer.status_code >= 500:
            yield f"{method} {path} by {actor.name}: {answer.status_code} after {took:.1f} s"


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
