"""The published description of the API held against a running server, by every role.

    python -m benchmarks.contract_fuzz [--requests 10000] [--role NAME] [--seed N] [--keep FOLDER]

schemathesis with all its checks, stateful too, as patient, coordinator, dermatologist, clinical
lead and administrator in turn, each with at least so many requests to gunicorn on loopback, round
after round with the next seed. Bar: no answer of 5xx, none that breaks the description, no address
that answers somebody with a false token. Seeds are printed; a failure can be played again with its
own. What is not counted, and why, stands in benchmarks/contract_fuzz.toml.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks import stage
from benchmarks.contract_cast import people, picture
from benchmarks.served import ROOT, Served
from tracker.models import Role

ROLES = ("patient", *Role.values)
ROUNDS_AT_MOST = 200
EXAMPLES = 20  # of each call, each round
LONGEST = 200  # seconds of one round
MADE = re.compile(r"([\d,]+) generated")
FAILED = re.compile(r"^  (?:❌|🚫) (.+?): (\d+)$", re.MULTILINE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000, help="of each role, at least")
    parser.add_argument("--role", choices=ROLES, action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for what schemathesis says")
    told = parser.parse_args()
    tokens, there = people()
    stage.collect_files()
    fits = True
    with tempfile.TemporaryDirectory(prefix="fadewell-fuzz-") as spare:
        folder = (told.keep or Path(spare)).resolve()
        prepare(folder, there)
        with Served("tracker.wsgi:application", workers=2) as server:
            for role in told.role or ROLES:
                address = f"http://127.0.0.1:{server.port}"
                fits &= holds(role, tokens[role], address, told, folder)
    return 0 if fits else 1


def prepare(folder: Path, there: str) -> None:
    """What schemathesis is told, and files that it may send: pictures, and one that is none."""
    (folder / "files").mkdir(parents=True, exist_ok=True)
    told = (ROOT / "benchmarks/contract_fuzz.toml").read_text()
    (folder / "told.toml").write_text(f"{told}\n{there}\n")
    for number, kind in enumerate(("JPEG", "PNG", "WEBP")):
        (folder / f"files/{number}").write_bytes(picture(96 + number, kind))
    (folder / "files/none").write_bytes(b"no picture")


def holds(role: str, token: str, address: str, told: argparse.Namespace, folder: Path) -> bool:
    done, seeds, failures, answers = 0, [], Counter[str](), Counter[str]()
    for seed in range(told.seed, told.seed + ROUNDS_AT_MOST):
        if done >= told.requests:
            break
        seen = one_round(role, token, address, seed, folder)
        seeds.append(seed)
        done += seen["requests"]
        failures.update(seen["failures"])
        answers.update(seen["answers"])
    print(f"{role:<15}{done:>7} requests, seeds {seeds[0]} to {seeds[-1]}, ", end="")
    print(f"{sum(failures.values())} failures; answers {dict(sorted(answers.items()))}", flush=True)
    for what, count in failures.most_common():
        print(f"    {count:>4}  {what}")
    return not failures


def one_round(role: str, token: str, address: str, seed: int, folder: Path) -> dict[str, Any]:
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "--no-color",
        f"--config-file={folder / 'told.toml'}",
        "run",
        str(ROOT / "api/openapi.yaml"),
        f"--url={address}",
        f"--header=Authorization: Bearer {token}",
        f"--seed={seed}",
        f"--max-examples={EXAMPLES}",
        f"--max-time={LONGEST}",
        "--checks=all",
        "--continue-on-failure",
        "--no-shrink",
    ]
    said, answers = folder / f"{role}-{seed}.txt", folder / f"{role}-{seed}.json"
    env = {
        **os.environ,
        "NO_COLOR": "1",
        "PYTHONPATH": str(ROOT),
        "SCHEMATHESIS_HOOKS": "benchmarks.contract_hooks",
        "FUZZ_FILES": str(folder / "files"),
        "FUZZ_ANSWERS": str(answers),
    }
    with said.open("w") as out:
        done = subprocess.run(command, cwd=folder, env=env, stdout=out, stderr=out, check=False)
    return counted(said.read_text(), done.returncode) | {
        "answers": json.loads(answers.read_text()) if answers.exists() else {}
    }


def counted(said: str, status: int) -> dict[str, Any]:
    """From its own summary; an end that it does not explain is a failure too."""
    requests = sum(int(number.replace(",", "")) for number in MADE.findall(said))
    failures = Counter({what: int(number) for what, number in FAILED.findall(said)})
    if status and not failures:
        failures[f"it ended with {status}"] += 1
    return {"requests": requests, "failures": failures}


if __name__ == "__main__":
    sys.exit(main())
