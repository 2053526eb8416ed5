"""Do the tests of triage notice a fault in it? One mutant at a time: the share that they kill.

    python -m benchmarks.mutants [--part K/N] [--only TEXT] [--file NAME]

Bar: at least 97 % killed, and every survivor named with its reason in mutants.toml beside this
file. First the tests run once with coverage, to know which of them reach which line, and how long
each takes; a mutant meets those that reach it, the quickest first, up to twenty seconds of them,
and one that lives without a reason meets the others too. A mutant inside a function is tried where
everything is imported (live_mutants.py), another in a child that imports afresh (nest.py), two at a
time. A test that has not ended after ten times its usual CPU time ends the mutant: counted as
killed, printed apart. --part 1/2 and 2/2 halve the work; --only tries the mutants whose name holds
TEXT.
"""

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.live_mutants import is_settled, try_living
from benchmarks.mutant_module import Mutant, every_mutant
from benchmarks.nest import KILLED, SURVIVED, TIMEOUT, UNREACHED, try_all
from benchmarks.survey import ROOT, Seen

LEAST = 97.0
PATIENT = 300.0  # seconds of tests for one that lives without a reason: as good as all of them
REASONS = Path(__file__).with_suffix(".toml")


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--part", default="1/1")
    asked.add_argument("--only", default="")
    asked.add_argument("--file", default="", help="one module of triage")
    told = asked.parse_args()
    started = time.monotonic()
    seen = surveyed()
    print(f"{len(seen.seconds)} tests, {sum(seen.seconds.values()):.0f} s of CPU with coverage")
    part, parts = (int(each) for each in told.part.split("/"))
    chosen = [m for m in every_mutant() if told.only in m.key and told.file in ("", m.module)]
    mutants = chosen[part - 1 :: parts]
    verdicts = apart(lambda: try_living(mutants, seen))
    verdicts = {m.key: verdicts[m.key] for m in mutants if is_final(m, verdicts, seen)}
    print(f"{len(verdicts)} settled in living functions after {time.monotonic() - started:.0f} s")
    rest = [each for each in mutants if each.key not in verdicts]
    verdicts |= apart(lambda: try_all(rest, seen))
    named = reasons()
    left = [m for m in mutants if verdicts[m.key] == SURVIVED and m.key not in named]
    verdicts |= apart(lambda: try_all(left, seen, budget=PATIENT)) if left else {}
    print(f"part {told.part}: {len(mutants)} mutants in {time.monotonic() - started:.0f} s")
    whole = parts == 1 and not told.only and not told.file
    return report(verdicts, named, whole=whole)


def is_final(mutant: Mutant, verdicts: dict[str, str], seen: Seen) -> bool:
    return mutant.key in verdicts and is_settled(mutant, verdicts[mutant.key], seen)


def apart(work: Callable[[], dict[str, str]]) -> dict[str, str]:
    """Done in a child, so that nothing of it is imported here."""
    with tempfile.NamedTemporaryFile() as out:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            Path(out.name).write_bytes(pickle.dumps(work()))
            os._exit(0)
        os.waitpid(child, 0)
        found: dict[str, str] = pickle.loads(Path(out.name).read_bytes())  # noqa: S301 (our own)
        return found


def surveyed() -> Seen:
    with tempfile.NamedTemporaryFile() as out:
        command = [sys.executable, "-m", "benchmarks.survey", out.name]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        seen: Seen = pickle.loads(Path(out.name).read_bytes())  # noqa: S301 (our own child's)
        return seen


def reasons() -> dict[str, str]:
    """Mutant -> why it may live."""
    told = tomllib.loads(REASONS.read_text(encoding="utf-8"))["survivor"]
    return {key: each["why"] for each in told for key in each["mutants"]}


def report(verdicts: dict[str, str], named: dict[str, str], *, whole: bool) -> int:
    counts = Counter(verdicts.values())
    alive = [key for key, verdict in verdicts.items() if verdict in (SURVIVED, UNREACHED)]
    excused = [key for key in alive if key in named]
    strange = [key for key in alive if key not in named]
    stale = [
        key
        for key in named
        if verdicts.get(key, "gone" if whole else SURVIVED) not in (SURVIVED, UNREACHED)
    ]
    dead = counts[KILLED] + counts[TIMEOUT]
    score = 100 * dead / max(len(verdicts), 1)
    others = 100 * dead / max(len(verdicts) - len(excused), 1)
    for line in by_module(verdicts):
        print(line)
    print(f"killed {counts[KILLED]}, timeouts {counts[TIMEOUT]}, survived {len(alive)}", end="")
    print(f" ({counts[UNREACHED]} that no test reaches); {len(excused)} named with a reason")
    print(f"score {score:.2f} % (at least {LEAST:.0f}), {others:.2f} % without those named")
    for key in strange:
        print(f"survivor without a reason: {key}")
    for key in stale:
        print(f"named, and killed or gone: {key}")
    return 0 if score >= LEAST and not strange and not stale else 1


def by_module(verdicts: dict[str, str]) -> Iterator[str]:
    dead = Counter(key.split(".")[0] for key, said in verdicts.items() if said in (KILLED, TIMEOUT))
    for module, each in sorted(Counter(key.split(".")[0] for key in verdicts).items()):
        share = 100 * dead[module] / each
        yield f"  {module:<12}{dead[module]:5} of {each:4}: {share:6.2f} %"


if __name__ == "__main__":
    sys.exit(main())
