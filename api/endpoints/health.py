"""GET /healthz and /readyz: for whoever keeps the service running; nothing about anybody."""

import time
from collections.abc import Callable

from django.core.checks import ERROR
from drf_spectacular.utils import extend_schema

from api.endpoints.base import Endpoint, Request, Response
from api.permissions import Anyone
from tracker.checks import decoder_stands_apart
from tracker.records import readiness
from tracker.services import photo_store

SECONDS_TRUSTED = 5.0  # a public address must not make the disk and the decoder work at will

_last: list[tuple[float, dict[str, bool]]] = []


class Alive(Endpoint):
    may = {"GET": Anyone}
    authentication_classes = []

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response({"alive": True})


class Ready(Endpoint):
    may = {"GET": Anyone}
    authentication_classes = []

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """200 when all of it is usable, else 503 and what is not."""
        found = _found()
        return Response(found, status=200 if all(found.values()) else 503)


def _found() -> dict[str, bool]:
    now = time.monotonic()
    if not _last or now - _last[0][0] > SECONDS_TRUSTED:
        _last[:] = [(now, {name: check() for name, check in CHECKS.items()})]
    return _last[0][1]


def _decoder() -> bool:
    return not any(found.is_serious(ERROR) for found in decoder_stands_apart(None))


CHECKS: dict[str, Callable[[], bool]] = {
    "database": readiness.database_answers,
    "storage": photo_store.usable,
    "protocol": readiness.has_protocol,
    "picture_decoder": _decoder,
}


def forget() -> None:
    """Ask anew at the next call."""
    _last.clear()
