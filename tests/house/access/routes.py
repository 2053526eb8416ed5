"""Every address of the URL configuration, and who has been said to may call it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from api.endpoints.base import Endpoint
from tests.house.access.pages import PAGES

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PARAMETER = re.compile(r"(?:([\w-]+)/)?<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """may: method -> name of a permission; parameters: (the word before it, its name)."""

    path: str
    name: str
    view: Callable[..., Any]
    may: Mapping[str, str]

    @property
    def is_api(self) -> bool:
        return issubclass(getattr(self.view, "cls", object), Endpoint)

    @property
    def taken(self) -> set[str]:
        kind = getattr(self.view, "cls", Endpoint)
        named = set(kind.http_method_names) - {"head"}
        return {method.upper() for method in named if hasattr(kind, method)}

    @property
    def parameters(self) -> list[tuple[str, str]]:
        return PARAMETER.findall(self.path)

    def filled(self, fill: Callable[[str, str], str]) -> str:
        def one(found: re.Match[str]) -> str:
            word, name = found.groups(default="")
            return f"{word}{'/' if word else ''}{fill(word, name)}"

        return "/" + PARAMETER.sub(one, self.path)


def routes() -> list[Route]:
    return [_route(path, pattern) for path, pattern in walk("", get_resolver().url_patterns)]


def walk(prefix: str, patterns: list[Any]) -> Iterator[tuple[str, URLPattern]]:
    """Every address below, with what answers there."""
    for each in patterns:
        path = prefix + str(each.pattern).lstrip("^")
        if isinstance(each, URLResolver):
            yield from walk(path, each.url_patterns)
        else:
            yield path, each


def _route(path: str, pattern: URLPattern) -> Route:
    view, name = pattern.callback, str(pattern.name)
    if name in ("nowhere", "no-such-api"):
        path = {"nowhere": "api/v1/nothing/", "no-such-api": "api/v2/"}[name]
    kind = getattr(view, "cls", None)
    if isinstance(kind, type) and issubclass(kind, Endpoint):
        may = {method: permission.__name__ for method, permission in kind.may.items()}
    else:
        may = dict.fromkeys(METHODS, PAGES[name]) if name in PAGES else {}
    return Route(path, name, view, may)
