"""The forkserver as the web process sees it: started on first use, restarted when it is gone."""

import array
import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from tracker.imaging.handover import file_of, pipe, read_frame
from tracker.imaging.limits import PATIENCE_SECONDS, Busy, Limits

_ROOT: Final = str(Path(__file__).resolve().parents[2])
_PROGRAM: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from tracker.imaging.forkserver import main; main(int(sys.argv[2]))"
)
_ENVIRONMENT: Final = {  # nothing of ours
    "LC_ALL": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),  # a freed picture's pages serve the next one:
    "MALLOC_TRIM_THRESHOLD_": str(1 << 30),  # a tenth of the time of a photo was page faults
}
_START_SECONDS: Final = 30.0
_GRACE_SECONDS: Final = 3.0
_DEATH_SECONDS: Final = 0.2  # between a killed process closing its line and being seen as dead
_LONGEST_REPORT: Final = 8192


@dataclass(frozen=True)
class _Forkserver:
    child: subprocess.Popen[bytes]
    line: socket.socket
    report: dict[str, Any]

    def ends_within(self, seconds: float) -> bool:
        try:
            self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self) -> None:
        self.line.close()
        self.child.kill()
        self.child.wait()


class DecoderProcess:
    """One forkserver a web process. Threads share it; a forked web process starts its own."""

    _server: _Forkserver | None = None

    def __init__(self, program: str = _PROGRAM) -> None:
        self._program = program
        self._begin_anew()
        os.register_at_fork(after_in_child=self._begin_anew)
        atexit.register(self.stop)

    def run(self, data: bytes, limits: Limits) -> bytes:
        """Whatever the child wrote before it ended; nothing where it, or the server, died."""
        with file_of(data) as upload, pipe() as (answer, into):
            order = json.dumps({"length": len(data), "limits": asdict(limits)}).encode()
            self._send(order, [upload, into.pop()])
            frame = read_frame(answer, limits.seconds + PATIENCE_SECONDS + _GRACE_SECONDS)
        if frame is None:  # not even the server's clock works
            self.stop()
        return frame or b""

    def report(self) -> dict[str, Any]:
        with self._lock:
            return dict(self._started().report)

    def is_alive(self) -> bool:
        with self._lock:
            return self._server is not None and not self._server.ends_within(_DEATH_SECONDS)

    def process_id(self) -> int:
        """Of the forkserver, for measurements and for tests that kill it."""
        with self._lock:
            return self._started().child.pid

    def stop(self) -> None:
        with self._lock:
            self._stop()

    def _begin_anew(self) -> None:
        """Also in a fork of the web process: the line belongs to its parent."""
        if self._server is not None:
            self._server.line.close()
        self._server = None
        self._lock = threading.Lock()

    def _stop(self) -> None:
        if self._server is not None:
            self._server.end()
        self._server = None

    def _send(self, order: bytes, handles: list[int]) -> None:
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", handles))
        try:
            for _ in range(2):
                if self._sent(order, rights):
                    return
        finally:
            os.close(handles[1])  # or the end of the answer would never be seen
        raise Busy("the decoder cannot be reached")

    def _sent(self, order: bytes, rights: "tuple[int, int, array.array[int]]") -> bool:
        with self._lock:
            server = self._started()
            with contextlib.suppress(OSError):
                server.line.sendmsg([order], [rights])
                return True
            self._stop()
        return False

    def _started(self) -> _Forkserver:
        if self._server is not None and self._server.child.poll() is not None:
            self._stop()
        if self._server is None:
            self._server = _start(self._program)
        return self._server


def _start(program: str) -> _Forkserver:
    """Raises Busy where it does not come up, or its libraries are too old to be let near files."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        child = subprocess.Popen(  # noqa: S603 (our own program; nothing in it comes from outside)
            [sys.executable, "-I", "-c", program, _ROOT, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env=_ENVIRONMENT,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    ours.settimeout(_START_SECONDS)
    try:
        report = json.loads(ours.recv(_LONGEST_REPORT))
    except (OSError, ValueError) as error:
        report = {"problems": [f"it did not start ({error})"]}
    server = _Forkserver(child, ours, report)
    if report["problems"]:
        server.end()
        raise Busy("; ".join(report["problems"]))
    return server
