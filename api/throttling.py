"""How often one person may call: counted in each process, told to the others now and then.

Every count in the shared cache costs statements, and a check-in must stay lean: so a process
keeps its own count and adds it to the shared one in steps.
"""

import time
from threading import Lock
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

SECONDS = 60
READS, WRITES = 3000, 600  # a minute, one person
STEP = 25  # calls of one process between two looks at the shared count

Key = tuple[UUID, str, int]


class CallsAMinute(BaseThrottle):
    def allow_request(self, request: Request, view: Any) -> bool:
        if not settings.FADEWELL_LIMITS or not request.user.is_authenticated:
            return True
        is_read = request.method in ("GET", "HEAD")
        limit = READS if is_read else WRITES
        return COUNTS.add(request.user.pk, "read" if is_read else "write") <= limit

    def wait(self) -> float:
        return SECONDS - time.time() % SECONDS + 1


class Counts:
    """Calls of this minute by person and kind: own ones, and the shared total when last seen."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.minute = 0
        self.own: dict[Key, int] = {}
        self.shared: dict[Key, int] = {}

    def add(self, person: UUID, kind: str) -> int:
        key = (person, kind, int(time.time() // SECONDS))
        with self.lock:
            self._begin(key[2])
            self.own[key] = self.own.get(key, 0) + 1
            own = self.own[key]
        if own % STEP == 0:
            self.shared[key] = _share(key)
        return self.shared.get(key, 0) + own % STEP

    def _begin(self, minute: int) -> None:
        if minute != self.minute:
            self.minute = minute
            self.own.clear()
            self.shared.clear()


COUNTS = Counts()


def _share(key: Key) -> int:
    name = "calls:{}:{}:{}".format(*key)
    cache.add(name, 0, SECONDS * 2)
    try:
        return cache.incr(name, STEP)
    except ValueError:  # it ended between the two
        return STEP
