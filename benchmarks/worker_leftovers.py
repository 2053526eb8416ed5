"""What lies there for the worker without a case: letters, and what is over."""

from datetime import datetime, timedelta
from uuid import uuid4

import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache

from tracker.models import Notification

HOUR = timedelta(hours=1)


def mail(noon: datetime) -> None:
    """Three letters that are due, and a reminder that comes too late."""
    Notification.objects.filter(state="pending").update(state="sent", sent_at=noon - HOUR)
    with time_machine.travel(noon - HOUR, tick=False):
        for number, kind in enumerate(("new_message", "case_waiting", "new_message", "reminder")):
            Notification.objects.create(
                kind=kind,
                address=f"letter{number}@benchmark.example",
                dedupe_key=f"{kind}:{uuid4()}",
                due_at=noon - HOUR,
            )


def over(noon: datetime) -> None:
    """Sessions and counted tries whose time is over, and one of each that goes on."""
    held = SessionStore().encode({})
    with time_machine.travel(noon - 2 * HOUR, tick=False):
        for number, ends in enumerate((noon - HOUR, noon - HOUR, noon + HOUR)):
            key = f"session{number}"
            Session.objects.create(session_key=key, session_data=held, expire_date=ends)
            cache.set(f"tries{number}", 1, (ends - noon + 2 * HOUR).total_seconds())
