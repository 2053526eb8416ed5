"""A foreign page sends with her browser: every address that may write, by every method, refuses.

Her session comes along by itself; the token of a page of ours, or where it is sent from, does not.
Source: SAFETY abuse 17; OWASP ASVS 5.0, 3.5.1.
"""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.house.access.actors import Actor, Outcome
from tests.house.access.faults import NOWHERE
from tests.house.access.routes import METHODS, Route, routes
from tests.house.access.sessions import fresh_session
from tests.house.access.world import World

pytestmark = pytest.mark.django_db
UNSAFE = tuple(method for method in METHODS if method not in ("GET", "HEAD", "OPTIONS"))
TOKEN = "a" * 32
WITH_TOKEN = {settings.CSRF_HEADER_NAME: TOKEN}
FOREIGN = (
    {},
    {"HTTP_ORIGIN": "http://testserver"},
    {"HTTP_ORIGIN": "https://evil.example", **WITH_TOKEN},
    {"HTTP_ORIGIN": "null", **WITH_TOKEN},
)
WHO = (
    "anonymous",
    "ana",
    *(pytest.param(who, marks=pytest.mark.full) for who in ("dr_cho", "lead", "administrator")),
)


@pytest.fixture(params=WHO)
def actor(request: pytest.FixtureRequest, world: World) -> Actor:
    """In a browser that keeps the cookie of the token, as it would."""
    found = Actor(str(request.param), world, Counter())
    found.browser.handler.enforce_csrf_checks = True
    found.browser.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    return found


def sent(actor: Actor, route: Route, method: str, said: dict[str, str]) -> Outcome:
    before = dict(actor.browser.defaults)
    actor.browser.defaults |= said
    try:
        return actor.tries(route, method, actor.own, in_browser=True)
    finally:
        actor.browser.defaults = before


def faults(actor: Actor, route: Route) -> Iterator[str]:
    for method in UNSAFE:
        for said in FOREIGN:
            outcome = sent(actor, route, method, said)
            if not is_refused(actor, route, outcome):
                yield f"{method} /{route.path} with {said}: {outcome.status}"
            if outcome.changed:
                yield f"{method} /{route.path} with {said} writes"


def is_refused(actor: Actor, route: Route, outcome: Outcome) -> bool:
    """Where nothing is to be done, that may be said; the API asks whoever has no session."""
    if outcome.status == 405 or route.name in NOWHERE:
        return True
    if route.is_api and actor.name == "anonymous":
        return outcome.status == 401
    return outcome.status == 403 and (b"csrf" in outcome.body or not route.is_api)


def test_no_address_takes_what_a_foreign_page_sends(actor: Actor) -> None:
    with fresh_session(actor):
        wrong = [line for route in routes() for line in faults(actor, route)]

    assert wrong == []


def test_what_our_own_page_sends_gets_past_this_door(world: World) -> None:
    """Or the other test would prove nothing."""
    ana = Actor("ana", world, Counter())
    ana.browser.handler.enforce_csrf_checks = True
    ana.browser.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    own = {"HTTP_ORIGIN": "http://testserver", **WITH_TOKEN}
    hers = [route for route in routes() if route.may.get("POST") == "Patient"]
    with fresh_session(ana):
        statuses = Counter(sent(ana, route, "POST", own).status for route in hers)

    assert statuses[403] == 0
    assert statuses.total() > 10
