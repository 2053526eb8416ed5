"""Every id in a body or a query: another's is refused like one that does not exist (SAFETY 3)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.house.access.actors import Actor, as_json
from tests.house.access.bodies import check_in, message, patient, soon, treatment
from tests.house.access.world import NOBODYS, OWNERS, ROLES, SEES, World

pytestmark = pytest.mark.django_db
API = "/api/v1"
Try = tuple[str, str, dict[str, Any]]


def tries_of(actor: Actor) -> Iterator[Try]:
    """What this person may send, with the ids of each person that she must not name."""
    seen = SEES.get(actor.name, frozenset())
    for owner in (*OWNERS, NOBODYS):
        ids = actor.world.ids[owner]
        if owner not in seen:
            yield from _foreign_rows(ids)
            for own in sorted(seen):
                yield from _foreign_photos(actor.world.ids[own], ids)


def _foreign_rows(ids: dict[str, Any]) -> Iterator[Try]:
    yield "POST", "/check-ins/", as_json(check_in(ids))
    yield "POST", "/treatments/", as_json(treatment(ids))
    yield "POST", "/messages/", as_json(message(ids))
    yield "POST", "/messages/seen/", as_json({"treatment": str(ids["treatment"])})
    yield "GET", f"/check-ins/?treatment={ids['treatment']}", {}
    yield "GET", f"/messages/?treatment={ids['treatment']}", {}


def _foreign_photos(own: dict[str, Any], ids: dict[str, Any]) -> Iterator[Try]:
    yield "POST", "/messages/", as_json(message(own) | {"photos": [str(ids["photo"])]})
    both = [str(own["photo"]), str(ids["photo"])]
    yield "POST", "/messages/", as_json(message(own) | {"photos": both})


def test_a_foreign_id_in_a_body_or_query_is_refused_and_changes_nothing(actor: Actor) -> None:
    wrong = []
    for method, path, body in tries_of(actor):
        outcome = actor.sends(True, method, API + path, actor.world.ids[NOBODYS], **body)
        if outcome.changed or outcome.status not in (400, 401, 403, 404):
            wrong.append((method, path, outcome.status, outcome.changed))

    assert wrong == []


@pytest.mark.parametrize("name", sorted(ROLES["Clinician"]))
def test_a_case_goes_to_a_clinician_of_its_clinic_only(world: World, name: str) -> None:
    doctor = Actor(name, world, Counter())
    case = world.ids[doctor.own]
    elsewhere = "dr_dia" if doctor.own == "ana" else "dr_cho"
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
