"""A pytest plug-in: the run meets one mutant of access_sites, named by ACCESS_MUTANT."""

import os

import pytest
from django.urls import get_resolver

from benchmarks.access_sites import mutants


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    assert get_resolver().url_patterns  # pages are loaded with the first request otherwise
    path, _, number = os.environ["ACCESS_MUTANT"].partition("|")
    found = [m for m in mutants() if (str(m.path), str(m.number)) == (path, number)]
    if not found or not found[0].swap():
        pytest.exit("this mutant lives nowhere", returncode=3)
