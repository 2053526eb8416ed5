"""A form that comes back with somebody of the clinic on it is a look at her, like the page itself.

What was done is an act of its own (test_acts.py); the list of the worklist is none (docs/adr/040).
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.house.access.actors import FORM, Actor, undone
from tests.house.access.addresses import part
from tests.house.access.routes import routes
from tests.house.access.sessions import AT_WORK, fresh_session
from tests.house.access.test_looks import Names, names, written  # noqa: F401
from tests.house.access.test_mass_assignment import form_of
from tests.house.access.world import LOT, World, may

pytestmark = pytest.mark.django_db
Ids = Mapping[str, Any]


def forms(ids: Ids) -> list[str]:
    """Sent to every page of the clinic: nothing, too much, and what asks for a look before."""
    case = f"{ids['case']}~{ids['version']}"
    stale = {"version": ids["version"] + 5, "seen": 0, "reason": "treated"}
    preview = {"step": "preview", "lot": LOT, "text": "Please phone", "treatment": ids["treatment"]}
    several = {"template": ids["template"], "case": case}
    return ["", form_of(ids), *map(urlencode, (stale, preview, several, {"action": "amounts"}))]


@pytest.mark.parametrize("who", ["lead", "coordinator"])
def test_it_is_a_look(world: World, names: Names, who: str) -> None:  # noqa: F811
    actor, told, unseen = Actor(who, world, Counter()), Counter[str](), []
    ids = world.ids[actor.own]
    with fresh_session(actor):
        for route in routes():
            guard = route.may.get("POST", "")
            if route.is_api or guard not in AT_WORK or not may(guard, who):
                continue
            path = route.filled(lambda word, name: part(word, name, ids))
            for form in forms(ids):
                with undone(), written(actor) as rows:
                    answer = actor.browser.generic("POST", path, form, content_type=FORM)
                if answer.streaming or answer.status_code in (302, 303):
                    continue
                named = {pk for pk, name in names.items() if name.encode() in answer.content}
                seen = {row.subject_id for row in rows if row.action == "chart.viewed"}
                told[route.name] += len(named)
                unseen += [f"{route.name} {form[:40]} names {names[pk]}" for pk in named - seen]

    assert unseen == []
    assert len(+told) > 5
