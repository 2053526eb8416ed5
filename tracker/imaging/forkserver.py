"""A clean process that has the decoders in memory and forks once for every picture.

It is started with an empty environment, knows no settings, no database and no key, and never
looks at a picture itself. A fork lives for one file, so that a hostile one meets nobody else's.
"""

import array
import gc
import json
import os
import resource
import select
import signal
import socket
import time
from dataclasses import dataclass, field
from typing import Any, Final

from tracker.imaging import report, sandbox, wire
from tracker.imaging.develop import develop
from tracker.imaging.limits import PATIENCE_SECONDS, Limits, Refused
from tracker.imaging.turn import Turn, clock_of

_LONGEST_ORDER: Final = 4096
_LOOK_EVERY: Final = 0.25  # seconds, at the clocks of children that are alive
_INPUT, _OUTPUT = 0, 1


@dataclass
class _Server:
    line: socket.socket
    children: dict[int, "_Child"] = field(default_factory=dict)  # by process id


class _Child:
    def __init__(self, seconds: float, ending: int) -> None:
        self.seconds = seconds
        self.ending = ending  # a handle that becomes readable when it ends
        self.started = time.monotonic()
        self.turn = Turn(self.started)

    def is_over(self, process: int) -> bool:
        """Its own time is up, or nobody will wait any longer for its turn to come."""
        now = time.monotonic()
        had = self.turn.look(now, *clock_of(process))
        return had > self.seconds or now - self.started > self.seconds + PATIENCE_SECONDS


def main(descriptor: int) -> None:
    """Serves until the other end of the line closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server = _Server(socket.socket(fileno=descriptor))
    about = {**sandbox.walls(), **report.decoder_report()}
    gc.collect()
    gc.freeze()
    server.line.send(json.dumps(about).encode())
    while _serve_one(server):
        pass
    for child in server.children:
        os.kill(child, signal.SIGKILL)


def _serve_one(server: _Server) -> bool:
    endings = [child.ending for child in server.children.values()]
    patience = _LOOK_EVERY if endings else None
    ready, _, _ = select.select([server.line.fileno(), *endings], [], [], patience)
    _reap(server)
    if server.line.fileno() not in ready:
        return True
    order, handles = _receive(server.line)
    if len(handles) != 2:
        return False
    child = os.fork()
    if child == 0:
        server.line.close()
        _live_for_one(order, handles)
    server.children[child] = _Child(order["limits"]["seconds"], os.pidfd_open(child))
    for handle in handles:
        os.close(handle)
    return True


def _receive(line: socket.socket) -> tuple[dict[str, Any], list[int]]:
    handles = array.array("i")
    try:
        order, extra, _, _ = line.recvmsg(_LONGEST_ORDER, socket.CMSG_LEN(2 * handles.itemsize))
    except ConnectionError:
        return {}, []
    for level, kind, data in extra:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            handles.frombytes(data[: len(data) - len(data) % handles.itemsize])
    return (json.loads(order) if order else {}), handles.tolist()


def _reap(server: _Server) -> None:
    for process, child in list(server.children.items()):
        if os.waitpid(process, os.WNOHANG)[0] == process:
            os.close(server.children.pop(process).ending)
        elif child.is_over(process):
            os.kill(process, signal.SIGKILL)


def _live_for_one(order: dict[str, Any], handles: list[int]) -> None:
    """In the child. Never returns."""
    try:
        limits = Limits(**order["limits"])
        os.dup2(handles[0], _INPUT)
        os.dup2(handles[1], _OUTPUT)
        os.closerange(2, 64)
        sandbox.limit_resources(limits)
        sandbox.forbid_system_calls()
        _answer(_developed(order["length"], limits))
    finally:
        os._exit(0)


def _developed(length: int, limits: Limits) -> bytes:
    started = resource.getrusage(resource.RUSAGE_SELF)
    try:
        picture = develop(_whole_input(length), limits)
        return wire.pack_picture(picture, _cost(started))
    except MemoryError:
        return wire.pack_refusal(Refused("too-complex", "memory"), _cost(started))
    except Refused as refused:
        return wire.pack_refusal(refused, _cost(started))


def _cost(started: resource.struct_rusage) -> dict[str, float]:
    """Seconds of processor time since, and bytes in memory: at the start, at the peak."""
    now = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": now.ru_utime + now.ru_stime - started.ru_utime - started.ru_stime,
        "idle_bytes": started.ru_maxrss * 1024.0,
        "peak_bytes": now.ru_maxrss * 1024.0,
    }


def _whole_input(length: int) -> bytes:
    pieces = []
    while length > 0 and (piece := os.read(_INPUT, min(length, 1 << 22))):
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


def _answer(frame: bytes) -> None:
    view = memoryview(frame)
    while view:
        view = view[os.write(_OUTPUT, view) :]
