"""The patient's pages as Lighthouse sees them on a mid-range phone with a slow line.

    npm ci --prefix benchmarks/lighthouse      (once)
    python -m benchmarks.lighthouse            (--runs 5)

Medians over five runs, and what comes over the wire on a first and on a second visit. Exits 1
where a bar is missed. "machine" is Lighthouse's own mark for the computer: its phone is this
computer, four times slower, so that a busy or slow one makes a slower phone than meant.
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
from benchmarks.lighthouse.story import Visit, visits
from benchmarks.lighthouse.wire import weigh
from benchmarks.served import Served
from tracker.management import chromium

HERE = Path(__file__).parent
AT_LEAST = {"performance": 0.98, "accessibility": 1.0, "best-practices": 1.0}
AT_MOST = {"lcp_ms": 1500.0, "cls": 0.02, "tbt_ms": 100.0}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    if not (HERE / "node_modules").is_dir():
        raise SystemExit("First: npm ci --prefix benchmarks/lighthouse")
    stage.collect_files()
    pages = visits(stage.build())
    with Served("tracker.wsgi:application", workers=2) as server:
        origin = f"http://localhost:{server.port}"
        fits = [weigh(origin, name, visit) for name, visit in pages.items()]
        fits += [judged(name, seen) for name, seen in looked_at(origin, pages, runs).items()]
    return 0 if all(fits) else 1


def looked_at(origin: str, pages: Mapping[str, Visit], runs: int) -> dict[str, list[Any]]:
    """Page -> what each run of Lighthouse said."""
    asked = {
        name: {"url": f"{origin}{visit.path}", "cookie": visit.header}
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


def judged(name: str, seen: list[dict[str, Any]]) -> bool:
    keys = (*AT_LEAST, *AT_MOST, "machine")
    figures = {key: median(each[key] for each in seen) for key in keys}
    low = [key for key, bar in AT_LEAST.items() if figures[key] < bar]
    high = [key for key, bar in AT_MOST.items() if figures[key] > bar]
    print(f"{name}: " + ", ".join(f"{key} {value:.4g}" for key, value in figures.items()))
    if low or high:
        print(f"  missed: {', '.join(low + high)}; audits: {seen[0]['missed']}")
    return not low and not high


if __name__ == "__main__":
    sys.exit(main())
