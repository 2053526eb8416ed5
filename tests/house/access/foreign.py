"""What anybody may send, with ids inside that are another's: refused like ids that are nobody's."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from django.urls import resolve

from tests.conftest import VERSION
from tests.house.access.actors import FORM, Actor, as_json
from tests.house.access.bodies import check_in, message, patient, treatment
from tests.house.access.world import KEEPS, NOBODYS, OWNERS, SEES, WORKS_FOR

API, MESSAGES = "/api/v1", "api/v1/messages/"
Ids = Mapping[str, Any]
Try = tuple[bool, str, str, dict[str, Any]]  # to the API, method, path, body
REFUSALS = (400, 401, 403, 404, 422)
ADMIN_PAGES = ("people", "hours", "numbers", "times", "languages", "consents", "retention", "audit")
CASELOAD = ("", "/cases", "/check-ins", "/treatments")
REHEARSAL = f"/clinic/protocol/versions/{VERSION}/rehearsal"


def foreign_faults(actor: Actor, only: Collection[str] | None = None) -> Iterator[str]:
    """Lines for each try that is answered otherwise than the same with nobody's ids, or changes.

    only: paths of the routes that are tried; None is all of them.
    """

    def kept(tries: Iterator[Try]) -> list[Try]:
        return [each for each in tries if only is None or _route_of(each) in only]

    for tries, may_name in ((_rows, SEES), (_clinics, WORKS_FOR), (_offices, KEEPS)):
        unknown = [_sent(actor, each) for each in kept(tries(actor.world.ids[NOBODYS]))]
        for owner in OWNERS:
            if owner in may_name.get(actor.name, ()):
                continue
            ids = actor.world.ids[owner]
            for one, nobodys in zip(kept(tries(ids)), unknown, strict=True):
                yield from _differs(actor, one, nobodys, f"of {owner}")
    if only is None or MESSAGES in only:
        for owner in SEES.get(actor.name, ()):
            yield from _photo_faults(actor, owner)


def names_tried(ids: Ids) -> Iterator[tuple[str, str, str]]:
    """Method, path and name of each id inside a body or a query of the API."""
    ours = {str(each) for each in ids.values()}
    for is_api, method, address, body in (*_rows(ids), *_clinics(ids), *_offices(ids)):
        path, _, query = address.partition("?")
        said = json.loads(body["data"]) if is_api and body else dict(parse_qsl(query))
        for name, each in said.items() if is_api else ():
            if str(each) in ours:
                yield method, path, name


def _route_of(one: Try) -> str:
    return resolve(one[2].partition("?")[0]).route


def _rows(ids: Ids) -> Iterator[Try]:
    """What belongs to a patient."""
    yield True, "POST", f"{API}/check-ins/", as_json(check_in(ids))
    yield True, "POST", f"{API}/treatments/", as_json(treatment(ids))
    yield True, "POST", f"{API}/messages/", as_json(message(ids))
    yield True, "POST", f"{API}/messages/seen/", as_json({"treatment": str(ids["treatment"])})
    for path in ("check-ins", "messages"):
        yield True, "GET", f"{API}/{path}/?treatment={ids['treatment']}", {}
    for page in ("/messages", "/history"):
        yield False, "GET", f"{page}?treatment={ids['treatment']}", {}
    yield False, "GET", f"/clinic/enrol?like={ids['treatment']}", {}
    for page in ("/check-in", "/messages", "/aftercare/slips"):
        yield False, "POST", page, _form(treatment=ids["treatment"], text="Hello")
    chosen = {"case": f"{ids['case']}~{ids['version']}"}
    for do in ("claim", "label"):
        yield False, "POST", "/clinic/several", _form(**chosen, do=do, label="Looked at")
    for page in ("/clinic/several/message", "/clinic/undo"):
        yield False, "POST", page, _form(**chosen, template=uuid4())
    yield False, "POST", "/clinic/enrol", _form(like=ids["treatment"], action="save")
    own = f"/clinic/patients/{ids['patient']}/treatment"
    yield False, "GET", f"{own}?like={ids['treatment']}", {}
    yield False, "POST", own, _form(like=ids["treatment"], action="record")
    for page in ("messages", "case"):
        yield False, "POST", f"/clinic/patients/{ids['patient']}/{page}", _form(**_written(ids))


def _written(ids: Ids) -> Mapping[str, Any]:
    said = {"treatment": ids["treatment"], "shown": ids["message"], "client_id": uuid4()}
    return said | {"text": "Hello", "urgency": "urgent", "reason": "By phone"}


def _clinics(ids: Ids) -> Iterator[Try]:
    """What belongs to a clinic: being a patient there gives no right to it."""
    named = {"clinic": str(ids["clinic"])}
    yield True, "POST", f"{API}/patients/", as_json({**patient({}), **named})
    for page in ("enrol", *(f"caseload{each}" for each in CASELOAD)):
        yield False, "GET", f"/clinic/{page}?{urlencode(named)}", {}
    yield False, "POST", "/clinic/enrol", _form(**named, name="New Person")
    yield False, "GET", f"{REHEARSAL}?{urlencode(named)}", {}
    yield False, "POST", REHEARSAL, _form(**named, days=30)
    for act in ("give", "away"):
        yield False, "POST", "/clinic/handover", _form(**named, act=act)


def _offices(ids: Ids) -> Iterator[Try]:
    """What a clinic's keepers look after."""
    named = {"clinic": str(ids["clinic"])}
    yield False, "GET", f"/clinic/templates?{urlencode(named)}", {}
    yield False, "POST", "/clinic/templates", _form(**named, do="start")
    for page in ADMIN_PAGES:
        yield False, "GET", f"/clinic/admin/{page}?{urlencode(named)}", {}


def _photo_faults(actor: Actor, owner: str) -> Iterator[str]:
    """A photo of another, alone and beside one that may be sent."""
    own, nobodys = actor.world.ids[owner], actor.world.ids[NOBODYS]
    for other in (each for each in OWNERS if each not in SEES.get(actor.name, ())):
        theirs = actor.world.ids[other]
        for kept in ([], [str(own["photo"])]):
            one, none = (_with_photos(own, [*kept, str(i["photo"])]) for i in (theirs, nobodys))
            yield from _differs(actor, one, _sent(actor, none), f"with a photo of {other}")


def _with_photos(own: Ids, photos: list[str]) -> Try:
    return True, "POST", f"{API}/messages/", as_json(message(own) | {"photos": photos})


def _differs(actor: Actor, one: Try, nobodys: Any, whose: str) -> Iterator[str]:
    outcome = _sent(actor, one)
    what = f"{one[1]} {one[2].partition('?')[0]} {whose}"
    if outcome.changed:
        yield f"{what}: no row changed, not {outcome.status}"
    elif outcome.status >= 500:
        yield f"{what}: no mistake of ours, not {outcome.status}"
    elif outcome.seen != nobodys.seen:
        yield f"{what}: the answer for what does not exist, not {outcome.status}"
    elif one[0] and outcome.status not in REFUSALS and one[1] == "POST":
        yield f"{what}: refused, not {outcome.status}"


def _sent(actor: Actor, one: Try) -> Any:
    is_api, method, path, body = one
    every = {
        f"{owner} {kind}": each for owner in actor.world.ids for kind, each in _ids(actor, owner)
    }
    return actor.sends(is_api, method, path, every, **body)


def _ids(actor: Actor, owner: str) -> list[tuple[str, Any]]:
    return list(actor.world.ids[owner].items())


def _form(**fields: Any) -> dict[str, Any]:
    return {"data": urlencode(fields), "content_type": FORM}
