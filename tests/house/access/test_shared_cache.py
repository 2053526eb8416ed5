"""Everybody behind one cache of their network: nothing of one person ever reaches the next.

The cache is a greedy one: whatever RFC 9111 does not forbid a shared cache to keep, it keeps, for
any person and for ever, without asking again; only Vary tells two requests apart.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.house.access.actors import CHANGING, Actor, Quick, undone
from tests.house.access.addresses import ENDS_THE_SESSION, part
from tests.house.access.routes import Route, routes
from tests.house.access.test_headers import PUBLIC
from tests.house.access.world import World

pytestmark = pytest.mark.django_db
KEPT = {200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501}  # RFC 9110, 15.1
NEVER = ("no-store", "private")
IN_TURN = ("ana", "anonymous", "ben", "dr_cho", "dr_dia", "lead", "removed")


class SharedCache:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], list[tuple[dict[str, str], str, Any]]] = {}
        self.counts: Counter[str] = Counter()

    def get(
        self, path: str, who: str, headers: dict[str, str], fetch: Callable[[], Any]
    ) -> tuple[str, Any]:
        """Whose answer this person gets, and the answer."""
        for wanted, owner, answer in self.kept.get(("GET", path), []):
            if all(headers.get(name, "") == value for name, value in wanted.items()):
                self.counts["from the cache"] += 1
                return owner, answer
        answer = fetch()
        if self.may_keep(headers, answer):
            names = self.varies(answer)
            if "*" not in names:
                wanted = {name: headers.get(name, "") for name in names}
                self.kept.setdefault(("GET", path), []).append((wanted, who, answer))
                self.counts["kept"] += 1
        return who, answer

    @staticmethod
    def varies(answer: Any) -> list[str]:
        return [name.strip() for name in answer.get("Vary", "").split(",") if name.strip()]

    @staticmethod
    def may_keep(headers: dict[str, str], answer: Any) -> bool:
        said = answer.get("Cache-Control", "").lower()
        if answer.status_code not in KEPT or any(word in said for word in NEVER):
            return False
        return "Authorization" not in headers or "public" in said or "s-maxage" in said


@pytest.fixture
def people(world: World) -> list[Actor]:
    return [Actor(name, world, Counter()) for name in IN_TURN]


def seen_by_a_cache(client: Quick, language: str) -> dict[str, str]:
    bearer = client.defaults.get("HTTP_AUTHORIZATION", "")
    cookie = "; ".join(f"{name}={each.value}" for name, each in sorted(client.cookies.items()))
    headers = {"Authorization": bearer, "Cookie": cookie, "Accept-Language": language}
    return {name: said for name, said in headers.items() if said}


def lines(cache: SharedCache, people: list[Actor], route: Route, owner: str) -> Iterator[str]:
    """What went to the wrong person, or is kept although it is not everybody's."""
    path = route.filled(lambda word, name: part(word, name, people[0].world.ids[owner]))
    for language in ("en", "es") if route.name in PUBLIC else ("en",):
        for actor in people:
            client = actor.program if route.is_api else actor.browser
            headers = seen_by_a_cache(client, language)

            def fetch(client: Quick = client, language: str = language) -> Any:
                with undone():
                    return client.get(path, headers={"Accept-Language": language})

            whose, answer = cache.get(path, actor.name, headers, fetch)
            if whose == actor.name:
                continue
            if route.name not in PUBLIC:
                yield f"{actor.name} reads what {path} answered {whose}"
            if body_of(answer) != body_of(fetch()):
                yield f"{path} is kept, and is another one for {actor.name}"


def body_of(answer: Any) -> bytes:
    if answer.streaming:
        return b""
    return CHANGING.sub(b"", answer.content)


@pytest.mark.full
def test_nobody_gets_what_was_answered_to_somebody_else(world: World, people: list[Actor]) -> None:
    cache = SharedCache()
    wrong = [
        line
        for route in routes()
        if route.name not in ENDS_THE_SESSION and "GET" in route.may
        for owner in (("ana", "cleo") if route.parameters else ("ana",))
        for line in lines(cache, people, route, owner)
    ]
    print(dict(cache.counts))

    assert wrong == []
    assert cache.counts["kept"] > 0, "what is everybody's is kept, or this proves nothing"


def test_nothing_that_is_kept_sets_a_cookie(world: World, people: list[Actor]) -> None:
    cache = SharedCache()
    for route in routes():
        if route.name in PUBLIC:
            list(lines(cache, people, route, "ana"))
    kept = [answer for entries in cache.kept.values() for _wanted, _who, answer in entries]

    assert len(kept) >= len(PUBLIC)
    assert [dict(answer.cookies) for answer in kept if answer.cookies] == []


def test_a_cache_would_mix_them_up_without_the_headers(
    world: World, people: list[Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check bites."""
    monkeypatch.setattr(SharedCache, "may_keep", staticmethod(lambda _headers, _answer: True))
    monkeypatch.setattr(SharedCache, "varies", staticmethod(lambda _answer: []))
    route = next(route for route in routes() if route.name == "today")

    assert any(
        "reads what / answered ana" in line for line in lines(SharedCache(), people, route, "ana")
    )
