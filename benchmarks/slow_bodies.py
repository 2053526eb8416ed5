"""Do two hundred slow lines keep anybody waiting, and are they cut off?

    python -m benchmarks.slow_bodies [--lines 200] [--seconds 60]

gunicorn as deployed behind Debian's nginx with deploy/nginx.conf, TLS, on loopback. A third of the
lines sends its head a byte a second, a third its body, a third half a body and then nothing; they
come from several addresses, and from one more half as many again that drip their bodies. Beside
them a check-in with a danger sign each second. Bar: each is answered 201 as an emergency within
five seconds; gunicorn holds none of the slow lines; slow heads and silent bodies are cut off when
nginx's configuration says so, and one address has no more requests there than it may, the others
are refused at once. The same lines straight to gunicorn are shown beside it, without a bar. Needs
nginx (apt-get install nginx).
"""

import argparse
import contextlib
import os
import re
import socket
import ssl
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median
from threading import Event, Thread

from benchmarks import stage
from benchmarks.behind_nginx import BehindNginx
from benchmarks.overload import LONGEST, each_second
from benchmarks.served import ROOT, Served

AN_ADDRESS = 50  # lines; below what nginx allows one
LATE = 5  # seconds that a cut may come after its time
KINDS = ("head", "body", "silent")
BODY = 100_000  # bytes that are announced
ESTABLISHED = "01"
BARE_SECONDS = 5
HEAD = "POST /api/v1/check-ins/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


