"""What is slow comes in so many at a time, in all and for one person, and never holds the rest up.

A process has a number of threads; a report of a danger sign needs one of them at any moment.
Source: SAFETY abuse 39; docs/clinical-safety.md, H5; docs/adr/076.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.conf import settings

from tracker.errors import Unavailable

COME_BACK = 3  # seconds


class Turns:
    """The places of one kind in this process; settings.FADEWELL_AT_ONCE says how many."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._lock = Lock()
        self._held: Counter[str] = Counter()

    def take(self, who: str) -> bool:
        """Without waiting: whether there was one for her."""
        in_all, each = settings.FADEWELL_AT_ONCE[self.kind]
        with self._lock:
            if self._held.total() >= in_all or self._held[who] >= each:
                return False
            self._held[who] += 1
            return True

    def give_back(self, who: str) -> None:
        with self._lock:
            self._held[who] -= 1
            self._held += Counter()  # who holds none is not remembered

    @contextmanager
    def a_turn(self, who: str) -> Iterator[None]:
        """Raises Unavailable with a time to come back."""
        if not self.take(who):
            raise Unavailable(retry_after=COME_BACK)
        try:
            yield
        finally:
            self.give_back(who)
