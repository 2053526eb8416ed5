"""One forked child a mutant, from a process in which pytest and Django have started already.

The engine and its tests are not imported in the parent: each child imports them afresh, with the
mutant in the place of its module, runs the tests that reach the mutated lines and stops at the
first that fails. First come the files of tests that killed most in this module so far; what
survives them meets all the others in a second child. A test gets ten times its usual CPU time and
two seconds.
"""

import gc
import os
import resource
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate

import pytest

from benchmarks.mutant_module import Mutant, before, put
from benchmarks.survey import OF_FILE, QUIET, TESTS, Seen, read_once, register_fixtures

KILLED, SURVIVED, TIMEOUT, UNREACHED = "killed", "survived", "timeout", "unreached"
AT_ONCE = 2
PATIENCE, GRACE = 10.0, 2.0  # times the usual CPU of a test, and seconds
IMPORTING = 20.0  # seconds of CPU for imports and collection
MEMORY = 2 * 2**30
BUDGET = 20.0  # seconds of tests, as surveyed, that a child gives a mutant before it lives
FIRST_FILES = 2


@dataclass
class Try:
    """A mutant that is being tried; `answer` is where its child names the test that failed."""

    mutant: Mutant
    tests: list[str]
    is_first: bool = True
    answer: int = -1
    batch: list[str] = field(default_factory=list)

    @property
    def module(self) -> str:
        return self.mutant.module


class Nest:
    """A pytest plug-in: it takes the place of the collection, a child a mutant."""

    def __init__(self, mutants: Sequence[Mutant], seen: Seen, budget: float) -> None:
        self.seen, self.budget = seen, budget
        self.waiting = [Try(each, self.tests_for(each)) for each in reversed(mutants)]
        self.living: dict[int, Try] = {}
        self.verdicts: dict[str, str] = {}
        self.kills: Counter[tuple[str, str]] = Counter()  # by module and file of tests
        self.hatched: Try | None = None  # in a child: what it tries
        self.answer = -1

    def tests_for(self, mutant: Mutant) -> list[str]:
        """Those that run the lines; then all, where the lines run while tests are imported."""
        lines = self.seen.lines.get(mutant.module, {})
        found = {name for at in mutant.mutation.lines for name in lines.get(at, ())}
        direct = found & self.seen.seconds.keys()
        on_import = "" in found or any(name.startswith(OF_FILE) for name in found)
        rest = self.seen.seconds.keys() - direct if on_import else set()
        return [*self._quickest(direct), *self._quickest(rest)]

    def _quickest(self, names: set[str]) -> list[str]:
        return sorted(names, key=lambda each: (self.seen.seconds[each], each))

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        for name in self.seen.modules:
            with suppress(Exception):
                __import__(name)
        read_once()
        gc.collect()
        gc.freeze()  # what the parent holds is for ever: no child looks through it
        gc.disable()
        while self.waiting or self.living:
            if not self.waiting or len(self.living) == AT_ONCE or self._is_ahead():
                self._reap()
            elif self._start(self.waiting.pop()):
                return self._hatch(session)
        pytest.exit("every mutant was tried", 0)

    def _is_ahead(self) -> bool:
        """The next mutant is of another module than one that may yet need a second child."""
        return any(each.module != self.waiting[-1].module for each in self.living.values())

    def _start(self, one: Try) -> bool:
        """True in the child."""
        if not one.tests:
            self._say(one, UNREACHED)
            return False
        for name in before(one.module):
            __import__(name)
        one.batch = self._batch_of(one)
        reading, writing = os.pipe()
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            self.hatched, self.answer = one, writing
            return True
        os.close(writing)
        one.answer = reading
        self.living[child] = one
        return False

    def _batch_of(self, one: Try) -> list[str]:
        if not one.is_first:
            return within(self.budget, one.tests, self.seen)
        files = Counter(file_of(name) for name in one.tests)
        best = sorted(
            files,
            key=lambda each: (-self.kills[one.module, each], one.module not in each, -files[each]),
        )
        first = [name for name in one.tests if file_of(name) in best[:FIRST_FILES]]
        return within(BUDGET, first, self.seen)

    def _reap(self) -> None:
        """One child has ended: its mutant is dead, or meets the tests that are left."""
        child, status = os.wait()
        one = self.living.pop(child)
        with os.fdopen(one.answer) as answer:
            killer = answer.read()
        if killer:
            self.kills[one.module, file_of(killer)] += 1
        verdict = verdict_of(status)
        one.tests = [name for name in one.tests if name not in set(one.batch)]
        if verdict == SURVIVED and one.is_first and one.tests:
            one.is_first = False
            self.waiting.append(one)
        else:
            self._say(one, verdict, killer)

    def _say(self, one: Try, verdict: str, killer: str = "") -> None:
        self.verdicts[one.mutant.key] = verdict
        by = f"   [{killer}]" if killer else ""
        print(f"{len(self.verdicts):5} {verdict:9} {one.mutant.key}{by}", flush=True)

    def _hatch(self, session: pytest.Session) -> None:
        """In the child: the mutant stands, its tests are collected and run."""
        assert self.hatched is not None
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        silence()
        give(IMPORTING)
        put(self.hatched.mutant)
        try:
            register_fixtures(session)
        except BaseException:  # noqa: B036 (whatever it is, the mutant shows)
            os._exit(1)
        session.config.args = sorted({file_of(name) for name in self.hatched.batch})

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """A test that the mutant has made vanish or renamed is one that does not pass."""
        assert self.hatched is not None
        by_name = {each.nodeid: each for each in items}
        if any(name not in by_name for name in self.hatched.batch):
            os._exit(1)
        items[:] = [by_name[name] for name in self.hatched.batch]

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        give(PATIENCE * self.seen.seconds[nodeid] + GRACE)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            os.write(self.answer, report.nodeid.encode())
            os._exit(1)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            os._exit(1)


def within(seconds: float, names: list[str], seen: Seen) -> list[str]:
    """As many of them, in this order, as take so long; at least one."""
    ends = accumulate(seen.seconds[name] for name in names)
    affordable = sum(end <= seconds for end in ends)
    return names[: max(affordable, 1)]


def file_of(name: str) -> str:
    return name.split("::")[0]


def give(seconds: float) -> None:
    """So much CPU time, then the system ends the process."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def silence() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for at in (1, 2):
        os.dup2(nowhere, at)


def verdict_of(status: int) -> str:
    if os.WIFSIGNALED(status):
        return TIMEOUT if os.WTERMSIG(status) == signal.SIGPROF else KILLED
    return SURVIVED if os.WEXITSTATUS(status) == 0 else KILLED


def try_all(mutants: Sequence[Mutant], seen: Seen, *, budget: float = BUDGET) -> dict[str, str]:
    """Verdict by key; budget: seconds of tests that each meets before it lives."""
    nest = Nest(mutants, seen, budget)
    code = pytest.main([*TESTS, *QUIET, "--capture=no"], plugins=[nest])
    if nest.hatched is not None:
        os._exit(int(code))
    return nest.verdicts
