"""One warm pytest with its database made; a forked child a mutant runs the tests that may notice.

    python -m benchmarks.access_warm ASKED ANSWER [PATH of tests]

First the tests of those files that name the function or its module, until one fails. For what they
miss all tests run once without a mutant, to know which of them reach the function: those meet the
mutant too, the quickest first. A test that fails without a mutant as well notices nothing.
"""

import gc
import json
import os
import re
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.db import connections
from django.urls import get_resolver

from benchmarks import suite
from benchmarks.access_reached import telling
from benchmarks.access_sites import Mutant, mutants
from benchmarks.nest import silence
from tests.database_only import touches_database

LEFT_OUT = ("browser", "triage", "imaging", "protocols", "test_access_matrix.py")
PATIENCE = 300  # seconds for one test
MANY = 8  # files that use a word most often; others may mean another thing


class Warm:
    """A pytest plug-in: it takes the place of the run."""

    def __init__(self, wanted: dict[Mutant, list[str]]) -> None:
        """wanted: each with words of the addresses that it is met at."""
        self.wanted, self.found = wanted, dict[str, str]()
        self.out = os.fdopen(os.dup(1), "w", buffering=1)
        self.items: list[pytest.Item] = []
        self.kills: Counter[str] = Counter()
        self.sound: dict[str, bool] = {}  # test -> whether it passes without a mutant
        self.failed = False

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [
            each
            for each in items
            if touches_database(each) and not set(each.path.parts) & set(LEFT_OUT)
        ]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        gc.unfreeze()  # the suite froze what it collected; functions that are frozen are not found
        assert get_resolver().url_patterns  # pages are loaded with the first request otherwise
        self.items = list(session.items)
        self.texts = {each.path: each.path.read_text() for each in self.items}
        first, second = self.items[:2]
        first.config.hook.pytest_runtest_protocol(item=first, nextitem=second)  # makes the database
        self.file = Path(connections["default"].settings_dict["NAME"])
        connections.close_all()
        shutil.copy(self.file, f"{self.file}.made")
        missed = [each for each in self.wanted if not self.is_noticed(each, self.naming(each))]
        for mutant, tests in self.surveyed(missed):
            self.is_noticed(mutant, tests)
        return True

    def naming(self, mutant: Mutant) -> list[pytest.Item]:
        """The tests of the files that name its function, its module or an address of it."""
        name, stem = re.escape(mutant.function.rsplit(".", 1)[-1]), re.escape(mutant.path.stem)
        module = rf"\.{stem} import|\.{stem}\b|import {stem}\b"
        words = [rf"(?<!def )\b{name}\(" if "<" not in mutant.function else module, module]
        tests: dict[pytest.Item, None] = {}
        for word in [*words, *(rf"/{re.escape(each)}\b" for each in self.wanted[mutant])]:
            said = {path: len(re.findall(word, text)) for path, text in self.texts.items()}
            most = sorted((path for path in said if said[path]), key=lambda each: -said[each])
            for path in most[:MANY]:
                tests |= dict.fromkeys(each for each in self.items if each.path == path)
        return self.ordered(list(tests))

    def ordered(self, tests: list[pytest.Item]) -> list[pytest.Item]:
        """What noticed most comes first; what makes a world, and what empties tables, last."""
        return sorted(
            tests,
            key=lambda each: (is_alone(each), is_worldly(each), -self.kills[str(each.path)]),
        )

    def surveyed(self, missed: list[Mutant]) -> list[tuple[Mutant, list[pytest.Item]]]:
        """With the tests that reach each and did not meet it yet, the quickest first."""
        if not missed:
            return []
        said = self.in_child(lambda: self.survey(missed))
        seen: dict[str, dict[str, float]] = json.loads(said)
        pairs = []
        for mutant in missed:
            took = seen.get(mutant.home, {})
            met = {each.nodeid for each in self.naming(mutant)}
            rest = [each for each in self.items if each.nodeid in took.keys() - met]
            pairs.append((mutant, self.ordered(sorted(rest, key=lambda e: took[e.nodeid]))))
        return pairs

    def survey(self, missed: list[Mutant]) -> str:
        """In a child: Mutant.home -> each test that calls it and passes -> its seconds."""
        now: set[str] = set()
        seen: dict[str, dict[str, float]] = {}
        with telling(missed, now.add):
            for test in self.ordered(self.items):
                now.clear()
                began = time.monotonic()
                for home in now if self.passes(test) else ():
                    seen.setdefault(home, {})[test.nodeid] = time.monotonic() - began
        return json.dumps(seen)

    def is_noticed(self, mutant: Mutant, tests: list[pytest.Item]) -> bool:
        left = tests
        while True:
            killer = self.in_child(lambda: self.first_failing(left, mutant))  # noqa: B023
            if not killer:
                print(f"  missed by {len(tests)} tests: {mutant}", file=self.out)
                return False
            at = next(n for n, each in enumerate(left) if each.nodeid == killer)
            if self.is_sound(left[at]):
                self.kills[str(left[at].path)] += 1
                self.found[str(mutant)] = killer
                print(f"  noticed by {killer}: {mutant}", file=self.out)
                return True
            left = left[at + 1 :]
        return False

    def is_sound(self, test: pytest.Item) -> bool:
        if test.nodeid not in self.sound:
            self.sound[test.nodeid] = not self.in_child(lambda: self.first_failing([test], None))
            if not self.sound[test.nodeid]:
                print(f"  fails without a mutant: {test.nodeid}", file=self.out)
        return self.sound[test.nodeid]

    def first_failing(self, tests: list[pytest.Item], mutant: Mutant | None) -> str:
        """In a child."""
        if mutant and not mutant.swap():
            raise AssertionError(f"this mutant lives nowhere: {mutant}")
        return next((each.nodeid for each in tests if not self.passes(each)), "")

    def passes(self, test: pytest.Item) -> bool:
        """Something of the session stays set up behind it: the database is not made anew."""
        self.failed = False
        signal.alarm(PATIENCE)
        test.session._setupstate.teardown_exact(test)
        behind = next(each for each in self.items if each is not test)
        test.config.hook.pytest_runtest_protocol(item=test, nextitem=behind)
        return not self.failed

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    def in_child(self, work: Callable[[], str]) -> str:
        """What it says, done in a child on a database like new."""
        connections.close_all()
        for left in self.file.parent.glob(f"{self.file.name}-*"):
            left.unlink()
        shutil.copy(f"{self.file}.made", self.file)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self.end_with(work, writing)
        os.close(writing)
        with os.fdopen(reading) as answer:
            said = answer.read()
        _pid, status = os.waitpid(child, 0)
        assert status == 0, f"a child ended with {status}"
        return said

    def end_with(self, work: Callable[[], str], writing: int) -> NoReturn:
        try:
            with os.fdopen(writing, "w") as answer:
                answer.write(work())
        except BaseException as error:  # noqa: B036 (nothing may come back from here)
            print(f"  in a child: {error!r}", file=self.out)
            os._exit(1)
        os._exit(0)


def is_alone(test: Any) -> bool:
    """It empties the tables behind it."""
    mark = test.get_closest_marker("django_db")
    names = {"transactional_db", "live_server"}
    return bool(names & set(test.fixturenames)) or bool(mark and mark.kwargs.get("transaction"))


def is_worldly(test: Any) -> bool:
    return "world" in test.fixturenames


def main() -> int:
    asked, answer = map(Path, sys.argv[1:3])
    known = {(str(each.path), each.number): each for each in mutants()}
    said = json.loads(asked.read_text())
    warm = Warm({known[path, number]: words for path, number, words in said})
    silence()
    code = pytest.main([*suite.ARGS, *sys.argv[3:]], plugins=[warm])
    answer.write_text(json.dumps(warm.found))
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
