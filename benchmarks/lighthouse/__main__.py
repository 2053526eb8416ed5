"""The patient's pages as Lighthouse sees them on a mid-range phone with a slow line; the
dermatologist's at a desk.

    npm ci --prefix benchmarks/lighthouse      (once)
    python -m benchmarks.lighthouse            (--runs 5, --only patient or clinic)

Medians over five runs, and what a patient's page weighs over the wire on a first and on a second
visit. Exits 1 where a bar is missed; the seconds of a desk have none of their own. "machine" is
Lighthouse's own mark for the computer: its phone is this computer, four times slower, so that a
busy or slow one makes a slower phone than meant.
"""

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import stage
from benchmarks.lighthouse.desk import desk
from benchmarks.lighthouse.story import Visit, visits
from benchmarks.lighthouse.wire import weigh
from benchmarks.served import Served
from tracker.management import chromium

HERE = Path(__file__).parent
AT_LEAST = {"performance": 0.98, "accessibility": 1.0, "best-practices": 1.0}
ON_A_PHONE = {"lcp_ms": 1500.0, "cls": 0.02, "tbt_ms": 100.0}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=("patient", "clinic"))
    told = parser.parse_args()
    if not (HERE / "node_modules").is_dir():
        raise SystemExit("First: npm ci --prefix benchmarks/lighthouse")
    stage.collect_files()
    clinic = stage.build()
    doctor = stage.a_dermatologist(clinic)
    hers = {} if told.only == "clinic" else visits(clinic, doctor)
    theirs = {} if told.only == "patient" else desk(clinic, doctor)
    with Served("tracker.wsgi:application", workers=2) as server:
        origin = f"http://localhost:{server.port}"
        fits = [weigh(origin, name, visit) for name, visit in hers.items()]
        for name, seen in looked_at(origin, hers, told.runs, is_desk=False).items():
            fits.append(judged(name, seen, ON_A_PHONE))
        for name, seen in looked_at(origin, theirs, told.runs, is_desk=True).items():
            fits.append(judged(name, seen, {}))
    return 0 if all(fits) else 1


def looked_at(
    origin: str, pages: Mapping[str, Visit], runs: int, *, is_desk: bool
) -> dict[str, list[Any]]:
    """Page -> what each run of Lighthouse said."""
    asked = {
        name: {"url": f"{origin}{visit.path}", "cookie": visit.cookie, "isDesk": is_desk}
        for name, visit in pages.items()
    }
    wanted = {"chromium": chromium.find_or_install(), "runs": runs, "pages": asked}
    done = subprocess.run(
        ["node", HERE / "run.mjs"], input=json.dumps(wanted), stdout=subprocess.PIPE, text=True
    )
    done.check_returncode()
    seen = defaultdict(list)
    for line in done.stdout.splitlines():
        said = json.loads(line)
        seen[said["name"]].append(said)
    return seen


def judged(name: str, seen: list[dict[str, Any]], at_most: Mapping[str, float]) -> bool:
    keys = (*AT_LEAST, *ON_A_PHONE, "machine")
    figures = {key: median(each[key] for each in seen) for key in keys}
    low = [key for key, bar in AT_LEAST.items() if figures[key] < bar]
    high = [key for key, bar in at_most.items() if figures[key] > bar]
    print(f"{name}: " + ", ".join(f"{key} {value:.4g}" for key, value in figures.items()))
    if low or high:
        print(f"  missed: {', '.join(low + high)}; audits: {seen[0]['missed']}")
    return not low and not high


if __name__ == "__main__":
    sys.exit(main())
