"""Whoever of a clinic reads of a patient leaves a look at her: every route, from the URL list.

Source: SAFETY abuse 29; docs/adr/040, which exempts the worklist and the list of patients.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.conftest import treat
from tests.house.access.actors import NAMED, Actor, as_json, undone
from tests.house.access.addresses import ASKED, part
from tests.house.access.bodies import BODIES
from tests.house.access.routes import Route, routes
from tests.house.access.sessions import AT_WORK, fresh_session
from tests.house.access.world import LOT, OWNERS, World, may
from tracker.models import AuditEvent, Patient
from tracker.services.check_ins import Report, submit_check_in

pytestmark = pytest.mark.django_db
OF_OTHERS = AT_WORK | {"CareParty", "PatientOrClinician"}
# The two lists of name, day and urgency; what is asked of them that shows more is none of them.
EXEMPT: Mapping[str, tuple[str, ...]] = {
    "worklist": ("", "view=unassigned", "view=team", "view=waiting", "view=closed"),
    "patients": ("", "search=a", "lot=a"),
    "review-cases": ("", "lot={lot}"),
}
Names = Mapping[str, str]


@pytest.fixture
def names(world: World) -> Iterator[Names]:
    """Patient's id -> a name that stands nowhere else; each said something that no case holds."""
    with undone():
        found = {}
        for owner in OWNERS:
            pk = world.ids[owner]["patient"]
            found[str(pk)] = f"Quz{owner}xi"
            patient = Patient.objects.get(pk=pk)
            patient.name = found[str(pk)]
            patient.save()
            later = treat(patient, "botulinum_toxin", ["forehead"], hours_ago=48)
            said = Report(uuid4(), timezone.now(), note="Is it usual that it itches?")
            submit_check_in(by=world.people[owner], treatment=later, report=said)
        yield found


@pytest.mark.parametrize("who", ["lead", "coordinator", "dr_dia", "administrator"])
def test_each_read_that_names_a_patient_leaves_a_look(world: World, names: Names, who: str) -> None:
    actor, told = Actor(who, world, Counter()), Counter[str]()
    unseen = []
    with fresh_session(actor):
        for route, path in reads(actor):
            found = named_by(actor, route, path, names)
            told[route.name] += len(found["named"])
            unseen += [f"{path} names {names[pk]}" for pk in found["named"] - found["seen"]]

    assert unseen == []
    assert who == "administrator" or +told


@pytest.mark.parametrize("who", ["lead", "coordinator"])
def test_each_move_that_is_answered_with_a_case_is_written_down(
    world: World, names: Names, who: str
) -> None:
    """A move is an act of its own; who comes too late for it is shown the case, which is a look."""
    actor, ids, late = Actor(who, world, Counter()), world.ids["ana"], 0
    for route in routes():
        guard = route.may.get("POST", "")
        if not route.name.startswith("review-case-") or not may(guard, who):
            continue
        for version in (ids["version"], ids["version"] + 7):
            body = {**BODIES[route.name](ids), "version": version}
            path = route.filled(lambda word, name: part(word, name, ids))
            with undone(), written(actor) as rows:
                answer = actor.program.post(path, **as_json(body))
            if str(ids["case"]) in answer.content.decode():
                is_late = answer.status_code == 409
                looks = [each for each in rows if each.action == "chart.viewed"]
                assert looks if is_late else rows, path
                late += is_late

    assert late > 3


def reads(actor: Actor) -> Iterator[tuple[Route, str]]:
    ids = actor.world.ids[actor.own]
    for route in routes():
        guard = route.may.get("GET", "")
        if guard not in OF_OTHERS or not may(guard, actor.name):
            continue
        path = route.filled(lambda word, name: part(word, name, ids))
        ways = (*ASKED.get(route.name, ()), *(["lot={lot}"] if route.is_api else []))
        for query in ("", *ways):
            if query not in EXEMPT.get(route.name, ()):
                yield route, f"{path}?{query.format(lot=LOT)}"
        yield from [(route, path + NAMED[route.name])] if route.name in NAMED else []


def named_by(actor: Actor, route: Route, path: str, names: Names) -> dict[str, set[str]]:
    """The patients whose name or id stands in the answer, and those at whom a look was recorded."""
    client = actor.program if route.is_api else actor.browser
    with undone(), written(actor) as rows:
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    seen = {each.subject_id for each in rows if each.action.endswith(".viewed")}
    asked_for = "" if route.is_api else path
    return {
        "named": {
            pk
            for pk, name in names.items()
            if answer.status_code == 200
            and (name.encode() in body or (pk.encode() in body and pk not in asked_for))
        },
        "seen": seen,
    }


@contextmanager
def written(actor: Actor) -> Iterator[list[AuditEvent]]:
    """The audit rows of this person that were written inside, once it has ended."""
    rows: list[AuditEvent] = []
    before = set(AuditEvent.objects.values_list("pk", flat=True))
    yield rows
    mine = AuditEvent.objects.filter(actor=actor.world.people[actor.name].pk)
    rows.extend(mine.exclude(pk__in=before))
