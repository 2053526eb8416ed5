"""No answer of the API holds a field that its description does not name, whoever asks (SAFETY 6).

That the description itself changes with a new field, tests/api/test_openapi_is_current.py sees.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.house.access.actors import Actor
from tests.house.access.routes import Route, routes
from tests.house.access.world import World
from tests.house.source import ROOT

pytestmark = pytest.mark.django_db
WHO = ("ana", "coordinator", "dr_cho", "lead", "administrator", "both", "nobody", "anonymous")
TOLD = yaml.safe_load((ROOT / "api/openapi.yaml").read_text(encoding="utf-8"))
ALTERNATIVES = ("allOf", "oneOf", "anyOf")


def bare(path: str) -> str:
    return re.sub(r"<[^>]+>|{[^}]+}", "{}", path.strip("/"))


CALLS = {bare(path): calls for path, calls in TOLD["paths"].items()}


def schemas(schema: Any) -> Iterator[Any]:
    """All that it may be, references followed."""
    if "$ref" in schema:
        yield from schemas(TOLD["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        return
    yield schema
    for kind in ALTERNATIVES:
        for each in schema.get(kind, ()):
            yield from schemas(each)


def surplus(said: Any, schema: Any, where: str) -> Iterator[str]:
    """Places in the answer that the description has no name for."""
    may_be = list(schemas(schema))
    if isinstance(said, list):
        items = {"anyOf": [each["items"] for each in may_be if "items" in each]}
        for each in said:
            yield from surplus(each, items, f"{where}[]")
    if not isinstance(said, dict) or any(each.get("additionalProperties") for each in may_be):
        return
    fields: dict[str, list[Any]] = {}
    for each in may_be:
        for name, inner in each.get("properties", {}).items():
            fields.setdefault(name, []).append(inner)
    for name, value in said.items():
        if name in fields:
            yield from surplus(value, {"anyOf": fields[name]}, f"{where}.{name}")
        else:
            yield f"{where}.{name}"


def unnamed(actor: Actor, route: Route, method: str, seen: Counter[str]) -> Iterator[str]:
    sent = actor.tries(route, method, actor.own)
    answers = CALLS[bare(route.path)][method.lower()]["responses"]
    told = answers.get(str(sent.status), {}).get("content", {}).get("application/json")
    if told and sent.body[:1] in (b"{", b"["):
        seen[f"{actor.name} {sent.status}"] += 1
        found = surplus(json.loads(sent.body), told["schema"], f"{method} /{route.path}")
        yield from (f"{actor.name}: {each}" for each in found)


def test_nobody_is_shown_a_field_that_the_description_does_not_name(world: World) -> None:
    found, seen = [], Counter[str]()
    for name in WHO:
        actor = Actor(name, world, Counter())
        for route in routes():
            if route.is_api and bare(route.path) in CALLS:
                for method in {"GET", "POST"} & route.may.keys():
                    found += unnamed(actor, route, method, seen)
    print(dict(seen))

    assert found == []
    assert min(seen[f"{name} 200"] for name in ("ana", "coordinator", "dr_cho", "lead")) > 8
