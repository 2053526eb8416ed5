"""What the parts of a long command found, in one file, and their sum: for runs in pieces."""

import argparse
import json
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--part", type=part, default=(1, 1), help="of so many: 3/8")
    parser.add_argument("--tally", type=Path, help="a file where each part adds what it found")


def part(said: str) -> tuple[int, int]:
    number, parts = map(int, said.split("/"))
    if not 1 <= number <= parts:
        raise argparse.ArgumentTypeError(f"{said}: the first of eight is 1/8")
    return number, parts


def sliced(found: Sequence[Any], chosen: tuple[int, int]) -> Sequence[Any]:
    """Each so-manieth, so that all parts take about as long."""
    number, parts = chosen
    return found[number - 1 :: parts]


def add(file: Path | None, chosen: tuple[int, int], counts: Mapping[str, int]) -> None:
    """Prints the sum of the parts that are noted, of which code, and which are not there yet.

    A part that is run again takes the place of what it found before; parts of another size are not
    added up.
    """
    if file is None:
        return
    number, parts = chosen
    noted = json.loads(file.read_text()) if file.exists() else {}
    noted[f"{number}/{parts}"] = {"code": _code(), "counts": dict(counts)}
    file.write_text(json.dumps(noted, indent=1))
    ours = {n: noted[f"{n}/{parts}"] for n in range(1, parts + 1) if f"{n}/{parts}" in noted}
    total = Counter[str]()
    for each in ours.values():
        total.update(each["counts"])
    said = ", ".join(f"{count} {name}" for name, count in total.items())
    codes = ", ".join(sorted({each["code"] for each in ours.values()}))
    print(f"{len(ours)} of {parts} parts, of {codes}: {said}")
    missing = [str(each) for each in range(1, parts + 1) if each not in ours]
    print(f"still to run: {', '.join(missing) or 'nothing'}")


def _code() -> str:
    """The commit, and whether something was changed since."""
    asked = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "no history"
