"""Intake of one 12-megapixel photo beside the fastest library there is, and its memory.

    .venv/bin/python benchmarks/intake.py [--pairs 20]

Ours: bytes -> decoder process -> six variants -> sealed on disk. Theirs: pyvips (VIPS_CONCURRENCY
1, warm, in process, nothing isolated, nothing sealed) making the same six files at the same
settings. In turn, processor time of parent and child, medians. Exit code 1 where a bar is missed.
"""

import argparse
import io
import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings.test")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import django  # noqa: E402
import numpy as np  # noqa: E402
from PIL import Image  # noqa: E402

django.setup()

from benchmarks.rivals import (  # noqa: E402
    by_pi_heif,
    by_pyvips,
    heic_of,
    saved,
    twelve_megapixels,
)
from tests.imaging.pictures import fixture  # noqa: E402
from tracker.imaging import intake  # noqa: E402
from tracker.imaging.limits import Refused  # noqa: E402
from tracker.models import PatientKey  # noqa: E402
from tracker.services import photo_store  # noqa: E402

BARS = {"pyvips": 1.5, "pi-heif": 1.25, "above idle": 60.0, "five more": 10.0, "bomb": 10.0}
MB = 1_000_000


def main() -> int:
    pairs = argparse.ArgumentParser()
    pairs.add_argument("--pairs", type=int, default=20)
    count = pairs.parse_args().pairs
    photo = twelve_megapixels()
    sent = saved(photo, quality=90)
    print(f"12-megapixel JPEG, {len(sent) / MB:.1f} MB; decoder: {intake.decoder_report()}")
    good = beside_pyvips(sent, count) & beside_pi_heif(photo, min(count, 8)) & memory(sent)
    likeness(photo, sent)
    return 0 if good else 1


def beside_pyvips(sent: bytes, count: int) -> bool:
    ours, theirs = in_turn(lambda: take_in_and_seal(sent), lambda: by_pyvips(sent), count)
    return verdict("JPEG, processor time beside pyvips", ours, theirs, BARS["pyvips"])


def beside_pi_heif(photo: Image.Image, count: int) -> bool:
    """A photo in one piece where heif-enc is here, and always a grid of tiles of plain colour."""
    whole = heic_of(photo)
    if whole is None:
        print("HEIC in one piece: not measured, heif-enc (Debian: libheif-examples) is not here")
    kinds = {"HEIC": whole, "HEIC of 8 x 6 tiles": fixture("grid.heic")}
    held = [beside_one(name, sent, count) for name, sent in kinds.items() if sent]
    return all(held)


def beside_one(name: str, sent: bytes, count: int) -> bool:
    ours, theirs = in_turn(lambda: take_in_and_seal(sent), lambda: by_pi_heif(sent), count)
    what = f"{name}, processor time beside pi-heif in process"
    return verdict(what, ours, theirs, BARS["pi-heif"])


def in_turn(
    ours: Callable[[], float], theirs: Callable[[], object], count: int
) -> tuple[list[float], list[float]]:
    """Seconds of processor time of each; `ours` returns what its child says it spent."""
    for warm in (ours, theirs):
        warm()
    mine, yours = [], []
    tree_before, said = tree_seconds(), 0.0
    for _ in range(count):
        start = time.process_time()
        child = ours()
        mine.append(time.process_time() - start + child)
        said += child
        start = time.process_time()
        theirs()
        yours.append(time.process_time() - start)
    around = (tree_seconds() - tree_before - said) / count  # forking, exiting, the forkserver
    return [seconds + max(0.0, around) for seconds in mine], yours


def take_in_and_seal(sent: bytes) -> float:
    picture, cost = intake.take_in_measured(sent)
    key = PatientKey(id=uuid.uuid4(), patient_id=uuid.uuid4(), clinic_id=uuid.uuid4())
    photo_store.make_patient_key(key_id=key.id, patient_id=key.patient_id, clinic_id=key.clinic_id)
    photo_store.erase(photo_store.store(uuid.uuid4(), key, picture.variants).name)
    return cost["seconds"]


def tree_seconds() -> float:
    """Processor time of the forkserver and of all its children that have ended."""
    time.sleep(0.05)  # it looks after ended children every 20 ms
    stat = Path(f"/proc/{intake._process.process_id()}/stat").read_text()
    fields = stat.rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def memory(sent: bytes) -> bool:
    server = intake._process.process_id()
    _, cost = intake.take_in_measured(sent)
    above = (cost["peak_bytes"] - cost["idle_bytes"]) / MB
    both = (server, os.getpid())
    before = sum(map(resident, both))
    for _ in range(5):
        intake.take_in(sent)
    grown = sum(map(resident, both)) - before
    bomb = bomb_bytes()
    print(f"child: {cost['idle_bytes'] / MB:.0f} MB idle, {cost['peak_bytes'] / MB:.0f} MB at peak")
    return all(
        [
            within("child above idle, JPEG, MB", above, BARS["above idle"]),
            within("web process and forkserver grown by five more, MB", grown, BARS["five more"]),
            within("100-megapixel bomb above idle, MB", bomb, BARS["bomb"]),
        ]
    )


def bomb_bytes() -> float:
    """Refused by its header; what the child took meanwhile."""
    try:
        intake.take_in(saved(Image.new("L", (10_000, 10_000)), quality=30))
    except Refused as refused:
        return (refused.cost["peak_bytes"] - refused.cost["idle_bytes"]) / MB
    raise SystemExit("a bomb was taken in")


def resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024 / MB


def likeness(photo: Image.Image, sent: bytes) -> None:
    """Fair only if as good: both display pictures beside one drawn from every pixel."""
    whole = Image.open(io.BytesIO(sent)).convert("RGB")
    reference = np.asarray(whole.resize((1600, 1200), Image.Resampling.LANCZOS), dtype=float)
    made = {
        "ours": intake.take_in(sent).variants["display"]["webp"],
        "pyvips": by_pyvips(sent)[0],
    }
    for name, served in made.items():
        shown = np.asarray(Image.open(io.BytesIO(served)).convert("RGB"), dtype=float)
        noise = 10 * np.log10(255**2 / ((shown - reference) ** 2).mean())
        print(f"display WebP, {name}: {noise:.1f} dB to a careful one, {len(served) / 1000:.0f} kB")


def verdict(what: str, ours: list[float], theirs: list[float], most: float) -> bool:
    mine, yours = statistics.median(ours), statistics.median(theirs)
    print(f"{what}: {mine * 1000:.0f} ms and {yours * 1000:.0f} ms (medians of {len(ours)} pairs)")
    return within("  ratio", mine / yours, most)


def within(what: str, figure: float, most: float) -> bool:
    print(f"{what}: {figure:.2f} (at most {most:g}) {'holds' if figure <= most else 'MISSED'}")
    return figure <= most


if __name__ == "__main__":
    sys.exit(main())
