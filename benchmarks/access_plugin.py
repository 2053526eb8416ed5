"""A pytest plug-in: the run meets one mutant of access_sites, named by ACCESS_MUTANT."""

import os

import pytest

from benchmarks.access_sites import mutants


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    path, _, number = os.environ["ACCESS_MUTANT"].partition("|")
    found = [m for m in mutants() if (str(m.path), str(m.number)) == (path, number)]
    if not found or not found[0].swap():
        pytest.exit("this mutant lives nowhere", returncode=3)
