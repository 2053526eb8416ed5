"""What a person gets at everybody's things, against what she should: the judgements of the matrix.

Each yields one line a fault. benchmarks/access_mutants.py asks the same of a product that lacks a
check.
"""

import io
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

from tests.house.access.actors import KINDS, Actor, Outcome
from tests.house.access.addresses import ASKED
from tests.house.access.pages import PAGES
from tests.house.access.routes import Route
from tests.house.access.world import (
    ADMINISTER_ONLY,
    KEEPS,
    LOT,
    NOBODYS,
    OF_A,
    OWNERS,
    ROLES,
    SEES,
    WORKS_FOR,
    may,
    may_there,
)

NOWHERE = ("nowhere", "no-such-api")
AS_STAFF = frozenset({"Staff", "Clinician", "ClinicalLead"})
THINGS = (
    *("patient", "treatment", "check_in", "photo", "case", "message", "said"),
    *("template", "member"),
)
KEPT = ("clinic", "member", "template")  # what administrators see of their clinics
OF_ONE_CLINIC = frozenset(each for each in PAGES if each.startswith(("caseload", "admin")))
OF_ONE_CLINIC |= {"templates", "enrol", "protocol-rehearsal"}
PACKED = frozenset({"case-paper"})  # nothing can be found in a PDF as it is
SHARED = frozenset({"version", "colleague"})  # what is everybody's among the ids


def faults(actor: Actor, route: Route, method: str) -> Iterator[str]:
    """At everybody's thing of this kind; a list of hers once."""
    unknown = actor.tries(route, method, NOBODYS) if is_object(route) else None
    for owner in OWNERS if unknown else [actor.own]:
        outcome = actor.tries(route, method, owner)
        reason = _fault(actor.name, route, method, owner, outcome, unknown)
        if reason:
            yield f"{method} /{route.path} of {owner}: {reason}, not {outcome.status}"


def is_object(route: Route) -> bool:
    return any(each in KINDS for each in route.parameters)


def _seen_by(actor: str, route: Route) -> frozenset[str]:
    """A colleague is seen by who keeps her clinic's roles; all else by who works for it."""
    is_member = any(KINDS.get(each) == "member" for each in route.parameters)
    return (KEEPS if is_member else SEES).get(actor, frozenset())


def list_faults(actor: Actor, route: Route) -> Iterator[str]:
    """Something of those she may not see, in what names no one person; archives are opened."""
    if is_object(route) or route.name in NOWHERE:
        return
    hidden = _hidden(actor, route)
    for query in ("", *ASKED.get(route.name, ()), *(["lot={lot}"] if route.is_api else [])):
        sent = actor.asks(route, query.format(lot=LOT))
        body = sent.heads + b"".join(_opened(sent.body))
        yield from (
            f"/{route.path}?{query} names {owner}" for owner, word in hidden if word in body
        )


def stray_faults(actor: Actor, route: Route) -> Iterator[str]:
    """Something of another in what is about one of them, though she may see both."""
    is_about_one = is_object(route) and route.name not in PACKED or route.name in OF_ONE_CLINIC
    if "GET" not in route.may or not is_about_one:
        return
    for owner in sorted(SEES.get(actor.name, frozenset()) | KEEPS.get(actor.name, frozenset())):
        mine = set(_all_words(actor, owner, THINGS))
        strays = [
            (other, word)
            for other in OWNERS
            for word in _all_words(actor, other, THINGS)
            if word not in mine and not (route.name in OF_ONE_CLINIC and {owner, other} <= OF_A)
        ]
        strays += [(other, word.decode()) for other, word in _gone(actor)]
        for query, sent in _looks(actor, route, owner):
            body = b"".join(_opened(sent.body)) if sent.status == 200 else b""
            yield from (
                f"/{route.path}?{query} of {owner} names {other}'s {word}"
                for other, word in strays
                if word.encode() in body
            )


def _looks(actor: Actor, route: Route, owner: str) -> Iterator[tuple[str, Outcome]]:
    if is_object(route):
        yield "", actor.tries(route, "GET", owner)
        return
    clinic = f"clinic={actor.world.ids[owner]['clinic']}"
    for query in ("", *ASKED.get(route.name, ())):
        yield query, actor.asks(route, f"{clinic}&{query}")


def _hidden(actor: Actor, route: Route) -> list[tuple[str, bytes]]:
    """A page of the clinic shows nothing of the clinic where she is a patient herself."""
    is_at_work = route.may.get("GET") in AS_STAFF
    shown = set(WORKS_FOR.get(actor.name, ()) if is_at_work else SEES.get(actor.name, ()))
    known = {word for owner in shown for word in _all_words(actor, owner)}
    if actor.name in ADMINISTER_ONLY:
        known |= {word for owner in KEEPS[actor.name] for word in _all_words(actor, owner, KEPT)}
    if actor.name in ROLES["Staff"] | ADMINISTER_ONLY:  # a colleague, and a patient elsewhere
        known.add(str(actor.world.people["mia"].pk))
    if actor.name in actor.world.people:
        known.add(str(actor.world.people[actor.name].pk))
    hidden = [
        (owner, word.encode())
        for owner in OWNERS
        if owner not in shown
        for word in _all_words(actor, owner)
        if word not in known
    ]
    return hidden + _gone(actor)


def _gone(actor: Actor) -> list[tuple[str, bytes]]:
    """Who works there no more is offered to nobody; those who keep the roles know of her."""
    gone = actor.world.people["removed"].pk
    return [] if actor.name in {"removed", *KEEPS} else [("removed", str(gone).encode())]


def _all_words(actor: Actor, owner: str, only: tuple[str, ...] = ("",)) -> Iterator[str]:
    for kind, value in actor.world.ids[owner].items():
        if kind not in SHARED and kind.startswith(only):
            yield from _words(kind, value)


def _words(kind: str, value: Any) -> list[str]:
    """A photo in an archive is a file that is named after the beginning of its id."""
    return [str(value), value.hex[:8]] if kind == "photo" else [str(value)]


def _opened(body: bytes) -> Iterator[bytes]:
    yield body
    if body[:2] == b"PK":
        try:
            with ZipFile(io.BytesIO(body)) as archive:
                yield from (archive.read(name) for name in archive.namelist())
        except BadZipFile:
            return


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
    if unknown and _is_elsewhere(permission, actor, owner):
        return "" if outcome.status in (403, 404, 405) else "403 or 404"
    if route.is_api:
        return _api_fault(actor, permission, sees, outcome.status, route)
    fault = _page_fault(actor, permission or "", sees, outcome, route)
    is_hers = method == "GET" and not unknown and may(permission or "", actor)
    if is_hers and permission in ROLES and outcome.status in (401, 403, 404):
        return "an answer to what is hers"
    return fault


def _is_elsewhere(permission: str | None, actor: str, owner: str) -> bool:
    """Her role would do, and she holds it at another clinic."""
    return bool(permission and may(permission, actor) and not may_there(permission, actor, owner))


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
    if actor == "anonymous" and not may(permission, actor):
        is_asked = status == 302 and outcome.location.startswith("/sign-in")
        return "" if is_asked or status in (401, 405) else "asked to sign in"
    if not may(permission, actor):
        return "" if status in (401, 403, 405) else "turned away at the door"
    is_hidden = is_object(route) and not sees
    return "404 or 405" if is_hidden and status not in (404, 405) else ""
