"""How long a session lasts: left alone, at all, and until the app lock closes it.

Staff work with other people's records: half an hour alone, twelve hours at most. NIST SP 800-63B-4
asks an hour and a day at most of two factors (section 2.2.3), thirty days of one (2.1.3); OWASP
ASVS 5.0 asks that both ends are written down and held (7.1.1, 7.3.1, 7.3.2). See docs/adr/056.
"""

import time
from dataclasses import dataclass
from typing import Any, cast

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

from tracker import second_factor
from tracker.models import User
from tracker.services import sessions

MINUTE, DAY = 60, 24 * 60 * 60
KEY = "clock"
LOCKED_AFTER = 5 * MINUTE
OF_THE_BROWSER = ("empty", "image", "script", "style", "manifest", "serviceworker", "worker")


@dataclass(frozen=True)
class Limits:
    """All in seconds; noted_every: how exactly the last act is known."""

    alone: int
    longest: int
    noted_every: int


STAFF = Limits(alone=30 * MINUTE, longest=12 * 60 * MINUTE, noted_every=MINUTE)
PATIENT = Limits(alone=14 * DAY, longest=30 * DAY, noted_every=60 * MINUTE)


class SessionClock:
    """When a session began, when somebody last did something in it, and since when it is locked."""

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.now = request, time.time()
        known: dict[str, Any] = request.session.get(KEY, {})
        self.is_new = not known
        self.began = float(known.get("began", self.now))
        self.seen = float(known.get("seen", self.now))
        self.locked_at: float | None = known.get("locked_at")
        self.is_staff = bool(known.get("is_staff"))
        self.name = str(known.get("name", request.session.session_key))

    @property
    def limits(self) -> Limits:
        return STAFF if self.is_staff else PATIENT

    @property
    def alone_left(self) -> int:
        return int(self.seen + self.limits.alone - self.now)

    @property
    def left(self) -> int:
        return int(self.began + self.limits.longest - self.now)

    @property
    def is_over(self) -> bool:
        return min(self.alone_left, self.left) < 0

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    def begin(self) -> None:
        """Just signed in: nothing of a session before it counts."""
        self.began, self.name = self.now, str(self.request.session.session_key)
        self._note(seen=self.now, locked_at=None)

    def move(self) -> None:
        """Takes note of an act, of having been away too long, and of a sign-in since then."""
        self._follow_its_name()
        away_since = self._away_since()
        if away_since is not None and self._last_sign_in() <= away_since:
            if not self.is_locked:
                self._note(seen=self.seen, locked_at=away_since)
        elif self.is_new or self.is_locked or (self._is_act() and self._is_due()):
            self._note(seen=self.now, locked_at=None)

    def _follow_its_name(self) -> None:
        """Under a new SECRET_KEY Django names it anew: it stays the same one in her list."""
        here = str(self.request.session.session_key)
        if self.name != here:
            user = cast(User, self.request.user)
            sessions.rename_session(by=user, was=self.name, is_now=here)
            self.name, self.is_new = here, True

    @property
    def has_lock(self) -> bool:
        return bool(getattr(self.request.user, "app_lock", False))

    def _away_since(self) -> float | None:
        """The last act before she was away too long; None while she is here, or has no lock."""
        if not self.has_lock or self.is_locked:
            return self.locked_at if self.has_lock else None
        return self.seen if self.now - self.seen > LOCKED_AFTER else None

    def _last_sign_in(self) -> float:
        records = get_authentication_records(self.request, self.request.user)
        return max((float(each["at"]) for each in records), default=0.0)

    def _is_act(self) -> bool:
        """What a page fetches by itself is no act of hers; a form that is sent is one."""
        fetched = self.request.headers.get("Sec-Fetch-Dest", "document") in OF_THE_BROWSER
        return self.request.method not in ("GET", "HEAD") or not fetched

    def _is_due(self) -> bool:
        every = MINUTE / 2 if self.has_lock else self.limits.noted_every
        return self.now - self.seen >= every

    def _note(self, *, seen: float, locked_at: float | None) -> None:
        self.seen, self.locked_at = seen, locked_at
        self.is_staff = second_factor.is_required_of(self.request.user)
        self.request.session[KEY] = {
            "began": self.began,
            "seen": seen,
            "locked_at": locked_at,
            "is_staff": self.is_staff,
            "name": self.name,
        }
        self.request.session.set_expiry(max(self.left, 1))
