"""Nobody sees or changes what is not theirs: every route, every method, every pair of people.

Generated from the URL configuration: a new route is in the matrix, or fails for want of a stated
permission. Source: SAFETY abuses 1, 2, 4, 7 and 17.
"""

from collections import Counter

import pytest

from tests.house.access.actors import FIXED, KINDS, Actor
from tests.house.access.faults import NOWHERE, faults, list_faults, stray_faults
from tests.house.access.routes import METHODS, routes
from tests.house.access.sessions import AT_WORK, FRESH, fresh_answer, fresh_session, session_faults
from tests.house.access.world import World, may

pytestmark = pytest.mark.django_db
ROUTES = routes()


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
        fault for route in ROUTES for method in METHODS for fault in faults(actor, route, method)
    ]
    print(f"{len(ROUTES)} routes, {actor.counts['cells']} cells so far")

    assert wrong == []


def test_no_list_names_what_belongs_to_another(actor: Actor) -> None:
    """SAFETY abuse 4: nothing of those she may not see, in any list she can open."""
    with fresh_session(actor):  # what leaves is looked through as well
        assert [fault for route in ROUTES for fault in list_faults(actor, route)] == []


def test_what_is_about_one_names_nobody_else(actor: Actor) -> None:
    """Somebody's page, or one clinic's, has nothing of the next one's, though she may open both."""
    with fresh_session(actor):
        assert [fault for route in ROUTES for fault in stray_faults(actor, route)] == []


def test_a_session_that_has_not_shown_enough_opens_nothing(actor: Actor) -> None:
    """SAFETY abuse 21: one factor opens no patient, an old sign-in nothing that needs a new one."""
    assert [fault for route in ROUTES for fault in session_faults(actor, route)] == []


@pytest.mark.parametrize("name", ["ana", "lead"])
def test_what_needs_a_fresh_sign_in_opens_with_one(world: World, name: str) -> None:
    actor = Actor(name, world, Counter())
    fresh = [route for route in ROUTES if route.name in FRESH and may(route.may["GET"], name)]

    answers = {route.name: fresh_answer(actor, route).status for route in fresh}

    assert {route for route, status in answers.items() if status == 403} == set()
    assert answers["mfa_add_webauthn"] == 200


def test_what_leaves_the_clinic_is_known_to_the_matrix(world: World) -> None:
    """Else nothing would be asked of it above. A PDF needs libraries that a machine may lack."""
    lead = Actor("lead", world, Counter())
    taken = {
        route.name
        for route in ROUTES
        for method in ("GET", "POST")
        if route.may.get(method) in AT_WORK and fresh_answer(lead, route, method).is_taken
    }

    assert taken - {"case-paper"} == {"lot-list", "caseload-sheet", "case-report"}
