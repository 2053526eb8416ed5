"""PostgreSQL ends connections, crashes, finds a deadlock while phones send: 503, all is kept."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import ROOT
from tracker.management import postgresql

pytestmark = pytest.mark.full


@pytest.fixture(autouse=True)
def data() -> None:
    """Its own process makes its own folder and tables."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("clinic")
    with postgresql.running(durable=True) as url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.postgresql_away"],
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "tracker.settings.dev",
                "FADEWELL_DATA": str(folder),
                "FADEWELL_DEMO": "on",  # only there may limits be lifted
                "FADEWELL_LIMITS": "off",
                "DATABASE_URL": url,
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-4000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("fault", ["ended", "crashed", "deadlock"])
def test_who_sends_meanwhile_is_answered_or_asked_to_come_back(
    fault: str, told: dict[str, Any]
) -> None:
    answered = {int(status): count for status, count in told[fault].items()}

    assert answered[201] + answered.get(200, 0) == 24
    assert set(answered) <= {200, 201, 503}


def test_nothing_is_lost_doubled_or_half_there(told: dict[str, Any]) -> None:
    assert told["broken"] == []
    assert (told["reports"], told["waiting"]) == (3 * 24, 0)
