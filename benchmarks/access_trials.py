"""What is taken away in turn by benchmarks/access_mutants.py, and from which routes."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

from benchmarks.access_sites import Mutant, mutants
from frontend.pages.clinic_admin_doors import Office
from frontend.pages.clinic_doors import Desk
from frontend.pages.doors import with_refusals
from tests.house.access.routes import Route, walk
from tracker.models import Clinic
from tracker.records.access import roles_of

GUARDED = ("Patient", "Staff", "Clinician", "ClinicalLead", "Administrator", "Keeper")
Changed = Callable[..., Any]  # a context manager; a second mutant may stay away beside it


@dataclass(frozen=True)
class Trial:
    name: str
    kind: str
    routes: list[Route]
    change: Changed
    mutant: Mutant | None = None


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


def of_functions(known: list[Route], touched: dict[tuple[str, str], set[str]]) -> Iterator[Trial]:
    for mutant in mutants():
        paths = touched.get((str(mutant.path), mutant.function), set())
        its = [each for each in known if each.path in paths]
        yield Trial(str(mutant), "function", its, _swapped(mutant), mutant)


def _swapped(mutant: Mutant) -> Changed:
    @contextmanager
    def change(beside: Mutant | None = None) -> Iterator[None]:
        mutant.swap(beside)
        try:
            yield
        finally:
            mutant.restore()

    return change
