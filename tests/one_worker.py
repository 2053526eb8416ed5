"""Tests of one file that share what takes seconds to set up go to one worker, in their order.

Else each worker sets it up for itself.

xdist's own mark for it is written behind a test's name, where this pytest does not read it.
"""

from typing import Any

from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    "tests/browser/test_served_by_gunicorn.py",  # a clinic that is served
    "tests/faults/test_postgresql_away.py",  # a database that was away three times
    "tests/house/test_patient_key_migration.py",  # tables of then, brought to those of today
    "tests/house/test_restore_drill.py",  # a backup
    "tests/services/test_demo_story.py",  # the demo's people
)


class OneWorker(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return nodeid.split("::")[0] if is_together(nodeid) else nodeid


def is_together(nodeid: str) -> bool:
    return nodeid.startswith(TOGETHER)


def pytest_xdist_make_scheduler(config: Any, log: Any) -> OneWorker:
    return OneWorker(config, log)
