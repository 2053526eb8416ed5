"""Exports and photos may wait, a check-in may not: they never take every thread of a process.

Source: SAFETY abuse 39; docs/clinical-safety.md, H5.
"""

import re
from collections.abc import Callable
from threading import BoundedSemaphore

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_callable

Answer = Callable[[HttpRequest], HttpResponse]
HEAVY = re.compile(r"/(?:api/v1/(?:export/|photos/[^/]+/\w+/)|photos/[^/]+/file)$")
COME_BACK = 3  # seconds


def let_heavy_reads_wait(get_response: Answer) -> Answer:
    """503 with a time to come back where so many are on their way already.

    The place is given back when the last byte has left, or the reader has gone.
    """
    room = BoundedSemaphore(settings.FADEWELL_HEAVY_AT_ONCE)

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or not HEAVY.fullmatch(request.path_info):
            return get_response(request)
        if not room.acquire(blocking=False):
            busy: HttpResponse = get_callable(settings.FADEWELL_BUSY_VIEW)(request)
            busy["Retry-After"] = str(COME_BACK)
            return busy
        try:
            response = get_response(request)
        except BaseException:
            room.release()
            raise
        response._resource_closers.append(room.release)  # type: ignore[attr-defined]
        return response

    return middleware
