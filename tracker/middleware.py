"""What holds for every request: nothing private is kept by a cache, no body is too large."""

import logging
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_callable
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from tracker.services.refused_access import note_refused

Answer = Callable[[HttpRequest], HttpResponse]
NO_SENSORS = "camera=(), geolocation=(), microphone=()"
CAMERA_ONLY = "camera=(self), geolocation=(), microphone=()"
REFUSED = frozenset({401, 403})
BEFORE_ID = re.compile(r"([\w-]+)/<(?:uuid|id):pk>")
MOST_BYTES = 256 * 1024
MOST_UPLOAD_BYTES = 26 * 1024 * 1024  # a photo of 25 MiB and its form around it
MOST_HEARD_OUT = 64 * 1024 * 1024
security_log = logging.getLogger("fadewell.security")


def private_by_default(get_response: Answer) -> Answer:
    """no-store on every answer that a view has not marked public (SAFETY: A1, abuse 9).

    One that renews somebody's session on its way is hers, whatever the view said of it.
    No page may use a sensor of the device; one that takes photos says CAMERA_ONLY itself.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "public" not in response.get("Cache-Control", "") or response.cookies:
            response["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie", "Authorization"])
        response.setdefault("Permissions-Policy", NO_SENSORS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def note_what_is_not_hers(get_response: Answer) -> Answer:
    """Who is staff and asks for another clinic's record is written down (services.refused_access).

    Only once the answer has left: it takes as long as the one to an id that is nobody's.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        asked = _asked_for(request) if response.status_code == 404 else None
        if asked is not None:
            end = response.close

            def noted() -> None:
                note_refused(**asked)
                end()

            response.close = noted  # type: ignore[method-assign]
        return response

    return middleware


def log_what_was_refused(get_response: Answer) -> Answer:
    """Each 401 and 403 in the security log: who, by id, and which page or endpoint (ASVS 16.3.2).

    By its name in our addresses: an address itself may hold whom or what was asked for.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in REFUSED:
            found, user = request.resolver_match, getattr(request, "user", None)
            who = user.pk if user is not None and user.is_authenticated else "nobody signed in"
            where = found.view_name if found else "an address that is not ours"
            said = (response.status_code, who, request.method, where)
            security_log.info("refused with %s: %s, %s %s", *said)
        return response

    return middleware


def refuse_large_bodies(get_response: Answer) -> Answer:
    """413 before anything is parsed; Django itself would say 400 (API.md, "Errors")."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_upload = (request.content_type or "").startswith("multipart/form-data")
        limit = MOST_UPLOAD_BYTES if is_upload else MOST_BYTES
        if _length(request) > limit:
            _hear_out(request)
            refusal: HttpResponse = get_callable(settings.FADEWELL_TOO_LARGE_VIEW)(request)
            return refusal
        return get_response(request)

    return middleware


def speak_her_language(get_response: Answer) -> Answer:
    """Pages and API answer in the person's own language and time zone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return get_response(request)
        request.LANGUAGE_CODE = _known(user.language)  # the browser's own, until here
        with (
            translation.override(request.LANGUAGE_CODE),
            timezone.override(_zone(user.time_zone)),
        ):
            return get_response(request)

    return middleware


def _asked_for(request: HttpRequest) -> dict[str, Any] | None:
    """Who asked, the word before the id in the address, and the id; None where nobody signed in."""
    found, user = request.resolver_match, getattr(request, "user", None)
    if found is None or user is None or not user.is_authenticated:
        return None
    kind, pk = BEFORE_ID.search(found.route), found.kwargs.get("pk")
    return {"by": user, "kind": kind[1], "pk": pk} if kind and isinstance(pk, UUID) else None


def _known(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError):
        return ZoneInfo("UTC")


def _hear_out(request: HttpRequest) -> None:
    """Drop what still comes, up to a bound: who is still sending does not hear the refusal."""
    left = min(_length(request), MOST_HEARD_OUT)
    while left > 0 and (piece := request.read(min(left, 64 * 1024))):
        left -= len(piece)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
