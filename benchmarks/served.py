"""gunicorn as in production, on a free loopback port, and the CPU that its processes used."""

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")


class Served:
    """`with Served("tracker.wsgi:application") as server`: answers on server.port."""

    log: IO[bytes] | None = None  # else our own standard error
    cwd = ROOT  # another tree: another version's code

    def __init__(self, application: str, *, workers: int = 1, threads: int = 4, **env: str) -> None:
        self.application, self.env = application, {"WEB_CONCURRENCY": str(workers), **env}
        self.threads = threads
        self.port = free_port()

    def __enter__(self) -> "Served":
        options = ["--config=deploy/gunicorn.conf.py", f"--threads={self.threads}"]
        options.append(f"--bind=127.0.0.1:{self.port}")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options, self.application],
            cwd=self.cwd,
            env={**os.environ, **self.env},
            stderr=self.log,
        )
        self._wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, e: BaseException | None, t: TracebackType | None
    ) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def cpu_seconds(self) -> float:
        """User and system time of all its processes and threads so far, to the nanosecond."""
        return sum(cpu_of(pid) for pid in tree_of(self.process.pid))

    def _wait(self) -> None:
        give_up = time.monotonic() + 60
        while time.monotonic() < give_up and self.process.poll() is None:
            try:
                connection = self.connect()
                connection.request("GET", "/healthz")
                connection.getresponse().read()
                connection.close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise SystemExit("the server did not start")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def parent_of(pid: int) -> int:
    """0 for a process that is gone."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(after_name[1])


def tree_of(pid: int) -> list[int]:
    """The process and all its descendants."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(after_name[1]), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += parents.get(found[-1], [])
    return found


def cpu_of(pid: int) -> float:
    """Of its living threads by the scheduler's count, and of its children that have ended."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        ran = sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return ran + (int(after_name[13]) + int(after_name[14])) / TICKS
