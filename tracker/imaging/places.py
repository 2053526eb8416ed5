"""One decoder a core, over all web processes of this machine.

A place is a name in the kernel's list of abstract sockets: whoever binds it has it, and a killed
process gives it back. No file is left behind.
"""

import contextlib
import os
import socket
import time
from collections.abc import Iterator
from typing import Final

from tracker.imaging.limits import Busy

_LOOK_AGAIN: Final = 0.01  # seconds


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


@contextlib.contextmanager
def a_place(patience: float, count: int | None = None) -> Iterator[None]:
    """Waits for one of `count` places, by default one a core. Raises Busy after `patience` s."""
    with _wait_for_one(patience, count or cores()):
        yield


def _wait_for_one(patience: float, count: int) -> socket.socket:
    until = time.monotonic() + patience
    while (taken := _free_one(count)) is None:
        if time.monotonic() > until:
            raise Busy("all decoders are at work")
        time.sleep(_LOOK_AGAIN)
    return taken


def _free_one(count: int) -> socket.socket | None:
    for number in range(count):
        place = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            place.bind(f"\0fadewell-decoder-{os.getuid()}-{number}")
        except OSError:
            place.close()
        else:
            return place
    return None
