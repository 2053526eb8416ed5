"""Where a person is signed in, and ending it there: her own sessions only."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

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
    found = UserSession.objects.purge_and_list(user)
    rows = sorted(found, key=lambda each: each.created_at, reverse=True)
    return [
        OpenSession(each.pk, each.user_agent, each.created_at, each.session_key == here)
        for each in rows
    ]


def rename_session(*, by: User, was: str, is_now: str) -> None:
    UserSession.objects.filter(user=by, session_key=was).update(session_key=is_now)


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
