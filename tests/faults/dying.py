"""A request whose process is killed at its n-th step: statement, commit, sync, rename, unlink."""

import os
from collections.abc import Callable
from typing import Any

from django.db import connections

from benchmarks.dying import Steps, counted
from tests.faults.phone import Entry, Phone

ON_DISK = ("fsync", "rename", "unlink")
ANSWERED = "answered"


def sent_and_killed(phone: Phone, entry: Entry, step: int) -> bool:
    """False where it had fewer steps and came to its end: then the phone has heard the answer."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        _die_at(step, phone, entry)
    _pid, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return True
    phone.heard(entry, {0: 201}.get(os.WEXITSTATUS(status), 0))
    return False


def _die_at(step: int, phone: Phone, entry: Entry) -> None:
    status = 0
    try:
        steps = Steps(step)
        for name in ON_DISK:
            setattr(os, name, _counting(steps, name, getattr(os, name)))
        with counted(steps):
            status = phone.send(entry)
            steps.take(ANSWERED)
    finally:
        os._exit(0 if status == 201 else 1)


def _counting(steps: Steps, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def act(*given: Any, **more: Any) -> Any:
        steps.take(f"before {name}")
        done = real(*given, **more)
        steps.take(f"after {name}")
        return done

    return act
