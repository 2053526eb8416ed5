"""The OpenAPI description as chapters for a page: calls by their first word, then the shapes."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

PREFIX = "/api/v1/"
Spec = Mapping[str, Any]


def chapters_of(spec: Spec) -> dict[str, Any]:
    calls = sorted(_calls(spec), key=lambda call: (call["chapter"], call["path"], call["order"]))
    chapters = [
        {"name": name, "calls": list(its)}
        for name, its in groupby(calls, key=lambda call: call["chapter"])
    ]
    shapes = [_shape(name, body) for name, body in spec["components"]["schemas"].items()]
    return {"info": spec["info"], "chapters": chapters, "shapes": shapes}


def _calls(spec: Spec) -> Iterator[dict[str, Any]]:
    for path, methods in spec["paths"].items():
        for order, (method, call) in enumerate(methods.items()):
            yield {
                "chapter": path.removeprefix(PREFIX).split("/")[0],
                "path": path,
                "order": order,
                "method": method.upper(),
                "id": call["operationId"],
                "about": call.get("description", ""),
                "parameters": [_parameter(each) for each in call.get("parameters", [])],
                "bodies": _contents(call.get("requestBody", {})),
                "answers": [_answer(*each) for each in call["responses"].items()],
            }


def _parameter(said: Spec) -> dict[str, Any]:
    return {
        "name": said["name"],
        "place": said["in"],
        "type": _words(said["schema"]),
        "about": _plain(said.get("description", "")),
    }


def _plain(text: str) -> str:
    """Markdown's marks are for programs."""
    return text.replace("`", "")


def _answer(status: str, said: Spec) -> dict[str, Any]:
    return {
        "status": status,
        "about": _plain(said.get("description", "")),
        "contents": _contents(said),
    }


def _contents(said: Spec) -> list[dict[str, Any]]:
    return [
        {
            "media": media,
            "type": _words(body.get("schema", {})),
            "is_shape": "$ref" in body.get("schema", {}),
        }
        for media, body in said.get("content", {}).items()
    ]


def _shape(name: str, body: Spec) -> dict[str, Any]:
    required = body.get("required", [])
    fields = [
        {
            "name": field,
            "type": _words(said),
            "required": field in required,
            "about": said.get("description", ""),
        }
        for field, said in body.get("properties", {}).items()
    ]
    return {
        "name": name,
        "about": body.get("description", ""),
        "fields": fields,
        "type": "" if fields else _words(body),
    }


def _words(schema: Spec) -> str:
    """ "list of SymptomIn", "text or null", "left, right, both"."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    for several in ("oneOf", "anyOf", "allOf"):
        if several in schema:
            return " or ".join(_words(each) for each in schema[several])
    if "enum" in schema:
        return ", ".join("null" if each is None else str(each) for each in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    kinds = schema.get("type", "anything")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return " or ".join(_kind(kind, schema) for kind in kinds)


def _kind(kind: str, schema: Spec) -> str:
    if kind == "array":
        return f"list of {_words(schema.get('items', {}))}"
    if kind == "string":
        return str(schema.get("format", "text"))
    if kind == "integer" and "maximum" in schema:
        return f"whole number {schema.get('minimum', 0)} to {schema['maximum']}"
    return {"integer": "whole number", "boolean": "true or false"}.get(kind, kind)
