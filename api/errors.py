"""Every refusal under /api/ as application/problem+json (RFC 9457)."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from rest_framework import exceptions

from api.authentication import CsrfRefused, SecondFactorNeeded, SignInAgain
from tracker import wording
from tracker.errors import DomainError
from tracker.quiet_log import places

log = logging.getLogger("fadewell.api")
PROBLEM = "application/problem+json"
RETRY_SECONDS = 5
BODY = "body"  # the field named where the whole body misses its shape

# Django's and the framework's own refusals: code, status; the first that fits counts.
KNOWN: tuple[tuple[type[BaseException], str, int], ...] = (
    (exceptions.NotAuthenticated, "not-signed-in", 401),
    (exceptions.AuthenticationFailed, "not-signed-in", 401),
    (CsrfRefused, "csrf", 403),
    (SignInAgain, "reauthentication-required", 403),
    (SecondFactorNeeded, "second-factor-required", 403),
    (exceptions.PermissionDenied, "not-allowed", 403),
    (PermissionDenied, "not-allowed", 403),
    (exceptions.NotFound, "not-found", 404),
    (Http404, "not-found", 404),
    (exceptions.Throttled, "too-many-requests", 429),
    (RequestDataTooBig, "too-large", 413),
    (OperationalError, "unavailable", 503),
    (SuspiciousOperation, "validation", 400),
    (UnreadablePostError, "validation", 400),
    (RecursionError, "validation", 400),  # JSON nested too deeply
)


def as_problem(exc: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """The answer to whatever an endpoint raised; what nobody foresaw is logged without its data."""
    if isinstance(exc, DomainError):
        return _from_domain(exc)
    if isinstance(exc, exceptions.ValidationError):
        return problem("validation", 400, fields=dict(flat(exc.detail)))
    for kind, code, status in KNOWN:
        if isinstance(exc, kind):
            return problem(code, status, headers=_headers(exc, status))
    if isinstance(exc, exceptions.APIException):  # 400 not JSON, 405, 406, 415
        return problem("validation", exc.status_code, detail=str(exc.detail))
    log.error("%s while answering\n%s", type(exc).__name__, "\n".join(places(exc)))
    return problem("unavailable", 500)


def problem(
    code: str,
    status: int,
    *,
    detail: object = None,
    fields: Mapping[str, list[str]] | None = None,
    headers: Mapping[str, str] | None = None,
    **extra: Any,
) -> HttpResponse:
    body = {
        "type": f"about:blank#{code}",
        "title": str(wording.TITLES[code]),
        "status": status,
        "detail": str(detail or wording.DETAILS.get(code, wording.TITLES[code])),
        "fields": fields or {},
        **extra,
    }
    return JsonResponse(body, status=status, content_type=PROBLEM, headers=dict(headers or {}))


def flat(detail: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Nested errors as dotted paths: ("symptoms.0.severity", ["…"])."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            step = "" if name == "non_field_errors" else str(name)
            yield from flat(inner, ".".join(filter(None, (path, step))))
    elif isinstance(detail, (list, tuple)) and any(isinstance(x, (Mapping, list)) for x in detail):
        for place, inner in enumerate(detail):
            yield from flat(inner, ".".join(filter(None, (path, str(place)))))
    elif detail:
        sentences = detail if isinstance(detail, (list, tuple)) else [detail]
        yield path or BODY, [str(sentence) for sentence in sentences]


def _from_domain(exc: DomainError) -> HttpResponse:
    extra = dict(exc.extra)
    retry_after = extra.pop("retry_after", RETRY_SECONDS if exc.status == 503 else None)
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    fields = {
        path: [str(sentence) for sentence in sentences]
        for path, sentences in getattr(exc, "fields", {}).items()
    }
    return problem(exc.code, exc.status, detail=exc.detail, fields=fields, headers=headers, **extra)


def _headers(exc: BaseException, status: int) -> dict[str, str]:
    if status == 401:
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(exc, exceptions.Throttled):
        return {"Retry-After": str(int(getattr(exc, "wait", None) or 1))}
    return {"Retry-After": str(RETRY_SECONDS)} if status == 503 else {}
