"""The web server's own log, as deployed: faults by kind and place, whatever a request said."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.served import free_port
from tests.house.source import ROOT

SAID = "numb cheek ana@example.org"
APPLICATION = f"""
def application(environ, start):
    if environ["PATH_INFO"] == "/healthz":
        start("200 OK", [("Content-Length", "0")])
        return []
    if environ["PATH_INFO"].startswith("/i/"):
        raise KeyError("{SAID}")
    start("200 OK", [("Content-Type", "text/plain")])
    return broken_off()

def broken_off():
    yield b"the first piece"
    try:
        raise ValueError("{SAID}")
    except ValueError as inner:
        raise RuntimeError("{SAID}") from inner
"""
CANNOT_START = """raise RuntimeError("FADEWELL_ORIGIN must be set")"""


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[[str], "Server"]]:
    running: list[Server] = []

    def start(application: str) -> Server:
        (tmp_path / "served_for_its_log.py").write_text(application)
        running.append(Server(tmp_path))
        return running[-1]

    yield start
    for each in running:
        each.end()


class Server:
    def __init__(self, place: Path) -> None:
        self.port, self.log = free_port(), place / "log"
        options = ["--config=deploy/gunicorn.conf.py", f"--bind=127.0.0.1:{self.port}"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", *options, "--pythonpath", str(place)]
                + ["served_for_its_log:application"],
                cwd=ROOT,
                env=os.environ | {"WEB_CONCURRENCY": "1"},
                stdout=log,
                stderr=log,
            )

    def hears(self, request: bytes) -> bytes:
        """All that comes until the line is closed; asked again until the server has started."""
        for _try in range(600):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=30) as line:
                    line.sendall(request)
                    return b"".join(iter(lambda: line.recv(4096), b""))
            except ConnectionRefusedError:
                try:
                    self.process.wait(0.1)
                except subprocess.TimeoutExpired:
                    continue
                break
        raise AssertionError(self.log.read_text())

    def end(self) -> str:
        """What stands in its log."""
        self.process.terminate()
        self.process.wait(30)
        return self.log.read_text()


def asking(path: str, more: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}\r\n".encode()


NO_REQUESTS = (
    asking("/", "Cookie : sessionid=secret\r\n"),
    asking("/", "Cookie\x7f: sessionid=secret\r\n"),
    b"GET /i/secret-token\r\n\r\n",
    b"G\x00T /i/secret-token HTTP/1.1\r\n\r\n",
)


def test_a_fault_while_an_answer_streams_is_logged_without_its_words(
    serving: Callable[[str], Server],
) -> None:
    server = serving(APPLICATION)

    answer = server.hears(asking("/export?search=Quillfeather"))
    log = server.end()

    assert b"the first piece" in answer and b"numb" not in answer
    assert "RuntimeError" in log and "ValueError" in log
    assert "served_for_its_log.py" in log
    assert not [word for word in ("numb", "example.org", "Quillfeather") if word in log]


def test_a_fault_before_an_answer_is_logged_without_words_and_links(
    serving: Callable[[str], Server],
) -> None:
    server = serving(APPLICATION)

    answer = server.hears(asking("/i/secret-token"))
    log = server.end()

    assert answer.startswith(b"HTTP/1.1 500") and b"numb" not in answer
    assert "KeyError" in log and "Error handling request GET /i/" in log
    assert not [word for word in ("numb", "secret") if word in log]


def test_a_request_that_is_none_is_not_quoted(serving: Callable[[str], Server]) -> None:
    server = serving(APPLICATION)

    answers = [server.hears(request) for request in NO_REQUESTS]
    log = server.end()

    assert [answer[:12] for answer in answers] == [b"HTTP/1.1 400"] * len(NO_REQUESTS)
    assert log.count("Invalid request from ip=127.0.0.1") == len(NO_REQUESTS)
    assert "secret" not in log


def test_why_a_server_does_not_start_is_told(serving: Callable[[str], Server]) -> None:
    server = serving(CANNOT_START)

    server.process.wait(30)

    assert "FADEWELL_ORIGIN must be set" in server.end()
