"""Nobody sees or changes what is not theirs: every route, every method, every pair of people.

Generated from the URL configuration: a new route is in the matrix, or fails for want of a stated
permission. Source: SAFETY abuses 1, 2, 4, 7 and 17.
"""

from collections.abc import Iterator

import pytest

from tests.house.access.actors import FIXED, KINDS, Actor, Outcome
from tests.house.access.routes import METHODS, Route, routes
from tests.house.access.world import KEEPS, NOBODYS, OWNERS, ROLES, SEES, may

pytestmark = pytest.mark.django_db
ROUTES = routes()
NOWHERE = ("nowhere", "no-such-api")


def test_every_route_states_who_may_call_it() -> None:
    assert [route.path for route in ROUTES if not route.may] == []


def test_every_endpoint_states_it_for_each_method_it_takes() -> None:
    for route in ROUTES:
        if route.is_api and route.name not in NOWHERE:
            assert set(route.may) == route.taken, route.path


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
    print(f"{len(ROUTES)} routes, {actor.counts['cells']} cells so far")

    assert wrong == []


def test_no_list_names_what_belongs_to_another(actor: Actor) -> None:
    """SAFETY abuse 4: none of the ids of those she may not see, in any list she can open."""
    hidden = set(OWNERS) - SEES.get(actor.name, frozenset())
    ids = {str(each).encode() for owner in hidden for each in actor.world.ids[owner].values()}
    ids -= {b"1", b"2"}  # a version is no id
    ids -= _colleagues_of(actor)
    lists = [route for route in ROUTES if not route.parameters and route.name not in NOWHERE]

    for route in lists:
        body = actor.tries(route, "GET", actor.own).body
        assert [each for each in ids if each in body] == [], route.path


def _colleagues_of(actor: Actor) -> set[bytes]:
    """Colleagues are named to who works there or keeps their roles: she may hand cases to them."""
    works = SEES[actor.name] if actor.name in ROLES["Staff"] else frozenset()
    ids = [actor.world.ids[owner] for owner in works | KEEPS.get(actor.name, frozenset())]
    return {str(each[kind]).encode() for each in ids for kind in ("member", "colleague")}


def _faults(actor: Actor, route: Route, method: str) -> Iterator[tuple[str, str]]:
    """What this person gets at everybody's things, against what she should."""
    unknown = actor.tries(route, method, NOBODYS) if _is_object(route) else None
    for owner in OWNERS if unknown else [actor.own]:
        outcome = actor.tries(route, method, owner)
        reason = _fault(actor.name, route, method, owner, outcome, unknown)
        if reason:
            yield owner, f"{reason}, not {outcome.status}"


def _seen_by(actor: str, route: Route) -> frozenset[str]:
    is_member = any(KINDS.get(each) == "member" for each in route.parameters)
    return (KEEPS if is_member else SEES).get(actor, frozenset())


def _is_object(route: Route) -> bool:
    return any(each in KINDS for each in route.parameters)


def _fault(
    actor: str, route: Route, method: str, owner: str, outcome: Outcome, unknown: Outcome | None
) -> str:
    if outcome.status >= 500:
        return "no mistake of ours"
    if outcome.changed:
        return "no row changed"
    is_list = unknown is None and method not in ("POST", "PATCH")
    sees = is_list or owner in _seen_by(actor, route)
    if unknown and not sees and outcome.seen != unknown.seen:
        return "the answer for what does not exist"
    permission = route.may.get("GET" if method == "HEAD" else method)
    if route.is_api:
        return _api_fault(actor, permission, sees, outcome.status, route)
    return _page_fault(actor, permission or "", sees, outcome, route)


def _api_fault(actor: str, permission: str | None, sees: bool, status: int, route: Route) -> str:
    is_public = set(route.may.values()) == {"Anyone"}
    if route.name in NOWHERE:
        wanted = 404
    elif actor == "anonymous" and not is_public:
        wanted = 401
    elif permission is None:
        wanted = 405
    elif not may(permission, actor):
        wanted = 403
    elif not sees:
        wanted = 404
    else:
        return "an answer to what is hers" if status in (401, 404, 405) else ""
    return "" if status == wanted else f"{wanted}"


def _page_fault(actor: str, permission: str, sees: bool, outcome: Outcome, route: Route) -> str:
    status = outcome.status
    if not may(permission, actor):
        asked = actor == "anonymous" and status == 302 and outcome.location.startswith("/sign-in")
        return "" if asked or status in (401, 403, 405) else "turned away at the door"
    is_hidden = _is_object(route) and not sees
    return "404 or 405" if is_hidden and status not in (404, 405) else ""
