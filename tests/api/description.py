"""Holds an answer against the committed description: address, status, media type, every field."""

import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponseBase
from jsonschema import Draft202012Validator

from api.endpoints.description import description

PARAMETER = re.compile(r"\{[a-z_]+\}")


def check_described(method: str, path: str, response: Any) -> None:
    """Fails where the answer has a status, a form or a field that the description does not name."""
    template = template_of(path)
    assert template, f"{path} does not stand in openapi.yaml"
    call = description()["paths"][template].get(method.lower())
    if call is None:
        assert response.status_code == 405
        return
    status = str(response.status_code)
    assert status in call["responses"], f"{method} {template} does not say that it answers {status}"
    media = response.headers.get("Content-Type", "").split(";")[0]
    content = call["responses"][status].get("content", {})
    assert not response.content or media in content, f"{method} {template} {status}: {media}"
    if media.endswith("json"):
        errors = list(
            validator_of(template, method.lower(), status, media).iter_errors(body(response))
        )
        assert not errors, [f"{error.json_path}: {error.message}" for error in errors]


@cache
def template_of(path: str) -> str | None:
    path = urlsplit(path).path
    fits = [
        template
        for template in description()["paths"]
        if re.fullmatch(PARAMETER.sub("[^/]+", template), path)
    ]
    return min(fits, key=lambda template: template.count("{"), default=None)


@cache
def validator_of(template: str, method: str, status: str, media: str) -> Draft202012Validator:
    schema = description()["paths"][template][method]["responses"][status]["content"][media][
        "schema"
    ]
    return Draft202012Validator(
        {**schema, "components": {"schemas": closed_shapes()}},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


@cache
def closed_shapes() -> dict[str, Any]:
    """A field that is answered but not described is an error too."""
    shapes = description()["components"]["schemas"]
    return {
        name: {**shape, "additionalProperties": False} if "properties" in shape else shape
        for name, shape in shapes.items()
    }


def body(response: HttpResponseBase) -> Any:
    return response.json()  # type: ignore[attr-defined]
