"""Bytes from a stranger in, a clean picture out, by way of a process that can be lost.

The web process looks at the first bytes only. Everything else happens in a fork of the
forkserver; whatever that fork does, the worst that comes of it here is Refused.
"""

import time
from typing import Any, Final

from tracker.imaging.decoder_process import DecoderProcess
from tracker.imaging.kinds import kind_of
from tracker.imaging.limits import LIMITS, PATIENCE_SECONDS, Busy, Limits, Refused
from tracker.imaging.picture import CleanPicture
from tracker.imaging.places import a_place
from tracker.imaging.wire import is_whole, unpack

__all__ = [
    "Busy",
    "CleanPicture",
    "Limits",
    "Refused",
    "decoder_report",
    "take_in",
    "take_in_measured",
]

_QUEUE_SECONDS: Final = 30.0

_process = DecoderProcess()


def take_in(data: bytes, *, limits: Limits = LIMITS) -> CleanPicture:
    """Upright, sRGB, stripped, in three sizes. From any thread; takes limits.seconds at most.

    On a machine that is too busy the picture may wait longer for its turn, then Busy is raised,
    as where no decoder could be had. Raises Refused with code and reason.
    """
    return take_in_measured(data, limits=limits)[0]


def take_in_measured(
    data: bytes, *, limits: Limits = LIMITS
) -> tuple[CleanPicture, dict[str, float]]:
    """The picture, and what the child spent: seconds, idle_bytes, peak_bytes."""
    if len(data) > limits.bytes_:
        raise Refused("too-many-bytes")
    kind_of(data)
    try:
        with a_place(_QUEUE_SECONDS):
            frame = _frame(data, limits)
    except OSError as error:  # no handle, no process, no memory to be had: not the picture's fault
        raise Busy(str(error)) from error
    return unpack(frame)


def decoder_report() -> dict[str, Any]:
    """Of the running decoder: pillow, libheif, kinds, jpeg_scan, problems, and its walls.

    network: "namespace" or "none"; system_calls: "filtered" or "open". Raises Busy.
    """
    return _process.report()


def _frame(data: bytes, limits: Limits) -> bytes:
    """The child's answer. A forkserver that was killed under it is started once more."""
    for _ in range(2):
        started = time.monotonic()
        frame = _process.run(data, limits)
        if is_whole(frame, len(frame)):
            return frame
        waited = time.monotonic() - started
        if waited >= limits.seconds + PATIENCE_SECONDS:
            raise Busy("the machine had no time for the picture")
        if waited >= limits.seconds:
            raise Refused("too-complex", "out of time")
        if _process.is_alive():
            raise Refused("crashed")
    raise Busy("the decoder cannot be kept alive")
