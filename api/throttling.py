"""How often one person or one address may call; a danger sign never waits (SAFETY abuse 39)."""

import time
from typing import Any

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from tracker.services.rates import COUNTS, hold_to

SECONDS = 60
READS, WRITES = 3000, 600  # a minute, one person
CROWD = 10  # people who share one address of the network: a clinic's own
STEP = 25  # calls of one process between two looks at the shared count


class CallsAMinute(BaseThrottle):
    def allow_request(self, request: Request, view: Any) -> bool:
        if not settings.FADEWELL_LIMITS or not request.user.is_authenticated:
            return True
        is_read = request.method in ("GET", "HEAD")
        kind, limit = ("read", READS) if is_read else ("write", WRITES)
        hers = COUNTS.add(f"api-{kind}", str(request.user.pk), SECONDS, STEP)
        theirs = COUNTS.add(f"api-{kind}-from", _address(request), SECONDS, STEP)
        return (hers <= limit and theirs <= limit * CROWD) or view.never_waits(request)

    def wait(self) -> float:
        return SECONDS - time.time() % SECONDS + 1


def hold(request: Request, name: str) -> None:
    """A rate of tracker/services/rates.py, for the person and her address."""
    hold_to(name, person=request.user.pk, address=_address(request))


def _address(request: Request) -> str:
    return str(get_ip(request._request))
