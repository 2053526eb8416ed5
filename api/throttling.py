"""How often one person may call; a danger sign is never told to wait (SAFETY abuse 39)."""

import time
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from tracker.services.rates import COUNTS

SECONDS = 60
READS, WRITES = 3000, 600  # a minute, one person
STEP = 25  # calls of one process between two looks at the shared count


class CallsAMinute(BaseThrottle):
    def allow_request(self, request: Request, view: Any) -> bool:
        if not settings.FADEWELL_LIMITS or not request.user.is_authenticated:
            return True
        is_read = request.method in ("GET", "HEAD")
        kind, limit = ("read", READS) if is_read else ("write", WRITES)
        calls = COUNTS.add(f"api-{kind}", str(request.user.pk), SECONDS, STEP)
        return calls <= limit or view.never_waits(request)

    def wait(self) -> float:
        return SECONDS - time.time() % SECONDS + 1
