"""Every id in a body or a query: another's is refused like one that does not exist (SAFETY 3)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import yaml

from tests.house.access.actors import Actor, as_json
from tests.house.access.bodies import patient, soon
from tests.house.access.foreign import API, foreign_faults, names_tried
from tests.house.access.world import DECIDES_FOR, OF_A, ROLES, World
from tests.house.source import ROOT

pytestmark = pytest.mark.django_db
Taken = tuple[
    str, str, str
]  # method, path, name; a client_id is made by the phone and names nothing
ELSEWHERE = {
    ("POST", "/api/v1/messages/", "photos"),  # foreign._photo_faults
    ("POST", "/api/v1/photos/{id}/measurements/", "bruise"),  # tests/services/test_measuring.py
}


def ids_taken() -> Iterator[Taken]:
    """Each id that a body or a query of the API may hold, by its own description."""
    told = yaml.safe_load((ROOT / "api/openapi.yaml").read_text(encoding="utf-8"))
    for path, calls in told["paths"].items():
        for method, call in calls.items():
            for each in call.get("parameters", ()):
                if each["in"] == "query" and each["schema"].get("format") == "uuid":
                    yield method.upper(), path, each["name"]
            for content in call.get("requestBody", {}).get("content", {}).values():
                for name in ids_in(content["schema"], told["components"]["schemas"]):
                    yield method.upper(), path, name


def ids_in(schema: Any, known: Any, name: str = "") -> Iterator[str]:
    schema = known[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if schema.get("format") == "uuid":
        yield name
    for each in (*schema.get("allOf", ()), *schema.get("oneOf", ()), *schema.get("anyOf", ())):
        yield from ids_in(each, known, name)
    if "items" in schema:
        yield from ids_in(schema["items"], known, name)
    for inner, each in schema.get("properties", {}).items():
        yield from ids_in(each, known, inner)


def test_every_id_that_the_api_takes_is_tried_or_said_why_not(world: World) -> None:
    tried = set(names_tried(world.ids["ana"]))

    untried = {each for each in ids_taken() if each[2] != "client_id"} - tried
    assert untried == ELSEWHERE
    assert len(tried) > 5


def test_a_foreign_id_in_a_body_or_query_is_refused_like_one_of_nobody(actor: Actor) -> None:
    assert list(foreign_faults(actor)) == []


@pytest.mark.parametrize("name", sorted(ROLES["Clinician"]))
def test_a_case_goes_to_a_clinician_of_its_clinic_only(world: World, name: str) -> None:
    doctor, owner = Actor(name, world, Counter()), min(DECIDES_FOR[name])
    case = world.ids[owner]
    elsewhere = "dr_dia" if owner in OF_A else "dr_cho"
    strangers = [elsewhere, "coordinator", "administrator", "removed", "nobody", "ana", "cleo"]
    targets = [str(world.people[each].pk) for each in strangers] + [str(uuid4()), "me", ""]

    said = {"reason": "please", "question": "which?", "by": soon()}
    for move in ("escalate", "assign", "second-opinion"):
        for to in targets if move == "escalate" else [*targets, "lead"]:
            kept = said if move != "assign" else {}
            body = {"version": case["version"], "to": to, **kept}
            path = f"{API}/review-cases/{case['case']}/{move}/"
            outcome = doctor.sends(True, "POST", path, case, **as_json(body))
            assert (outcome.status, outcome.changed) == (400, False), (move, to)


@pytest.mark.parametrize("clinic", ["b", "unknown"])
def test_nobody_enrols_into_a_clinic_that_is_not_hers(world: World, clinic: str) -> None:
    doctor = Actor("dr_cho", world, Counter())
    named = str(world.b.pk if clinic == "b" else uuid4())
    body = {**patient({}), "clinic": named}

    outcome = doctor.sends(True, "POST", f"{API}/patients/", world.ids["ana"], **as_json(body))

    assert (outcome.status, outcome.changed) == (400, False)


def test_who_works_at_two_clinics_says_which_one(world: World) -> None:
    both = Actor("both", world, Counter())
    path, ids = f"{API}/patients/", world.ids["ana"]

    unsaid = both.sends(True, "POST", path, ids, **as_json(patient({})))
    said = both.sends(
        True, "POST", path, ids, **as_json({**patient({}), "clinic": str(world.b.pk)})
    )

    assert (unsaid.status, said.status) == (400, 201)


def test_the_worklist_of_another_clinics_clinician_is_empty(world: World) -> None:
    doctor = Actor("dr_cho", world, Counter())
    stranger = world.people["dr_dia"].pk
    path = f"{API}/review-cases/?assigned={stranger}"

    assert b'"results":[]' in doctor.sends(True, "GET", path, world.ids["ana"]).body
