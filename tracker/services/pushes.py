"""A notice to the phones of a patient: sealed for each (RFC 8291), signed by us (RFC 8292).

Only the worker reads this file: the library behind it is large. No log names a person, a phone or
an address, and no fault of the library is logged in its own words, for they hold the address.
"""

import json
import logging
import re
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from py_vapid import Vapid, VapidException
from pywebpush import WebPushException, webpush
from requests import RequestException, Session

from tracker.models import Notification, PushSubscription
from tracker.records import push_key, push_services
from tracker.services.mail_words import subject_of
from tracker.services.notifications import LIFE, LONGEST_LIFE, Pushed, Reached
from tracker.services.push_subscriptions import phones_of
from tracker.services.quiet_hours import is_day_for

OPENS: Final = {"reminder": "check_in", "new_message": "messages"}  # pages that sw.js knows
PATIENCE: Final = 5.0  # seconds a service has to answer
A_DAY: Final = timedelta(days=1)  # an unread message is told again after it
GONE: Final = frozenset({404, 410})  # RFC 8030, section 7.3: such a phone asks for no more
BUSY: Final = frozenset({408, 429})
SECONDS: Final = re.compile(r"[0-9]{1,9}")

log = logging.getLogger("fadewell.push")


def push(row: Notification, now: datetime) -> Pushed:
    """Send it to each phone of hers that is signed in; a phone that is gone is forgotten."""
    key = push_key.private_key()
    user = row.patient.user if row.patient else None
    if key is None or user is None or not user.is_active or row.kind not in OPENS:
        return Pushed(Reached.NOBODY)
    call = _Call(row, now, Vapid(key))
    found = {call.to(phone) for phone in phones_of(user, now)}
    return Pushed(next((each for each in Reached if each in found), Reached.NOBODY), call.wait)


class _Call:
    """One notice on its way to some phones."""

    def __init__(self, row: Notification, now: datetime, key: Vapid) -> None:
        self.row, self.key, self.now, self.wait = row, key, now, timedelta()
        page = OPENS[row.kind]
        is_quiet = row.patient is not None and not is_day_for(row.patient, now)
        said = {"title": subject_of(row), "lang": row.language, "to": page, "quiet": is_quiet}
        self.words = json.dumps(said)
        left = row.created_at + LIFE.get(row.kind, LONGEST_LIFE) - now
        self.seconds = max(int(min(left, A_DAY).total_seconds()), 1)
        # A newer one of the kind takes the place of one that still waits (RFC 8030, section 5.4).
        self.headers: dict[str, Any] = {"Topic": page, "Urgency": "normal"}

    def to(self, phone: PushSubscription) -> Reached:
        if not push_services.is_known(phone.endpoint):
            return self._forget(phone)
        try:
            webpush(
                {"endpoint": phone.endpoint, "keys": {"p256dh": phone.p256dh, "auth": phone.auth}},
                self.words,
                vapid_private_key=self.key,
                vapid_claims={"sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"},
                timeout=PATIENCE,
                ttl=self.seconds,
                headers=self.headers | asked_by(phone.endpoint),
                requests_session=_session(),
            )
        except WebPushException as fault:
            self.wait = max(self.wait, asked_wait(fault, self.now))
            return self._answered(phone, fault.status_code or 0)
        except VapidException:  # our own key or address: mail does not wait for its repair
            log.exception("push %s cannot be signed", self.row.pk)
            return Reached.NO
        except RequestException as fault:
            log.warning("push %s was not sent: %s", self.row.pk, type(fault).__name__)
            return Reached.LATER
        return Reached.YES

    def _answered(self, phone: PushSubscription, status: int) -> Reached:
        log.warning("push %s was refused: %s", self.row.pk, status)
        if status in GONE:
            return self._forget(phone)
        return Reached.LATER if status >= 500 or status in BUSY else Reached.NO

    def _forget(self, phone: PushSubscription) -> Reached:
        phone.delete()
        return Reached.NO


def asked_wait(fault: WebPushException, now: datetime) -> timedelta:
    """Its Retry-After, in seconds or as a date (RFC 9110, 10.2.3); none where it cannot be read."""
    said = fault.response.headers.get("Retry-After", "") if fault.response is not None else ""
    if SECONDS.fullmatch(said):
        return timedelta(seconds=int(said))
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return timedelta()
    return max(until.replace(tzinfo=until.tzinfo or UTC) - now, timedelta())


def asked_by(endpoint: str) -> dict[str, str]:
    """What Windows wants beside the standard: a word that a notice may be kept for later."""
    is_windows = (urlsplit(endpoint).hostname or "").endswith(".notify.windows.com")
    return {"X-WNS-Cache-Policy": "cache"} if is_windows else {}


def _session() -> Session:
    """It goes where it is told and nowhere else: no redirect, no proxy, no password of a .netrc."""
    session = Session()
    session.trust_env, session.max_redirects = False, 0
    return session
