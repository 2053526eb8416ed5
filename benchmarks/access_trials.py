"""What is taken away in turn by benchmarks/access_mutants.py, and from which routes."""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

from benchmarks.access_sites import Mutant, mutants
from frontend.pages.clinic_admin_doors import Office
from frontend.pages.clinic_doors import Desk
from frontend.pages.doors import with_refusals
from tests.house.access.actors import Actor
from tests.house.access.routes import Route, walk
from tracker.models import Clinic
from tracker.records.access import roles_of

GUARDED = ("Patient", "Staff", "Clinician", "ClinicalLead", "Administrator", "Keeper")
ASKS = ("signed_in.<locals>.guarded", "fresh_sign_in.<locals>.guarded")
FEW = 8  # addresses that tell where a mutant is at home
Changed = Callable[..., Any]  # a context manager; a second mutant may stay away beside it


@dataclass(frozen=True, eq=False)
class Trial:
    name: str
    kind: str
    routes: list[Route]
    change: Changed
    mutant: Mutant | None = None
    asked: frozenset[tuple[str, str]] | None = None  # (person, path); None: everybody, everywhere

    def asks(self, actor: Actor) -> list[Route]:
        """Where this person can meet it."""
        asked = self.asked
        return [each for each in self.routes if asked is None or (actor.name, each.path) in asked]

    def words(self) -> list[str]:
        """The last word of each address that it is met at, where they are few: tests say it."""
        few = self.routes if len(self.routes) <= FEW else []
        parts = [re.findall(r"(?:^|/)([\w.-]{3,})(?=/|$)", each.path) for each in few]
        return sorted({words[-1] for words in parts if words})

    @property
    def key(self) -> str:
        """Its name without the line, which moves."""
        return re.sub(r"\.py:\d+", ".py", self.name)


def of_endpoints(known: list[Route]) -> Iterator[Trial]:
    for route in known:
        if route.is_api:
            kind: Any = route.view.cls  # type: ignore[attr-defined]
            for method, permission in kind.may.items():
                if permission.__name__ != "Anyone":
                    name = f"{method} /{route.path}: without {permission.__name__}"
                    yield Trial(name, "endpoint", [route], _opened(kind, method))


def _opened(kind: Any, method: str) -> Changed:
    @contextmanager
    def change() -> Iterator[None]:
        before = kind.may
        open_to_all = type("Open", (before[method],), {"has_permission": lambda *_: True})
        kind.may = {**before, method: open_to_all}
        yield
        kind.may = before

    return change


def of_pages(known: list[Route]) -> Iterator[Trial]:
    patterns = dict(walk("", get_resolver().url_patterns))
    for route in known:
        page = inspect.unwrap(route.view)
        is_ours = page.__module__.startswith("frontend.pages") and page is not route.view
        if not route.is_api and is_ours and route.may["GET"] in GUARDED:
            name = f"/{route.path}: without the guard of {page.__module__}.{page.__name__}"
            yield Trial(name, "page", [route], _unguarded(patterns[route.path], page))


def of_accounts(known: list[Route]) -> Iterator[Trial]:
    """Pages of everybody who is signed in: what stands around each of them is taken off."""
    for route in known:
        if not route.is_api and route.may["GET"] == "SignedIn":
            page = getattr(route.view, "view_class", None)
            around = vars(page).get("dispatch") if page else _guard(route.view)
            if around is not None:
                name = f"/{route.path}: without the guard of {route.view.__module__}.{route.name}"
                change = _undressed(page) if page else _passed_by(around)
                yield Trial(name, "page", [route], change)


def _guard(page: Any) -> Any:
    """Of the functions around a page the one that asks who is there."""
    while page is not None and page.__code__.co_qualname not in ASKS:
        page = getattr(page, "__wrapped__", None)
    return page


def _undressed(kind: Any) -> Changed:
    @contextmanager
    def change() -> Iterator[None]:
        before = kind.dispatch
        kind.dispatch = before.__wrapped__
        yield
        kind.dispatch = before

    return change


def _passed_by(guard: Any) -> Changed:
    def passing(page: Any) -> Any:
        return lambda request, *args, **kwargs: page(request, *args, **kwargs)

    @contextmanager
    def change() -> Iterator[None]:
        before, guard.__code__ = guard.__code__, passing(None).__code__
        yield
        guard.__code__ = before

    return change


def _unguarded(pattern: URLPattern, page: Callable[..., Any]) -> Changed:
    wanted = inspect.signature(page).parameters

    def bare(request: Any, **parts: Any) -> Any:
        desk = Desk(request.user, roles_of(request.user))
        if "desk" in wanted:
            parts["desk"] = desk
        if "office" in wanted:
            clinics = list(Clinic.objects.order_by("name"))
            parts["office"] = Office(desk, clinics[0], clinics, is_fresh=True)
        return page(request, **parts)

    @contextmanager
    def change() -> Iterator[None]:
        before, pattern.callback = pattern.callback, with_refusals(bare)
        yield
        pattern.callback = before

    return change


def of_functions(known: list[Route], met: Mapping[str, set[tuple[str, str]]]) -> Iterator[Trial]:
    """met: Mutant.home -> (person, path) of each who reaches this function there."""
    for mutant in mutants():
        asked = frozenset(met.get(mutant.home, ()))
        its = [each for each in known if each.path in {path for _name, path in asked}]
        yield Trial(str(mutant), "function", its, _swapped(mutant), mutant, asked)


def _swapped(mutant: Mutant) -> Changed:
    @contextmanager
    def change(beside: Mutant | None = None) -> Iterator[None]:
        mutant.swap(beside)
        try:
            yield
        finally:
            mutant.restore()

    return change
