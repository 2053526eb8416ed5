"""No odd value in any field or question is a mistake of ours: refused or taken, never a 500.

PostgreSQL keeps no NUL, no encoding half a surrogate pair, no calendar a 30th of February, and no
column a number of thirty digits; each is sent wherever a form, a program or an address may hold it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from tests.house.access.actors import FORM, FORMS, Actor, as_json, undone
from tests.house.access.addresses import ENDS_THE_SESSION, part
from tests.house.access.bodies import BODIES, OCTETS, UPLOADS
from tests.house.access.faults import NOWHERE
from tests.house.access.routes import Route, routes
from tests.house.access.sessions import fresh_session
from tests.house.access.test_long_texts import RIGHT, names
from tests.house.access.world import World, may
from tests.house.source import ROOT

pytestmark = [pytest.mark.full, pytest.mark.django_db]
WHO = ("anonymous", "ana", "dr_cho", "lead")  # the first that may, of each route
ODD = (b"\0", b"a\0b", b"\xed\xa0\x80", b"2026-02-30", b"9" * 30, b"-1", b"NaN", b"1e999", b"~")
IN_JSON: tuple[Any, ...] = ("\0", "\ud800", "2026-02-30", 10**30, -1, 1e308, None, [], {}, True)
# Names in one request: a refused one hides what is behind it. SQLite takes what PostgreSQL refuses.
AT_ONCE = {"GET": 220, "POST": 64}
ALL_AT_ONCE = 1000
METHODS = {"GET", "POST", "PATCH", "PUT"}
WORD = re.compile(r'"([a-z][a-z_]{1,20})"')


@cache
def questions() -> tuple[str, ...]:
    """Every name that a page may look for behind the question mark, and some that none does."""
    pages = [each.read_text(encoding="utf-8") for each in (ROOT / "frontend").rglob("*.py")]
    found = {name for page in pages if "GET" in page for name in WORD.findall(page)}
    return tuple(sorted(found | set(names())))


def some_of(every: Sequence[str], method: str) -> list[Sequence[str]]:
    size = ALL_AT_ONCE if connection.vendor == "sqlite" else AT_ONCE[method]
    return [every[at : at + size] for at in range(0, len(every), size)]


def written(fields: Sequence[str], odd: bytes) -> str:
    return "&".join(f"{name}={quote(odd)}" for name in fields)


def spoiled(body: Any, odd: Any) -> Iterator[Any]:
    """The body again and again, with one other value of it odd each time."""
    if isinstance(body, dict):
        for name, said in body.items():
            yield {**body, name: odd}
            yield from ({**body, name: each} for each in spoiled(said, odd))
    elif isinstance(body, list):
        yield from ([each] for said in body[:1] for each in (odd, *spoiled(said, odd)))


def requests(route: Route, method: str, ids: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """What follows the path, and the body."""
    right = "&".join(f"{name}={ids[name]}" for name in RIGHT)
    if method == "GET":
        yield from (
            ("?" + written(s, odd), {}) for odd in ODD for s in some_of(questions(), method)
        )
    elif route.is_api:
        body = BODIES[route.name](ids) if route.name in BODIES else {}
        yield from (("", as_json(each)) for odd in IN_JSON for each in (odd, *spoiled(body, odd)))
    else:
        for odd in ODD:
            for fields in some_of(names(), method):
                said = "&".join([right, written(fields, odd), *FORMS.values()])
                yield "", {"data": said, "content_type": FORM}


def mistakes(actor: Actor, route: Route, method: str) -> Iterator[str]:
    ids = actor.world.ids[actor.own]
    path = route.filled(lambda word, name: part(word, name, ids))
    client = actor.program if route.is_api else actor.browser
    for more, body in requests(route, method, ids):
        with undone():
            answer = client.generic(method, path + more, **body)
            list(answer)  # an export holds its place until it was read
        if answer.status_code >= 500:
            yield f"{method} {path}{more[:60]} {body} by {actor.name}: {answer.status_code}"


@pytest.mark.parametrize("who", WHO)
def test_no_odd_value_is_a_mistake_of_ours(world: World, who: str) -> None:
    actor, found, asked = Actor(who, world, Counter()), [], 0
    actor.browser.raise_request_exception = actor.program.raise_request_exception = False
    for route in routes():
        if route.name in {*ENDS_THE_SESSION, *NOWHERE, *UPLOADS, *OCTETS}:
            continue
        for method in (METHODS if route.is_api else {"GET", "POST"}) & route.may.keys():
            if [name for name in WHO if may(route.may[method], name)][:1] == [who]:
                asked += 1
                with fresh_session(actor):
                    found += mistakes(actor, route, method)

    assert found == []
    assert asked > 2
