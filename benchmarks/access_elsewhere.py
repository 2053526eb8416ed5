"""Whether one of the access mutants is noticed by the tests that name its function or module."""

import os
import subprocess
import sys

from benchmarks.access_sites import Mutant
from benchmarks.access_trials import Trial
from tests.house.source import ROOT


def noticed_by_its_tests(trial: Trial) -> bool:
    mutant = trial.mutant
    tests = tests_of(mutant) if mutant else []
    if not mutant or not tests:
        return False
    given = f"{mutant.path}|{mutant.number}"
    env = os.environ | {"ACCESS_MUTANT": given, "DJANGO_SETTINGS_MODULE": "tracker.settings.test"}
    env.pop("FADEWELL_DATA", None)
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0"]
    done = subprocess.run(
        [*command, "-p", "benchmarks.access_plugin", *tests],
        cwd=ROOT,
        env=env,
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout[-2000:].decode()
    said = "noticed" if done.returncode == 1 else "missed "
    print(f"  {said} by {len(tests)} files: {trial.name}", flush=True)
    return done.returncode == 1


def tests_of(mutant: Mutant) -> list[str]:
    stem = mutant.path.stem
    named = (mutant.function.rsplit(".", 1)[-1], f"{stem} import", f".{stem}")
    return [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if "browser" not in path.parts and any(each in path.read_text() for each in named)
    ]
