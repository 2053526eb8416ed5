"""Damaged pictures by the thousand through the whole of intake, in process, without its walls.

    .venv/bin/python benchmarks/mutate.py [--count 20000] [--one NUMBER]

Every number is a mutation of a small seed picture and always the same one. Each must be refused
with a reason or come out clean within ten seconds; a crash, a hang, another exception or a served
file with anything beside pixels in it is printed with its number. Exit code 1 where there is one.
"""

import argparse
import collections
import mmap
import os
import random
import resource
import signal
import struct
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.blows import BLOWS, mended  # noqa: E402
from tests.imaging import hostile_jpeg, hostile_other  # noqa: E402
from tests.imaging.phone_heic import PhoneHeic, tile  # noqa: E402
from tests.imaging.pictures import fixture, quarters, saved, textured  # noqa: E402
from tests.imaging.test_good_pictures import interlaced, see_through, sixteen_bit  # noqa: E402
from tests.imaging.test_private_bytes import LADEN  # noqa: E402
from tracker.imaging import wire  # noqa: E402
from tracker.imaging.develop import develop  # noqa: E402
from tracker.imaging.limits import LIMITS, Refused  # noqa: E402

SEEDS = [
    *LADEN.values(),
    hostile_jpeg.PROGRESSIVE,
    hostile_jpeg.RESTARTS,
    saved(quarters().convert("CMYK"), "JPEG"),
    saved(textured(250, 256), "JPEG", quality=70),
    saved(textured().quantize(64), "PNG", transparency=3),
    interlaced(),
    sixteen_bit(1),
    hostile_other.MOVING,
    hostile_other.WEBP,
    see_through("WEBP"),
    hostile_other.AVIF,
    see_through("AVIF"),
    *(fixture(name) for name in ("plain.heic", "p3.heic", "alpha.heic", "turned.heic")),
    bytes(PhoneHeic(1, 1, 200, 160, turn=3)),
    bytes(PhoneHeic(1, 1, 256, 256, mirror=1, extra=((b"hvc1", tile("blue")),))),
]
REPORT = struct.Struct("<q")


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--count", type=int, default=20_000)
    asked.add_argument("--one", type=int)
    told = asked.parse_args()
    if told.one is not None:
        print(outcome(mutation(told.one)))
        return 0
    started = time.monotonic()
    lanes = [Lane(lane, told.count, len(os.sched_getaffinity(0))) for lane in available()]
    outcomes: collections.Counter[str] = collections.Counter()
    for lane in lanes:
        outcomes.update(lane.outcomes())
    faults = [line for lane in lanes for line in lane.faults]
    print(f"{sum(outcomes.values()) + len(faults)} files, {time.monotonic() - started:.0f} s")
    for name, times in sorted(outcomes.items()):
        print(f"  {name}: {times}")
    print("\n".join(faults) or "no crash, no hang, nothing unclean")
    return 1 if faults else 0


def available() -> range:
    return range(len(os.sched_getaffinity(0)))


class Lane:
    """A row of numbers worked off by a child; where the child dies, another goes on behind it."""

    def __init__(self, first: int, count: int, step: int) -> None:
        self.numbers = range(first, count, step)
        self.place = mmap.mmap(-1, REPORT.size)
        self.faults: list[str] = []
        self._begin(0)

    def outcomes(self) -> collections.Counter[str]:
        """Blocks until the row is done."""
        counted: collections.Counter[str] = collections.Counter()
        while True:
            lines = self.answer.read().decode().splitlines()
            counted.update(line for line in lines if not line.startswith("!"))
            self.faults += [line[1:] for line in lines if line.startswith("!")]
            _, status = os.waitpid(self.child, 0)
            if status == 0:
                return counted
            (at,) = REPORT.unpack(self.place[:])
            self.faults.append(f"number {self.numbers[at]}: the process died, status {status}")
            self._begin(at + 1)

    def _begin(self, at: int) -> None:
        ours, theirs = os.pipe()
        self.child = os.fork()
        if self.child == 0:
            os.close(ours)
            self._work(at, theirs)
        os.close(theirs)
        self.answer = os.fdopen(ours, "rb")

    def _work(self, start: int, answer: int) -> None:
        resource.setrlimit(resource.RLIMIT_AS, (2 * LIMITS.memory, 2 * LIMITS.memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for at in range(start, len(self.numbers)):
            self.place[:] = REPORT.pack(at)
            signal.alarm(LIMITS.seconds)  # its default ends the process
            said = outcome(mutation(self.numbers[at]))
            signal.alarm(0)
            mark = f"!number {self.numbers[at]}: " if said.startswith("!") else ""
            os.write(answer, f"{mark}{said}\n".encode())
        os._exit(0)


def outcome(data: bytes) -> str:
    """taken, or the reason of the refusal; with ! before it what must not be."""
    try:
        picture = develop(data)
    except Refused as refused:
        return f"refused, {refused.reason}"
    except BaseException as error:  # noqa: B036 (everything else is a fault)
        return f"!{error!r}"
    try:
        wire.unpack(wire.pack_picture(picture, {}))
    except Refused as unclean:
        return f"!not clean: {unclean.detail}"
    files = [served for formats in picture.variants.values() for served in formats.values()]
    return "!a secret came out" if any(b"CANARY" in served for served in files) else "taken"


def mutation(number: int) -> bytes:
    """Always the same for the same number: one to six blows to one of the seeds."""
    chance = random.Random(number)
    data = bytearray(chance.choice(SEEDS))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        chance.choice(BLOWS)(chance, data)
    return mended(bytes(data)) if chance.random() < 0.7 else bytes(data)


if __name__ == "__main__":
    sys.exit(main())
