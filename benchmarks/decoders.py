"""The decoders of a running server, watched from outside: how many at once, and how nice."""

import threading
from collections import Counter
from pathlib import Path
from types import TracebackType

from benchmarks.served import tree_of

FORKSERVER = b"tracker.imaging.forkserver"
EVERY = 0.05  # seconds
ENDING = 0x4  # the kernel's PF_EXITING


class Watch:
    """`with Watch(pid) as seen`: looks at all descendants of pid until it ends."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.at_once: Counter[int] = Counter()  # how many decoders -> at how many looks
        self.niceness: Counter[int] = Counter()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_on)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, e: BaseException | None, t: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _look_on(self) -> None:
        while not self._over.wait(EVERY):
            found = decoders_under(self.pid)
            self.at_once[len(found)] += 1
            self.niceness.update(found)


def decoders_under(pid: int) -> list[int]:
    """The niceness of each fork of a forkserver that is at work."""
    tree = tree_of(pid)
    servers = {each for each in tree if FORKSERVER in _read(each, "cmdline")}
    found = []
    for each in servers:
        stat = _read(each, "stat").rpartition(b")")[2].split()
        is_ending = not stat or stat[0] == b"Z" or int(stat[6]) & ENDING
        if not is_ending and int(stat[1]) in servers:
            found.append(int(stat[16]))
    return found


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
