"""How each call stands in the OpenAPI description: its answers, and every way it refuses."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerFieldExtension,
)
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
    inline_serializer,
)
from rest_framework import serializers

from api.contract.problems import ConflictOut, MoveRefusedOut, ProblemOut
from api.contract.shape import Out

PROBLEM = "application/problem+json"
Method = TypeVar("Method", bound=Callable[..., Any])

REFUSALS: Mapping[int, str] = {
    400: "`validation`: fields names what misses its shape",
    401: "`not-signed-in`",
    403: "`not-allowed`, or `csrf` for a session without its token",
    404: "`not-found`: not there, or not yours; the answer is the same",
    405: "`validation`: this address does not take this method",
    406: "`validation`: no answer in a form that you accept",
    409: "`other-body`: this client_id came with other content before",
    413: "`too-large`",
    415: "`validation`: not the media type that this call takes",
    422: "`move-not-legal`",
    429: "`too-many-requests`; Retry-After says when",
    500: "`unavailable`: our mistake; what was sent is not stored",
    503: "`unavailable`; Retry-After says when",
}
NOT_AGREED = {
    403: "`consent-required`: she has not agreed to the use of her check-ins, or has ended it; "
    "or `not-allowed`, or `csrf`"
}
ALWAYS = (401, 403, 404, 405, 406, 429, 500, 503)
WRITING = (400, 413, 415)
TOO_LONG = "an address of more than 4,094 characters: the web server's own answer, as HTML"
SHAPES: Mapping[int, Any] = {409: ConflictOut, 422: MoveRefusedOut}


def described(
    operation: str,
    answers: Mapping[Any, Any],
    *,
    body: Any = None,
    refuses: Sequence[int] = (),
    words: Mapping[int, str] | None = None,
    shapes: Mapping[int, Any] | None = None,
    parameters: Sequence[OpenApiParameter] = (),
) -> Callable[[Method], Method]:
    """answers: status -> shape. refuses: beyond those that every call may give.

    words and shapes: of a refusal that is not as elsewhere.
    """
    refused = {*ALWAYS, *refuses, *(WRITING if body is not None else ())}
    said, shaped = {**REFUSALS, **(words or {})}, {**SHAPES, **(shapes or {})}
    refusals: dict[Any, Any] = {
        (status, PROBLEM): OpenApiResponse(shaped.get(status, ProblemOut), said[status])
        for status in sorted(refused)
    }
    if parameters:
        refusals[414] = OpenApiResponse(description=TOO_LONG)
    return extend_schema(
        operation_id=operation,
        tags=[operation.rpartition("_")[0] or operation],
        request=body,
        responses={**_granted(answers), **refusals},
        parameters=list(parameters),
    )


def _granted(answers: Mapping[Any, Any]) -> dict[Any, OpenApiResponse]:
    is_repeatable = {200, 201} <= set(answers)
    said = {200: "a repeat: stored once, answered the same" if is_repeatable else "done"}
    said |= {201: "stored", 304: "you have it already (If-None-Match)"}
    return {
        status: OpenApiResponse(shape, said[status if isinstance(status, int) else status[0]])
        for status, shape in answers.items()
    }


def page(row: type[Out]) -> Any:
    """The shape of a page of these rows."""
    return _page(row.__name__.removesuffix("Out") + "Page", row(many=True))


def either(*rows: type[Out]) -> Any:
    """The shape of a page of one kind of row or another."""
    row = PolymorphicProxySerializer(
        "WorklistRow", list(rows), resource_type_field_name=None, many=True
    )
    return _page("WorklistPage", row)


def _page(name: str, rows: Any) -> Any:
    links: dict[str, Any] = {
        towards: serializers.CharField(allow_null=True) for towards in ("next", "previous")
    }
    return inline_serializer(name, {"results": rows, **links})


def query(name: str, about: str, kind: Any = OpenApiTypes.STR, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=about, **more)


ROWS = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
PLACE = {"type": "string", "minLength": 1, "maxLength": 400}
PAGES = (
    query("limit", "rows of a page, usually 50; more than 100 is answered as 100", ROWS),
    query("after", "taken from `next`", PLACE),
    query("before", "taken from `previous`", PLACE),
)
OF_TREATMENT = query("treatment", "of this treatment only", OpenApiTypes.UUID)


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "api.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "`manage.py api_token EMAIL` makes one; it has that person's rights.",
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "api.authentication.SignedInSession"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The browser's session (`__Host-sessionid` where there is TLS); "
            "writes also carry X-CSRFToken.",
        }


class CodeOfTheProtocol(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    target_class = "api.contract.fields.Code"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        tables = " or ".join(self.target.tables)
        return {"type": "string", "description": f"a code of {tables}: see /api/v1/vocabulary/"}
