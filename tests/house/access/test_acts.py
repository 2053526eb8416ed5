"""What somebody does is written down with it, or is not done: every address that writes.

Source: SAFETY abuses 28 and 29. What nobody can write down shows nothing either.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.house.access.actors import FORM, Actor, Outcome, undone
from tests.house.access.addresses import ENDS_THE_SESSION, part
from tests.house.access.bodies import BODIES, UPLOADS
from tests.house.access.faults import NOWHERE
from tests.house.access.routes import Route, routes
from tests.house.access.sessions import fresh_session
from tests.house.access.test_looks import Names, named_by, names, reads  # noqa: F401
from tests.house.access.test_mass_assignment import WRITES, form_of, sent
from tests.house.access.world import World, may, rows
from tracker.imaging.intake import take_in
from tracker.models import AuditEvent
from tracker.records import audit
from tracker.services import photos

pytestmark = pytest.mark.django_db
Ids = Mapping[str, Any]
# A page's form as it is meant; what a program may send is in bodies.py.
PAGES: Mapping[str, Callable[[Ids], Mapping[str, Any]]] = {
    "erase": lambda ids: {"record": ids["patient"], "do": "ask"},
    "decision": lambda ids: {"given": "no"},
    "reminder-time": lambda ids: {"at": "19:30"},
    "photo-withdraw": lambda ids: {},
    "messages": lambda ids: {"treatment": ids["treatment"], "client_id": ids["case"], "text": "x"},
    "case-move": lambda ids: {"version": ids["version"], "reason": "treated"},
    "worklist-several": lambda ids: {"do": "claim", "case": f"{ids['case']}~{ids['version']}"},
    "patient-case": lambda ids: {
        "urgency": "review", "reason": "She phoned", "treatment": ids["treatment"]
    },
    "patient-skin-type": lambda ids: {"skin_type": "III"},
    "patient-messages": lambda ids: {
        "treatment": ids["treatment"], "client_id": ids["case"], "text": "Hello"
    },
    "admin-numbers": lambda ids: {"phone": "+44 20 7946 0999", "emergency_number": "999"},
    "admin-people": lambda ids: {"email": "n@x.example", "name": "Nora", "roles": "coordinator"},
    "admin-member": lambda ids: {"act": "give", "role": "coordinator"},
}  # fmt: skip


class NoRoomForTheRow(RuntimeError):
    pass


@pytest.fixture
def any_picture(monkeypatch: pytest.MonkeyPatch, a_jpeg: bytes) -> None:
    clean = take_in(a_jpeg)
    monkeypatch.setattr(photos, "take_in", lambda _data: clean)


@pytest.mark.usefixtures("any_picture")
@pytest.mark.parametrize(
    ("who", "least"), [("ana", 11), ("lead", 24), ("coordinator", 13), ("administrator", 3)]
)
def test_each_act_is_written_down_or_not_done(
    world: World, who: str, least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor, before, done, wrong = Actor(who, world, Counter()), rows(), [], []
    with fresh_session(actor):
        for route, method in acts(actor):
            has_row, changed = tried(actor, route, method, before)
            if not changed:
                continue
            done.append(route.name)
            if not has_row:
                wrong.append(f"{method} {route.name} changes {changed} and nobody hears of it")
            with monkeypatch.context() as broken:
                broken.setattr(audit, "record", no_room)
                _row, stays = tried(actor, route, method, before)
            if stays and has_row:
                wrong.append(f"{method} {route.name} leaves {stays} without its row")

    assert wrong == []
    assert len(set(done)) >= least


@pytest.mark.parametrize("who", ["lead", "coordinator"])
def test_no_look_is_had_that_cannot_be_written_down(
    world: World,
    names: Names,  # noqa: F811
    who: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of all that names a patient and is a look; a list that is none shows itself as ever."""
    actor, shut = Actor(who, world, Counter()), 0
    with fresh_session(actor):
        for route, path in reads(actor):
            if not named_by(actor, route, path, names)["seen"]:
                continue
            with monkeypatch.context() as broken:
                broken.setattr(audit, "record", no_room)
                shown = shown_at(actor, route, path)
            assert shown is None or shown.status == 500, path
            assert shown is None or not any(name.encode() in shown.body for name in names.values())
            shut += 1

    assert shut > 15


def acts(actor: Actor) -> Iterator[tuple[Route, str]]:
    for route in routes():
        if route.name in NOWHERE or route.name in ENDS_THE_SESSION:
            continue
        for method in WRITES if route.is_api else ("POST",):
            if method in route.may and may(route.may[method], actor.name):
                yield route, method


def tried(
    actor: Actor, route: Route, method: str, before: Mapping[str, str]
) -> tuple[bool, list[str]]:
    """Whether it was written down, and the tables that it changed; undone behind her."""
    with undone():
        known = AuditEvent.objects.count()
        act(actor, route, method)
        changed = [table for table, now in rows().items() if now != before[table]]
        return AuditEvent.objects.count() > known, changed


def act(actor: Actor, route: Route, method: str) -> None:
    ids = actor.world.ids[actor.own]
    path = route.filled(lambda word, name: part(word, name, ids))
    try:
        if route.is_api:
            body = {**BODIES, **UPLOADS}.get(route.name, lambda _ids: {})(ids)
            sent(actor.program, method, path, route, body)
            return
        form = urlencode(PAGES[route.name](ids)) if route.name in PAGES else form_of(ids)
        actor.browser.generic("POST", path, form, content_type=FORM)
    except NoRoomForTheRow:
        return


def shown_at(actor: Actor, route: Route, path: str) -> Outcome | None:
    """None where the fault went through to the server, which answers with a page of nobody's."""
    client = actor.program if route.is_api else actor.browser
    with undone():
        try:
            return Outcome(client.get(path), changed=False, ids={})
        except NoRoomForTheRow:
            return None


def no_room(*_said: Any, **_more: Any) -> None:
    raise NoRoomForTheRow
