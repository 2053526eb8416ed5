"""A request whose end can be read in two ways is none: what follows it is not taken for another.

nginx in front reads ends as strictly; this is the parser behind it, as deployed (ASVS 4.2.1).
"""

from collections.abc import Callable

import pytest

from tests.house import test_quiet_server
from tests.house.test_quiet_server import Server

serving = test_quiet_server.serving
APPLICATION = """
import sys

def application(environ, start):
    print("asked for", environ["PATH_INFO"], file=sys.stderr, flush=True)
    environ["wsgi.input"].read()
    start("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""
HIDDEN = b"GET /hidden HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
CHUNKED = b"0\r\n\r\n"
TWO_ENDS = {
    "a length and chunks": b"Content-Length: 5\r\nTransfer-Encoding: chunked",
    "chunks and a length": b"Transfer-Encoding: chunked\r\nContent-Length: 5",
    "two lengths": b"Content-Length: 5\r\nContent-Length: 60",
    "two lengths in one": b"Content-Length: 5, 60",
    "a length with a sign": b"Content-Length: +5",
    "a length below nothing": b"Content-Length: -1",
    "a length in hex": b"Content-Length: 0x5",
    "a length with a space": b"Content-Length: 5 0",
    "a length with an underscore": b"Content-Length: 1_0",
    "a name with a space behind it": b"Content-Length : 5",
    "a name of two lines": b"Content-Length\r\n : 5",
    "a length that goes on": b"Content-Length: \r\n 5",
    "chunks that are something else": b"Transfer-Encoding: xchunked",
    "chunks that are also something else": b"Transfer-Encoding: chunked, identity",
    "chunks twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
    "a line that ends early": b"X: y\nTransfer-Encoding: chunked",
}
ASKED = "asked for"


@pytest.fixture
def server(serving: Callable[[str], Server]) -> Server:
    return serving(APPLICATION)


def post(head: bytes, body: bytes) -> bytes:
    return b"POST /first HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n\r\n" + body + HIDDEN


def test_what_hides_behind_two_ends_is_never_asked_for(server: Server) -> None:
    for head in TWO_ENDS.values():
        answer = server.hears(post(head, CHUNKED))
        assert answer.count(b"HTTP/1.1 ") == 1, head
        assert answer.split(b" ", 2)[1] in (b"400", b"501"), head
    log = server.end()

    assert "/hidden" not in log
    assert ASKED not in log


def test_one_after_the_other_both_are_answered(server: Server) -> None:
    """So that the others prove something: on one line two requests are two."""
    for head, body in ((b"Content-Length: 5", CHUNKED), (b"Transfer-Encoding: chunked", CHUNKED)):
        assert server.hears(post(head, body)).count(b"HTTP/1.1 200") == 2
    log = server.end()

    assert log.count(f"{ASKED} /first") == log.count(f"{ASKED} /hidden") == 2
