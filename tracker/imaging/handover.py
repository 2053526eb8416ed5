"""How an upload is handed to the decoder and its answer is read: a nameless file and a pipe."""

import contextlib
import os
import select
import time
from collections.abc import Iterator
from typing import Final

from tracker.imaging.wire import MOST, is_whole

_PIECE: Final = 1 << 18


@contextlib.contextmanager
def file_of(data: bytes) -> Iterator[int]:
    """The upload as a file that has no name and lies on no disk."""
    handle = os.memfd_create("upload")
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        os.lseek(handle, 0, os.SEEK_SET)
        yield handle
    finally:
        os.close(handle)


@contextlib.contextmanager
def pipe() -> Iterator[tuple[int, list[int]]]:
    """The end to read, and the end to write in a list: who takes it out must close it."""
    answer, into = os.pipe()
    writing = [into]
    try:
        yield answer, writing
    finally:
        os.close(answer)
        for handle in writing:
            os.close(handle)


def read_frame(answer: int, seconds: float) -> bytes | None:
    """Until the frame is whole or the writer is gone; None when time is over."""
    over = time.monotonic() + seconds
    frame = bytearray()
    waiting = select.poll()
    waiting.register(answer, select.POLLIN)
    while len(frame) <= MOST:
        if not waiting.poll(max(0.0, over - time.monotonic()) * 1000):
            return None
        piece = os.read(answer, _PIECE)
        frame += piece
        if not piece or is_whole(bytes(frame[:4]), len(frame)):
            break
    return bytes(frame)