class Slow:
    """One line that is in no hurry; `lasted` seconds until the other side ended it."""

    def __init__(self, kind: str, address: str, port: int, tls: ssl.SSLContext | None) -> None:
        self.kind, self.lasted, self.said = kind, 0.0, b""
        plain = socket.create_connection(("127.0.0.1", port), 30, (address, 0))
        self.line = tls.wrap_socket(plain) if tls else plain
        self.began = time.monotonic()
        begun = HEAD + "X-Slow: " if kind == "head" else f"{HEAD}Content-Length: {BODY}\r\n\r\n"
        self.line.sendall(begun.encode() + b" " * (BODY // 2 if kind == "silent" else 0))
        self.line.setblocking(False)

    def drip(self) -> None:
        """A byte more, where it is one that drips; an answer, a reset or an end is its end."""
        try:
            self.said += self.line.recv(4096)
            self.end()
        except (BlockingIOError, ssl.SSLWantReadError):
            with contextlib.suppress(BlockingIOError, ssl.SSLWantWriteError):
                if self.kind != "silent":
                    self.line.send(b"a")
        except OSError:
            self.end()

    def end(self) -> None:
        self.lasted = self.lasted or time.monotonic() - self.began
        self.line.close()


class Crowd:
    """All of them, from addresses of their own."""

    def __init__(self, places: list[tuple[str, str]], port: int, tls: ssl.SSLContext | None):
        self.is_over = Event()
        self.lines = [Slow(kind, address, port, tls) for kind, address in places]
        self.thread = Thread(target=self._keep_on)

    def __enter__(self) -> "Crowd":
        self.thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.is_over.set()
        self.thread.join()
        for each in self.lines:
            each.line.close()

    def _keep_on(self) -> None:
        while not self.is_over.wait(1):
            for each in self.lines:
                if not each.lasted:
                    each.drip()

    def of(self, kind: str) -> list[Slow]:
        return [each for each in self.lines if each.kind == kind]


class Held:
    """How many lines the server holds at once, at most, looked at every tenth of a second."""

    def __init__(self, port: int) -> None:
        self.end, self.most, self.is_over = f":{port:04X}", 0, Event()
        self.thread = Thread(target=self._look)

    def __enter__(self) -> "Held":
        self.thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.is_over.set()
        self.thread.join()

    def _look(self) -> None:
        while not self.is_over.wait(0.1):
            rows = [each.split() for each in Path("/proc/net/tcp").read_text().splitlines()[1:]]
            held = [row for row in rows if row[1].endswith(self.end) and row[3] == ESTABLISHED]
            self.most = max(self.most, len(held))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    said = parser.parse_args()
    lines, seconds = min(said.lines, 500), min(max(said.seconds, 45.0), 240.0)
    sender = stage.a_patient(stage.build(), 0)
    stage.collect_files()
    as_deployed = Served("tracker.wsgi:application", workers=2, threads=24)
    with as_deployed as server, BehindNginx(server.port) as proxy:
        fits = behind(server, proxy, sender, lines, seconds)
    with Path(os.devnull).open("wb") as as_deployed.log, as_deployed as server:
        bare(server, sender, lines)
    return 0 if fits else 1


def places(lines: int) -> list[tuple[str, str]]:
    """(kind, address) of each."""
    return [
        (KINDS[number % len(KINDS)], f"127.0.1.{1 + number // AN_ADDRESS}")
        for number in range(lines)
    ]


def behind(
    server: Served, proxy: BehindNginx, sender: stage.Person, lines: int, seconds: float
) -> bool:
    usual, _wrong = each_second(proxy, sender, 5)
    idle = proxy.resident()
    with Crowd(places(lines), proxy.port, proxy.tls) as slow:
        greedy = [("body", "127.0.2.1")] * (lines // 2)
        with Crowd(greedy, proxy.port, proxy.tls) as one, Held(server.port) as held:
            took, wrong = each_second(proxy, sender, seconds)
            grown = proxy.resident() - idle
    print(f"{lines} slow lines and {len(greedy)} of one address, {seconds:.0f} s behind nginx:")
    print(f"  nginx {grown / 1e6:.1f} MB larger; without them median {median(usual):.3f} s")
    return all(
        [
            _said("not taken or no emergency", len(wrong), 0),
            _said("slowest answer to a danger sign, s", max(took), LONGEST),
            _said("their median, s", median(took), LONGEST),
            _said("lines that gunicorn held at once", held.most, 1),
            *_cut_off(slow),
            _said("requests that one address has", len(_still(one.lines)), allowed()),
            _said("of it refused later than 5 s", len(_refused_late(one)), 0),
        ]
    )


def _cut_off(slow: Crowd) -> list[bool]:
    fits = []
    for kind, name in (("head", "client_header_timeout"), ("silent", "client_body_timeout")):
        lasted, most = [each.lasted for each in slow.of(kind)], told(name) + LATE
        fits.append(_said(f"{kind}: of {len(lasted)} not cut off", lasted.count(0.0), 0))
        fits.append(_said(f"{kind}: cut off at the latest after, s", max(lasted), most))
    drips = slow.of("body")
    print(f"  body: {len(_still(drips))} of {len(drips)} drip on, held by nginx alone")
    return fits


def _still(lines: list[Slow]) -> list[Slow]:
    return [each for each in lines if not each.lasted]


def _refused_late(one: Crowd) -> list[Slow]:
    return [each for each in one.lines if each.lasted > LATE or (each.lasted and not _is_503(each))]


def _is_503(line: Slow) -> bool:
    return line.said.startswith(b"HTTP/1.1 503")


def bare(server: Served, sender: stage.Person, lines: int) -> None:
    """What gunicorn alone holds; nobody deploys it so."""
    with Crowd(places(lines), server.port, None):
        answers = Counter[str]()
        for _second in range(BARE_SECONDS):
            line = server.connect()
            line.timeout = 1
            try:
                line.request("GET", "/healthz")
                answers[str(line.getresponse().status)] += 1
            except OSError as error:
                answers[type(error).__name__] += 1
            line.close()
    print(f"The same lines straight to gunicorn, {BARE_SECONDS} looks at /healthz: {dict(answers)}")


def told(name: str) -> int:
    """Seconds in deploy/nginx.conf."""
    return int(_in_file(rf"{name} (\d+)s;"))


def allowed() -> int:
    return int(_in_file(r"limit_conn fadewell (\d+);"))


def _in_file(pattern: str) -> str:
    found = re.search(pattern, (ROOT / "deploy/nginx.conf").read_text())
    assert found, f"deploy/nginx.conf says nothing like {pattern}"
    return found[1]


def _said(what: str, figure: float, most: float) -> bool:
    fits = figure <= most
    print(f"  {what}: {round(figure, 3)} (at most {most}): {'holds' if fits else 'MISSED'}")
    return fits


if __name__ == "__main__":
    sys.exit(main())
