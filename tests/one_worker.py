"""Tests of one group go to one worker, in the order in which they were collected.

xdist does it by a mark that it writes behind a test's name; this pytest no longer reads names so.
"""

from typing import Any

from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/browser/test_served_by_gunicorn.py",)  # one clinic for all of them


class OneWorker(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return file if file in TOGETHER else nodeid


def pytest_xdist_make_scheduler(config: Any, log: Any) -> OneWorker:
    return OneWorker(config, log)
