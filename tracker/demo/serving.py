"""The demo's web server and its worker, watched until somebody ends them."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from tracker.demo import children

HOST = "127.0.0.1"  # one tap signs in: nobody but this machine may reach it
WORKER_EVERY = "2"  # seconds
STARTS_WITHIN = 60.0  # seconds
ENDS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
FIRST_PAGE = "/sign-in"
ROOT = Path(settings.ROOT)


class DidNotStart(Exception):
    """The web server ended, or did not answer in time; what it said went to standard error."""


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def end_on_a_signal() -> None:
    """By way of Python, so that what is half done is taken back and children are ended."""
    for sign in ENDS:
        signal.signal(sign, lambda *_: sys.exit(0))


def serve(port: int, when_ready: Callable[[], None]) -> int:
    """Run until a signal ends it (0) or a child ends by itself (1). Raises DidNotStart."""
    running: list[subprocess.Popen[bytes]] = []
    try:
        running.append(children.start(_web(port), cwd=ROOT))
        running.append(children.start(_worker(), cwd=ROOT))
        _wait_for_an_answer(port, running[0])
        when_ready()
        while all(child.poll() is None for child in running):
            time.sleep(0.3)
        return 1
    finally:
        for sign in ENDS:
            signal.signal(sign, signal.SIG_IGN)
        children.end(running)


def _web(port: int) -> list[str | Path]:
    config = ROOT / "deploy" / "gunicorn.conf.py"
    return [sys.executable, "-m", "gunicorn", "--config", config, "--bind", f"{HOST}:{port}"]


def _worker() -> list[str | Path]:
    return [sys.executable, ROOT / "manage.py", "worker", "--every", WORKER_EVERY]


def _wait_for_an_answer(port: int, web: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and web.poll() is None:
        if _answers(port):
            return
        time.sleep(0.1)
    raise DidNotStart


def _answers(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection(HOST, port, timeout=10)
        connection.request("GET", FIRST_PAGE, headers={"Host": f"localhost:{port}"})
        answered = connection.getresponse().status == http.HTTPStatus.OK
        connection.close()
    except (OSError, http.client.HTTPException):
        return False
    return answered
