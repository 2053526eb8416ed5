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
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.imaging import hostile_jpeg, hostile_other  # noqa: E402
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
]
TELLING = [0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]
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


def mended(data: bytes) -> bytes:
    """PNG checksums and the length of a WebP made to fit again, so that the blow goes deeper."""
    if data.startswith(b"RIFF"):
        return data[:4] + struct.pack("<L", max(0, len(data) - 8)) + data[8:]
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return data
    out, at = data[:8], 8
    while at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        body = data[at + 4 : end]
        out += data[at : at + 4] + body + struct.pack(">L", zlib.crc32(body))
        at = end + 4
    return out + data[at:]


def flip_bits(chance: random.Random, data: bytearray) -> None:
    for _ in range(chance.choice((1, 2, 8, 40))):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def write_a_telling_number(chance: random.Random, data: bytearray) -> None:
    size, order = chance.choice((1, 2, 4)), chance.choice(("big", "little"))
    at = chance.randrange(max(1, min(len(data), chance.choice((64, 600, len(data) + 1)))))
    data[at : at + size] = (chance.choice(TELLING) & (256**size - 1)).to_bytes(size, order)


def remove_a_stretch(chance: random.Random, data: bytearray) -> None:
    at = chance.randrange(len(data) + 1)
    del data[at : at + chance.choice((1, 2, 4, 64, 1000))]


def repeat_a_stretch(chance: random.Random, data: bytearray) -> None:
    at, length = chance.randrange(len(data) + 1), chance.choice((1, 4, 64, 1000))
    data[at:at] = data[at : at + length] * chance.choice((1, 2, 50))


def insert_noise(chance: random.Random, data: bytearray) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.randbytes(chance.choice((1, 4, 64, 1000)))


def wipe_a_stretch(chance: random.Random, data: bytearray) -> None:
    at, length = chance.randrange(len(data) + 1), chance.choice((4, 64, 1000))
    data[at : at + length] = bytes([chance.choice((0, 0xFF))]) * len(data[at : at + length])


def cut_short(chance: random.Random, data: bytearray) -> None:
    del data[chance.randrange(len(data) + 1) :]


def graft_from_another(chance: random.Random, data: bytearray) -> None:
    other = chance.choice(SEEDS)
    at, source = chance.randrange(len(data) + 1), chance.randrange(len(other))
    data[at : at + chance.choice((0, 64, 1000))] = other[source : source + chance.choice((8, 500))]


BLOWS = [
    flip_bits,
    flip_bits,
    write_a_telling_number,
    write_a_telling_number,
    remove_a_stretch,
    repeat_a_stretch,
    insert_noise,
    wipe_a_stretch,
    cut_short,
    graft_from_another,
]

if __name__ == "__main__":
    sys.exit(main())
