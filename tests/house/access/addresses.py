"""Every address that a person can look at, with the ids of one patient and her case in it."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from frontend.clinic.caseload.sections import TABLES
from tests.conftest import VERSION
from tests.house.access.actors import FIXED, KINDS
from tests.house.access.pages import PAGES
from tests.house.access.routes import Route, routes
from tests.house.access.world import may

# What a page shows only when it is asked so; the rest of its address stands before it.
ASKED = {
    "history": ("view=photos", "view=chart"),
    "worklist": ("view=unassigned", "view=team", "view=waiting", "view=closed", "view=notes"),
    "patients": ("search=a", "lot=a"),
    "lot": ("lot={lot}",),
    "lot-list": ("lot={lot}", "lot={lot}&kind=csv", "lot={lot}&kind=xlsx"),
    "caseload-sheet": tuple(f"table={t}&kind={kind}" for t in TABLES for kind in ("csv", "xlsx")),
    "settings": ("saved=1",),
    "clinic-patient": ("invited=1",),
}
ENDS_THE_SESSION = frozenset({"account_logout"})


def looks(actor: str, ids: Mapping[str, Any]) -> Iterator[tuple[Route, str]]:
    """Each route that this person may GET, filled with these ids, with each way of asking it."""
    for route in routes():
        guard = route.may.get("GET", "")
        if route.name in ENDS_THE_SESSION or not guard or not may(guard, actor):
            continue
        path = route.filled(lambda word, name: part(word, name, ids))
        yield route, path
        for query in ASKED.get(route.name, ()) if route.name in PAGES else ():
            yield route, f"{path}?{query.format(lot=quote(str(ids.get('lot', 'a'))))}"


def part(word: str, name: str, ids: Mapping[str, Any]) -> str:
    fixed = {**FIXED, ("versions", "version"): str(ids.get("protocol", VERSION))}
    return fixed[word, name] if (word, name) in fixed else str(ids[KINDS[word, name]])
