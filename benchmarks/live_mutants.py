"""Mutants inside functions, tried where everything is imported: their tests run, and no more.

A few children share the mutants. In each the code of the living functions is exchanged for the
mutant's, the tests that reach it run until one fails, and the functions get their own code back.
A mutant that ends its child is killed; another child goes on behind it. At the end of a child the
quick tests run once without a mutant: were one to fail, nothing that the child said would count.
What cannot be shown so (a fault in a table, a default, a class) is left to benchmarks/nest.py,
which imports afresh.
"""

import gc
import os
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

from benchmarks.exchanged import exchanged, functions_of_triage
from benchmarks.mutant_module import Mutant
from benchmarks.nest import (
    AT_ONCE,
    BUDGET,
    GRACE,
    KILLED,
    MEMORY,
    PATIENCE,
    SURVIVED,
    TIMEOUT,
    give,
    silence,
    verdict_of,
    within,
)
from benchmarks.survey import (
    QUIET,
    TESTS,
    Seen,
    memories,
    read_once,
    register_fixtures,
    without_database,
)

STARTING = 0.002  # seconds of CPU that any test takes
QUICK = 0.05  # seconds: a test that shows at the end that nothing is left of the mutants
ELSEWHERE = "elsewhere"  # this process cannot show the mutant
PLAIN = ("--assert=plain", "--tb=native", "--capture=no")  # nobody reads why a test failed


class Lane:
    """A row of mutants worked off by a child; where one ends the child, another goes on."""

    def __init__(self, mutants: Sequence[Mutant], living: "Living") -> None:
        self.mutants, self.living = mutants, living
        self.said = Path(tempfile.mkstemp()[1])
        self.kills: Counter[tuple[str, str]] = Counter()
        self.begin(0)

    def begin(self, at: int) -> None:
        sys.stdout.flush()
        self.child = os.fork()
        if self.child == 0:
            self._work(at)

    def go_on(self, status: int) -> bool:
        """The child has ended: True where another one took its place."""
        started = [line for line in self.lines() if len(line) == 1]
        if status == 0:
            return False
        at = int(started[-1][0])
        assert at >= 0, "tests fail without a mutant: nothing that this child said counts"
        self._say(str(at), verdict_of(status), "")
        self.begin(at + 1)
        return True

    def lines(self) -> list[list[str]]:
        return [line.split("\t") for line in self.said.read_text().splitlines()]

    def verdicts(self) -> dict[str, str]:
        told = [line for line in self.lines() if len(line) > 1]
        found = {self.mutants[int(at)].key: verdict for at, verdict, _ in told}
        self.said.unlink()
        return {key: verdict for key, verdict in found.items() if verdict != ELSEWHERE}

    def _say(self, *words: str) -> None:
        with self.said.open("a") as out:
            out.write("\t".join(words) + "\n")
        if len(words) > 1 and words[1] != ELSEWHERE:
            print(f"{words[1]:9} {self.mutants[int(words[0])].key}   [{words[2]}]", file=self.out)

    @property
    def out(self) -> Any:
        return self.living.out

    def _work(self, start: int) -> None:
        """In the child, which ends here."""
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        silence()
        gc.enable()
        for at in range(start, len(self.mutants)):
            self._say(str(at))
            mutant = self.mutants[at]
            verdict, killer = self.living.tried(mutant, self.kills)
            self.kills[mutant.module, killer] += verdict == KILLED
            self._say(str(at), verdict, killer)
        self._say("-1")
        os._exit(0 if self.living.is_clean() else 1)


class Living:
    """A pytest plug-in: it takes the place of the run."""

    def __init__(self, mutants: Sequence[Mutant], seen: Seen) -> None:
        self.mutants, self.seen = mutants, seen
        self.out = os.fdopen(os.dup(1), "w", buffering=1)
        self.verdicts: dict[str, str] = {}
        self.items: dict[str, pytest.Item] = {}
        self.functions: list[FunctionType] = []
        self.memories: list[Any] = []
        self.failed = ""  # the test of this run that failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        read_once()
        register_fixtures(session)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = without_database(items)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {each.nodeid: each for each in session.items}
        gc.unfreeze()  # the suite froze what it collected, and frozen functions are not found
        self.functions, self.memories = functions_of_triage(), memories()
        gc.collect()
        gc.freeze()
        gc.disable()
        mine = [each for each in self.mutants if self.tests_for(each)]
        lanes = [Lane(mine[at::AT_ONCE], self) for at in range(AT_ONCE)]
        waiting = {lane.child: lane for lane in lanes}
        while waiting:
            child, status = os.wait()
            lane = waiting.pop(child)
            if lane.go_on(status):
                waiting[lane.child] = lane
        for lane in lanes:
            self.verdicts |= lane.verdicts()
        return True

    def tests_for(self, mutant: Mutant) -> set[str]:
        lines = self.seen.lines.get(mutant.module, {})
        found = {name for at in mutant.mutation.lines for name in lines.get(at, ())}
        return found & self.seen.seconds.keys()

    def tried(self, mutant: Mutant, kills: Counter[tuple[str, str]]) -> tuple[str, str]:
        """The verdict and the test that killed it."""
        self.forget()
        with exchanged(mutant, self.functions) as is_shown:
            if not is_shown:
                return ELSEWHERE, ""
            for name in self._likeliest(mutant, kills):
                if not self.passes(name):
                    return KILLED, name
        return SURVIVED, ""

    def _likeliest(self, mutant: Mutant, kills: Counter[tuple[str, str]]) -> list[str]:
        """The quickest first, and sooner those named like the module or that killed in it."""

        def cost(name: str) -> float:
            likely = 1 + 4 * (f"test_{mutant.module}" in name) + kills[mutant.module, name]
            return (self.seen.seconds[name] + STARTING) / likely

        return within(BUDGET, sorted(sorted(self.tests_for(mutant)), key=cost), self.seen)

    def forget(self) -> None:
        for memory in self.memories:
            memory.cache_clear()

    def passes(self, name: str) -> bool:
        item, self.failed = self.items[name], ""
        give(PATIENCE * self.seen.seconds[name] + GRACE)
        try:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        except BaseException:  # noqa: B036 (whatever it is, the mutant shows)
            return False
        return not self.failed

    def is_clean(self) -> bool:
        self.forget()
        quick = [name for name, took in self.seen.seconds.items() if took < QUICK]
        return all(self.passes(name) for name in quick)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = report.nodeid


def try_living(mutants: Sequence[Mutant], seen: Seen) -> dict[str, str]:
    """Verdict by key, for those that can be shown so."""
    living = Living(mutants, seen)
    pytest.main([*TESTS, *QUIET, *PLAIN], plugins=[living])
    return living.verdicts


def is_settled(mutant: Mutant, verdict: str, seen: Seen) -> bool:
    """Killed; or alive, and nothing that the tests import has run its lines."""
    if verdict in (KILLED, TIMEOUT):
        return True
    lines = seen.lines.get(mutant.module, {})
    names = {name for at in mutant.mutation.lines for name in lines.get(at, ())}
    return verdict == SURVIVED and names <= seen.seconds.keys()
