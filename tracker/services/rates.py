"""How often one person, or one address, may do what costs others something: named, so many a time.

A rate is far above what a patient on a bad line or a busy clinic does; it is there for a program
that has run wild, or a stranger's. A danger sign is counted by none (SAFETY abuse 39).

Every count in the shared cache costs statements: a rate with a step is counted in the process and
told to the others each `step` times.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Final

from django.conf import settings
from django.core.cache import cache

from tracker.errors import TooManyRequests

MINUTE: Final = 60
HOUR: Final = 60 * 60
security_log = logging.getLogger("fadewell.security")
Key = tuple[str, str, int, int]  # name, whose, length of the window, its number


@dataclass(frozen=True)
class Rate:
    """Times in `seconds` of one person, and of all who share one address of the network."""

    person: int
    address: int
    seconds: int = HOUR
    step: int = 1


RATES: Mapping[str, Rate] = {
    "check-in": Rate(60, 600, MINUTE, step=10),  # an outbox of a week is sent in one go
    "message": Rate(60, 600, MINUTE, step=10),
    "photo": Rate(60, 600, MINUTE, step=10),  # beside the quota of a day, which counts those kept
    "invitation": Rate(0, 30, MINUTE),  # a link, opened or tried: nobody is signed in yet
    "invite-patient": Rate(60, 300),
    "invite-staff": Rate(30, 100),
    "paper": Rate(60, 300),  # a sheet or a PDF
    "export": Rate(30, 300),  # all of hers: a bad line breaks it off again and again
    "refused-photo": Rate(40, 0),  # a bomb costs ten seconds of a decoder, and no quota counts it
}


class Counts:
    """Of the windows that are open: own ones, and the shared total when last seen."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.own: dict[Key, int] = {}
        self.shared: dict[Key, int] = {}

    def add(self, name: str, whose: str, seconds: int, step: int) -> int:
        key = (name, whose, seconds, int(time.time() // seconds))
        with self.lock:
            if key not in self.own:
                self._drop_what_is_over()
            self.own[key] = own = self.own.get(key, 0) + 1
        if own % step == 0:
            self.shared[key] = _share(key, step)
        return self.shared.get(key, 0) + own % step

    def forget(self) -> None:
        self.own.clear()
        self.shared.clear()

    def _drop_what_is_over(self) -> None:
        now = time.time()
        for key in [key for key in self.own if key[3] < int(now // key[2])]:
            del self.own[key]
            self.shared.pop(key, None)


COUNTS = Counts()


def hold_to(name: str, *, person: object = None, address: str = "") -> None:
    """Count once more; raises TooManyRequests, with the seconds to wait, where it is too often."""
    if not settings.FADEWELL_LIMITS:
        return
    rate = RATES[name]
    for whose, most in ((person, rate.person), (address, rate.address)):
        if whose and most:
            _hold(name, str(whose), most)


def _hold(name: str, whose: str, most: int) -> None:
    """The security log has the first of a window that is too often, not a line each."""
    rate = RATES[name]
    so_far = COUNTS.add(name, whose, rate.seconds, rate.step)
    if so_far == most + 1:
        security_log.info("limit reached: %s, by %s", name, whose)
    if so_far > most:
        raise TooManyRequests(retry_after=_wait(rate))


def count(name: str, person: object) -> None:
    """What went wrong is counted afterwards; hold_below stands before the next."""
    COUNTS.add(name, str(person), RATES[name].seconds, 1)


def hold_below(name: str, person: object) -> None:
    rate = RATES[name]
    window = int(time.time() // rate.seconds)
    so_far = cache.get(_name((name, str(person), rate.seconds, window)), 0)
    if settings.FADEWELL_LIMITS and so_far >= rate.person:
        raise TooManyRequests(retry_after=_wait(rate))


def _wait(rate: Rate) -> int:
    return int(rate.seconds - time.time() % rate.seconds) + 1


def _name(key: Key) -> str:
    return "rate:{}:{}:{}:{}".format(*key)


def _share(key: Key, step: int) -> int:
    """Kept until its window is over: Django's own `incr` would keep it for five minutes."""
    total = int(cache.get(_name(key), 0)) + step
    cache.set(_name(key), total, key[2] * 2)
    return total
