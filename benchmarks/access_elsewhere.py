"""Which of the access mutants are noticed by the product's tests, tried in a pytest of its own.

Those that name a mutant's function or its module come first, then all others that reach the
function (benchmarks/access_warm.py). A child of ours, with the suite's settings and database.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.access_trials import Trial
from tests.house.source import ROOT


def noticed_elsewhere(trials: list[Trial]) -> dict[str, str]:
    """Name of a mutant -> the test that fails under it."""
    wanted = [[str(t.mutant.path), t.mutant.number, t.words()] for t in trials if t.mutant]
    if not wanted:
        return {}
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "tracker.settings.test"}
    for name in ("FADEWELL_DATA", "FADEWELL_DEMO", "FADEWELL_LIMITS"):
        env.pop(name, None)
    with tempfile.TemporaryDirectory() as folder:
        asked, answer = Path(folder) / "asked", Path(folder) / "answer"
        asked.write_text(json.dumps(wanted))
        command = [sys.executable, "-m", "benchmarks.access_warm", str(asked), str(answer)]
        subprocess.run(command, cwd=ROOT, env=env, check=True)
        found: dict[str, str] = json.loads(answer.read_text())
        return found
