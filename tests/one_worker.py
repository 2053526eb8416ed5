"""Tests of one file that share a server go to one worker, in the order of their collection.

xdist's own mark for it is written behind a test's name, where this pytest does not read it.
"""

from typing import Any

from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/browser/test_served_by_gunicorn.py",)  # one clinic for all of them


class OneWorker(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return nodeid.split("::")[0] if is_together(nodeid) else nodeid


def is_together(nodeid: str) -> bool:
    return nodeid.startswith(TOGETHER)


def pytest_xdist_make_scheduler(config: Any, log: Any) -> OneWorker:
    return OneWorker(config, log)
