"""Which test runs which line of triage, and how long each takes: `python -m benchmarks.survey OUT`.

A pytest run with coverage switched to each test's own context. Lines that run while a file of
tests is imported stand under "file:" and its name. Memories of the engine (lru_cache) are emptied
before each test, so that a line is not the first test's alone.
"""

import gc
import pickle
import sys
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from functools import _lru_cache_wrapper
from importlib import import_module
from pathlib import Path
from typing import Any

import coverage
import pytest
import tomli

from tests.database_only import touches_database

ROOT = Path(__file__).resolve().parents[1]
TRIAGE = ROOT / "tracker" / "triage"
TESTS = ("tests/triage", "tests/protocols")
FIXTURES = ("tests.protocols.draft", "tests.draft_versions")
# Without tests/conftest.py: the tests of the engine need none of the clinic's cast.
QUIET = ("-q", "-x", "--noconftest", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not full")
OF_FILE = "file:"


@dataclass
class Seen:
    """lines: module -> line -> contexts; seconds of CPU by test; modules imported by the end."""

    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    modules: list[str] = field(default_factory=list)


class Survey:
    def __init__(self) -> None:
        self.seen = Seen()
        self.cover = coverage.Coverage(
            data_file=None, include=[f"{TRIAGE}/*.py"], config_file=False
        )

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        self.cover.start()
        register_fixtures(session)

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: Any) -> Generator[None, Any, Any]:
        if isinstance(collector, pytest.Module):
            self.cover.switch_context(f"{OF_FILE}{collector.nodeid}")
        return (yield)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = without_database(items)
        self.memories = memories()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        for memory in self.memories:
            memory.cache_clear()
        self.cover.switch_context(item.nodeid)
        start = time.process_time()
        result = yield
        self.seen.seconds[item.nodeid] = time.process_time() - start
        self.cover.switch_context("")
        return result

    def pytest_sessionfinish(self) -> None:
        self.cover.stop()
        data = self.cover.get_data()
        for path in data.measured_files():
            rows = data.contexts_by_lineno(path)
            self.seen.lines[Path(path).stem] = {at: set(names) for at, names in rows.items()}
        ours = ("tracker", "tests", "benchmarks")
        self.seen.modules = [m for m in sys.modules if m.split(".")[0] not in ours]


def register_fixtures(session: pytest.Session) -> None:
    for name in FIXTURES:
        session.config.pluginmanager.register(import_module(name))


def without_database(items: list[pytest.Item]) -> list[pytest.Item]:
    """A database a mutant would cost more than it finds: what it would find is tested without."""
    return [each for each in items if not touches_database(each)]


def memories() -> list[Any]:
    """What the engine keeps from one judgement for the next, and the tests from one to another."""
    known = [each for each in gc.get_objects() if isinstance(each, _lru_cache_wrapper)]
    return [each for each in known if each.__module__.startswith(("tracker.triage", "tests."))]


def read_once() -> None:
    """TOML that was parsed is not parsed again by each test: a copy is as good."""
    parse = tomli.loads
    known = {text: pickle.dumps(parse(text)) for text in texts()}

    def loads(text: str) -> dict[str, Any]:
        found = known.get(text)
        return parse(text) if found is None else pickle.loads(found)  # noqa: S301 (our own)

    tomli.loads = loads


def texts() -> Iterator[str]:
    folder = TRIAGE.parent / "protocols"
    return (path.read_text(encoding="utf-8") for path in folder.rglob("*.toml"))


def main() -> int:
    read_once()
    survey = Survey()
    code = pytest.main([*TESTS, *QUIET], plugins=[survey])
    Path(sys.argv[1]).write_bytes(pickle.dumps(survey.seen))
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
