"""Every field of every model is sent along to every address that writes: only its own is read.

Each request is made twice, as it is meant and with some three hundred names beside it, and both
leave the same rows, columns that the contract offers apart. Source: SAFETY abuse 5.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.house.access.actors import FORM, FORMS, Actor, Quick, as_json, undone
from tests.house.access.addresses import ENDS_THE_SESSION, part
from tests.house.access.bodies import BODIES, UPLOADS
from tests.house.access.faults import NOWHERE
from tests.house.access.planted import (
    changes,
    columns,
    everything,
    extras,
    is_planted,
    stuffed,
    touched,
)
from tests.house.access.routes import Route, routes
from tests.house.access.world import World, may
from tracker.imaging.intake import take_in
from tracker.services import photos

pytestmark = pytest.mark.django_db
WRITES = ("POST", "PATCH", "PUT")
WHO = ("ana", "dr_cho", "lead", "coordinator", "administrator")
MOST_NAMES = 40  # that a contract knows and refuses this value of
# What a contract offers besides what the body here says: API.md, "Patients", "Treatments", …
ASKED = {
    f"tracker_patient.{name}"
    for name in (
        "other_allergy",
        "other_blood_thinner",
        "prior_reaction",
        "toxin_asked_on",
        "toxin_elsewhere",
    )
}
OFFERED: dict[str, set[str]] = {
    "POST patients": {"tracker_patient.phone", *ASKED},
    "PATCH patient": {
        *ASKED,
        "tracker_auditevent.detail",
        "tracker_patient.date_of_birth",
        "tracker_patient.phone",
    },
    "POST treatments": {
        "tracker_auditevent.detail",
        "tracker_injectionsite.amount",
        "tracker_injectionsite.unit",
        "tracker_treatment.lot",
        "tracker_treatment.lot_expires_on",
    },
    "POST check-ins": {
        "tracker_assessment.receipt",
        "tracker_checkin.content",
        "tracker_symptomreport.onset_at",
    },
    "POST check-in-photos": {"tracker_photo.taken_again"},
    "POST review-case-request-photo": {"tracker_photorequest.text", "tracker_reviewevent.note"},
}
# What a page's form asks for by a name that a model has, too.
A_MESSAGE = {"tracker_message.client_id", "tracker_message.text"}
ASKED = {"messages": A_MESSAGE, "patient-messages": A_MESSAGE}
# Not legal as the case stands; their bodies are a version, a text, a reason: api/contract/moves.py.
ANOTHER_STATE = {f"POST review-case-{move}" for move in ("release", "give-opinion", "reopen")}
BYTES_ALONE = {"PATCH check-in-photo-parts"}  # no name can stand beside them
POWERS = ("is_staff", "is_superuser")


@pytest.fixture
def people(world: World) -> dict[str, Actor]:
    return {name: Actor(name, world, Counter()) for name in WHO}


@pytest.fixture
def any_picture(monkeypatch: pytest.MonkeyPatch, a_jpeg: bytes) -> None:
    clean = take_in(a_jpeg)
    monkeypatch.setattr(photos, "take_in", lambda _data: clean)


def sent(client: Quick, method: str, path: str, route: Route, body: Any) -> Any:
    if route.name in UPLOADS:
        form = {name: said for name, said in body.items() if isinstance(said, (str, int))}
        file = [(name, said) for name, said in body.items() if hasattr(said, "read")]
        for _name, each in file:
            each.seek(0)
        data = encode_multipart(BOUNDARY, form | dict(file))
        return client.generic(method, path, data, content_type=MULTIPART_CONTENT)
    return client.generic(method, path, **as_json(body))


def unlike(actor: Actor, route: Route, method: str, names: dict[str, list[str]]) -> set[str] | None:
    """Columns that the names beside the body changed; None where this person may not do it."""
    ids = actor.world.ids[actor.own]
    path = route.filled(lambda word, name: part(word, name, ids))
    body = {**BODIES, **UPLOADS}.get(route.name, lambda _ids: {})(ids)
    before = everything()
    with undone():
        if sent(actor.program, method, path, route, body).status_code >= 300:
            return None
        clean = changes(before, names)
    more = extras()
    for _try in range(MOST_NAMES):
        with undone():
            answer = sent(actor.program, method, path, route, stuffed(body, more))
            if answer.status_code < 300:
                return set(touched(clean, changes(before, names)))
            said = json.loads(answer.content)["fields"]
        refused = {step for name in said for step in name.split(".")} & more.keys()
        refused = refused or refused_of(more, partial(is_taken, actor, method, path, body))
        assert refused, (path, answer.status_code, answer.content[:300])
        more = {name: said for name, said in more.items() if name not in refused}
    raise AssertionError(f"{path} refuses more than {MOST_NAMES} names")


def refused_of(more: dict[str, Any], is_taken: Callable[[dict[str, Any]], bool]) -> set[str]:
    """Which names are, each for itself, found by halves: of what is taken together none is."""
    if is_taken(more):
        return set()
    if len(more) == 1:
        return set(more)
    names, half = list(more), len(more) // 2
    parts = ({name: more[name] for name in some} for some in (names[:half], names[half:]))
    return {name for part in parts for name in refused_of(part, is_taken)}


def is_taken(actor: Actor, method: str, path: str, body: Any, more: dict[str, Any]) -> bool:
    """Not so where an id that the contract offers is of something that is not there."""
    with undone():
        answer = actor.program.generic(method, path, **as_json({**body, **more}))
        return bool(answer.status_code < 400)


@pytest.mark.usefixtures("any_picture")
def test_no_address_of_the_api_reads_what_it_does_not_offer(people: dict[str, Actor]) -> None:
    names, found, never = columns(), {}, []
    for route in routes():
        for method in WRITES:
            if not route.is_api or method not in route.may or route.name in NOWHERE:
                continue
            told = [unlike(actor, route, method, names) for actor in people.values()]
            done = [each for each in told if each is not None]
            if not done:
                never.append(f"{method} {route.name}")
            if set().union(*done):
                found[f"{method} {route.name}"] = set().union(*done)

    assert set(never) == ANOTHER_STATE | BYTES_ALONE
    assert found == OFFERED


def form_of(ids: Mapping[str, Any]) -> str:
    """All of it as a browser's form sends it, and what many forms are nothing without."""
    more = {name: said[0] if isinstance(said, list) else said for name, said in extras().items()}
    right = {name: ids[name] for name in ("version", "treatment", "patient", "case")}
    return urlencode({**more, **right, "reason": "treated"}) + "&" + "&".join(FORMS.values())


def read_by(actor: Actor, route: Route, names: dict[str, list[str]]) -> set[str]:
    """Columns that hold what was planted, once this page was sent all of it."""
    ids = actor.world.ids[actor.own]
    path = route.filled(lambda word, name: part(word, name, ids))
    before = everything()
    with undone():
        actor.browser.generic("POST", path, form_of(ids), content_type=FORM)
        return {
            f"{table}.{column}"
            for table, column, value in changes(before, names)
            if is_planted(value) or (column in POWERS and value in ("1", "True"))
        }


@pytest.mark.full
def test_no_page_reads_what_it_does_not_offer(people: dict[str, Actor]) -> None:
    names, found = columns(), dict[str, set[str]]()
    for route in routes():
        if route.is_api or route.name in ENDS_THE_SESSION or "POST" not in route.may:
            continue
        for actor in people.values():
            if may(route.may["POST"], actor.name):
                found[route.name] = found.get(route.name, set()) | read_by(actor, route, names)

    assert len(found) > 100
    assert {name: read for name, read in found.items() if read} == ASKED
