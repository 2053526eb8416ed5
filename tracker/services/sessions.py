"""Where a person is signed in, and ending it there: her own sessions only."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from tracker.errors import NotFound
from tracker.models import User
from tracker.records import audit


@dataclass(frozen=True)
class OpenSession:
    pk: int
    browser: str  # as it calls itself
    since: datetime
    is_here: bool


def open_sessions(user: User, here: str | None) -> list[OpenSession]:
    """Newest first; here: the key of the session that asks."""
    found = UserSession.objects.filter(user=user)
    alive = [each for each in found if each.session_key == here or _is_alive(user, each)]
    rows = sorted(alive, key=lambda each: each.created_at, reverse=True)
    return [
        OpenSession(each.pk, each.user_agent, each.created_at, each.session_key == here)
        for each in rows
    ]


def _is_alive(user: User, each: UserSession) -> bool:
    """Whether its next request would be hers; what is not is forgotten.

    allauth's own look, by Django's get_user, ends each session of before a new SECRET_KEY.
    """
    signed = SessionStore(each.session_key).load().get(HASH_SESSION_KEY, "")
    hashes = (user.get_session_auth_hash(), *user.get_session_auth_fallback_hash())
    if any(constant_time_compare(signed, known) for known in hashes):
        return True
    each.delete()
    return False


@transaction.atomic
def rename_session(*, by: User, was: str, is_now: str) -> None:
    """Its place in her list, and the notifications that end with it, go along."""
    UserSession.objects.filter(user=by, session_key=was).update(session_key=is_now)
    by.push_subscriptions.filter(session_id=was).update(session_id=is_now)


@transaction.atomic
def end_session(*, by: User, pk: int) -> None:
    """Its next request is a stranger's. Raises NotFound for another person's."""
    found = UserSession.objects.filter(user=by, pk=pk).first()
    if found is None:
        raise NotFound
    audit.record("session.ended", by=by, clinic_id=None, about=by)
    found.end()


@transaction.atomic
def end_other_sessions(*, by: User, here: str | None) -> int:
    others = UserSession.objects.filter(user=by).exclude(session_key=here or "")
    count = int(others.count())
    audit.record("sessions.ended", by=by, clinic_id=None, about=by, count=count)
    for each in others:
        each.end()
    return count


def forget_ended() -> int:
    """Those whose time is over, and where somebody was signed in by them; returns how many.

    One that waits for a code names an address, so it must not lie there for good.
    """
    count = Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
    there = Session.objects.values("session_key")
    return count + int(UserSession.objects.exclude(session_key__in=there).delete()[0])


def forget(is_meant: Callable[[Mapping[str, Any]], bool]) -> None:
    """Each session of which that is true, by what it holds."""
    for each in Session.objects.iterator():
        if is_meant(each.get_decoded()):
            each.delete()


def is_hers(held: Mapping[str, Any], user: User) -> bool:
    return bool(held.get(SESSION_KEY) == str(user.pk))


def waits_for(held: Mapping[str, Any], address: str) -> bool:
    """A sign-in that waits for a code, an invitation that is open: nobody is signed in yet."""
    said = json.dumps(dict(held), default=str, ensure_ascii=False).casefold()
    return SESSION_KEY not in held and f'"{address.casefold()}"' in said
