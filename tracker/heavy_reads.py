"""Exports and photos may wait, a check-in may not: they never take every thread of a process.

Source: SAFETY abuse 39; docs/clinical-safety.md, H5; docs/adr/076.
"""

import errno
import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import sha256
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import get_callable

from tracker.services.turns import COME_BACK, Turns

Answer = Callable[[HttpRequest], HttpResponse]
HEAVY = {
    "exports": re.compile(r"/api/v1/export/$"),
    "photos": re.compile(r"/(?:api/v1/photos/[^/]+/\w+/|photos/[^/]+/file)$"),
}
PATIENCE = 60  # seconds in which nothing is asked of a reader
SLOWEST = 8_000  # bytes a second from then on: an export of a year goes over a poor line


def let_heavy_reads_wait(get_response: Answer) -> Answer:
    """503 with a time to come back where so many are on their way already, to her or in all.

    The place is given back when the last byte has left, or the reader has gone or is too slow.
    """
    rooms = {kind: Turns(kind) for kind in HEAVY}

    def middleware(request: HttpRequest) -> HttpResponse:
        kind = _kind(request)
        if kind is None:
            return get_response(request)
        who, room = _who(request), rooms[kind]
        if not room.take(who):
            busy: HttpResponse = get_callable(settings.FADEWELL_BUSY_VIEW)(request)
            busy["Retry-After"] = str(COME_BACK)
            return busy
        try:
            response = get_response(request)
        except BaseException:
            room.give_back(who)
            raise
        if isinstance(response, StreamingHttpResponse):
            pieces = cast(Iterable[bytes], response.streaming_content)
            response.streaming_content = at_a_pace(pieces)
        response._resource_closers.append(partial(room.give_back, who))  # type: ignore[attr-defined]
        return response

    return middleware


def at_a_pace(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Ends as a lost line does where the reader takes less than SLOWEST."""
    began, sent = time.monotonic(), 0
    for piece in pieces:
        yield piece
        sent += len(piece)
        if time.monotonic() - began > PATIENCE + sent / SLOWEST:
            raise ConnectionResetError(errno.ECONNRESET, "the reader is too slow")


def _kind(request: HttpRequest) -> str | None:
    if request.method != "GET":
        return None
    return next((kind for kind, paths in HEAVY.items() if paths.match(request.path_info)), None)


def _who(request: HttpRequest) -> str:
    """Her session's owner, or a digest of the token, whose owner is not known before the view."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    return sha256(request.headers.get("Authorization", "").encode()).hexdigest()
