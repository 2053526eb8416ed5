"""The processes of the demo: none outlives the one that started it."""

import ctypes
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1  # prctl(2): the kernel's own message to a child whose parent is gone
PATIENCE = 20.0  # seconds that a child may take to end by itself


def end_with_parent(sign: int = signal.SIGTERM) -> None:
    """For a child, as its first act. Elsewhere than on Linux it does nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, sign)


def leave_signals_to_parent() -> None:
    """For a child in the parent's own session: Ctrl-C is heard once, by the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()


def start(command: Sequence[str | Path], *, cwd: Path) -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C reaches the parent alone, which then ends its children."""
    return subprocess.Popen(  # noqa: S603
        [str(word) for word in command],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=end_with_parent,
    )


def end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
