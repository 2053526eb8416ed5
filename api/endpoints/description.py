"""GET /schema/ and /docs/: the committed description, for programs and for people."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import extend_schema

from api.endpoints.base import Endpoint, Request
from api.negotiation import AnyForm
from api.permissions import Anyone
from api.reference import chapters_of

COMMITTED = Path(__file__).resolve().parents[1] / "openapi.yaml"
YAML = "application/vnd.oai.openapi"


class Schema(Endpoint):
    may = {"GET": Anyone}
    authentication_classes = []
    content_negotiation_class = AnyForm

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        """The OpenAPI 3.1 description; YAML for who asks for it, else JSON."""
        accepted = request.META.get("HTTP_ACCEPT", "")
        as_yaml = "yaml" in accepted or YAML in accepted.split(",")
        text = COMMITTED.read_text() if as_yaml else _as_json()
        kind = f"{YAML}; charset=utf-8" if as_yaml else "application/json"
        answer = HttpResponse(text, content_type=kind)
        patch_vary_headers(answer, ["Accept"])
        return answer


class Docs(Endpoint):
    may = {"GET": Anyone}
    authentication_classes = []
    content_negotiation_class = AnyForm

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        """The same description as a page to read; it needs no script."""
        return render(request._request, "api/docs.html", chapters_of(description()))


@cache
def description() -> dict[str, Any]:
    read: dict[str, Any] = yaml.load(COMMITTED.read_text(), Loader=yaml.CSafeLoader)
    return read


@cache
def _as_json() -> str:
    return json.dumps(description(), ensure_ascii=False, separators=(",", ":"))
