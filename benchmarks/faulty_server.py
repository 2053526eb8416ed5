"""The application behind a door that sometimes fails: as gunicorn serves it to outbox_walk.

A plan is a file with one fault a line, "where what", each used once. where: words (a check-in's
post) or photo. what: 500, 401, slow, lose (done, but the answer is cut off) or die (the same, and
the process that did it is killed).
"""

import fcntl
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.wsgi import get_wsgi_application

PLAN = Path(os.environ["FADEWELL_FAULTS"])
SLOW = 1.0  # seconds
SAID = {"500": "500 Internal Server Error", "401": "401 Unauthorized"}
Start = Callable[..., Any]
inner = get_wsgi_application()


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    fault = taken(place_of(environ))
    if fault in SAID:
        environ["wsgi.input"].read()
        start(SAID[fault], [("Content-Type", "application/json")])
        return [json.dumps({"detail": "a fault of the walk"}).encode()]
    if fault == "slow":
        time.sleep(SLOW)
    if fault in ("lose", "die"):
        done(environ)
        if fault == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        cut(environ)
        start("200 OK", [])
        return []
    return inner(environ, start)


def place_of(environ: dict[str, Any]) -> str:
    path, is_post = environ["PATH_INFO"], environ["REQUEST_METHOD"] == "POST"
    if is_post and path == "/check-in":
        return "words"
    return "photo" if is_post and path.endswith("/photos/") else ""


def taken(place: str) -> str:
    """The next fault that is planned for this place; it is used up."""
    if not place or not PLAN.exists():
        return ""
    with PLAN.open("r+") as plan:
        fcntl.flock(plan, fcntl.LOCK_EX)
        lines = plan.read().splitlines()
        mine = next((line for line in lines if line.split()[0] == place), None)
        if mine is None:
            return ""
        lines.remove(mine)
        plan.seek(0)
        plan.truncate()
        plan.write("\n".join(lines))
    return mine.split()[1]


def done(environ: dict[str, Any]) -> None:
    """Everything is committed, and nobody hears of it."""
    answer = inner(environ, lambda *_said: lambda _data: None)
    list(answer)
    if hasattr(answer, "close"):
        answer.close()


def cut(environ: dict[str, Any]) -> None:
    line: socket.socket = environ["gunicorn.socket"]
    line.shutdown(socket.SHUT_RDWR)
