"""Mutants inside functions, tried where everything is imported: a fork and its tests, no more.

In each child the code of the living functions is exchanged for the mutant's. What cannot be shown
so (a fault in a table, a default, a class) is left to benchmarks/nest.py, which imports afresh.
"""

import ast
import gc
import os
import resource
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from types import CodeType, FunctionType

import pytest

from benchmarks.mutant_module import PACKAGE, Mutant, code_of
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
from benchmarks.survey import QUIET, TESTS, Seen, memories, register_fixtures, without_database

STARTING = 0.002  # seconds of CPU that any test takes
ELSEWHERE = 3  # exit code: this process cannot show the mutant
Key = tuple[str, int]


class Living:
    """A pytest plug-in: it takes the place of the run, a child a mutant."""

    def __init__(self, mutants: Sequence[Mutant], seen: Seen) -> None:
        self.waiting = [(each, self.tests_for(each, seen)) for each in reversed(mutants)]
        self.seen = seen
        self.verdicts: dict[str, str] = {}
        self.kills: Counter[tuple[str, str]] = Counter()
        self.living: dict[int, tuple[Mutant, int]] = {}
        self.items: dict[str, pytest.Item] = {}
        self.answer = -1  # in a child: where it names the test that failed

    def tests_for(self, mutant: Mutant, seen: Seen) -> list[str]:
        lines = seen.lines.get(mutant.module, {})
        found = {name for at in mutant.mutation.lines for name in lines.get(at, ())}
        direct = found & seen.seconds.keys()
        return sorted(direct, key=lambda each: (seen.seconds[each], each))

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        register_fixtures(session)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = without_database(items)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {each.nodeid: each for each in session.items}
        functions = list(functions_of_triage())
        forgetful = memories()
        gc.collect()
        gc.freeze()
        gc.disable()
        while self.waiting or self.living:
            if not self.waiting or len(self.living) == AT_ONCE:
                self._reap()
                continue
            mutant, tests = self.waiting.pop()
            if tests:
                reading, writing = os.pipe()
                sys.stdout.flush()
                child = os.fork()
                if child == 0:
                    self.answer = writing
                    for memory in forgetful:
                        memory.cache_clear()
                    self._live(mutant, tests, functions)
                os.close(writing)
                self.living[child] = mutant, reading
        return True

    def _reap(self) -> None:
        child, status = os.wait()
        mutant, reading = self.living.pop(child)
        with os.fdopen(reading) as answer:
            killer = answer.read()
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == ELSEWHERE:
            return
        verdict = verdict_of(status)
        if killer:
            self.kills[mutant.module, killer] += 1
        self.verdicts[mutant.key] = verdict
        by = f"   [{killer}]" if killer else ""
        print(f"{len(self.verdicts):5} {verdict:9} {mutant.key}{by}", flush=True)

    def _live(self, mutant: Mutant, tests: list[str], functions: list[FunctionType]) -> None:
        """In the child, which ends here."""
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        silence()
        if not exchange(mutant, functions):
            os._exit(ELSEWHERE)
        for name in self._likeliest(mutant, tests):
            item = self.items[name]
            give(PATIENCE * self.seen.seconds[name] + GRACE)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        os._exit(0)

    def _likeliest(self, mutant: Mutant, tests: list[str]) -> list[str]:
        """The quickest first; before each, those that killed in this module and are as quick."""

        def cost(name: str) -> float:
            return (self.seen.seconds[name] + STARTING) / (1 + self.kills[mutant.module, name])

        return within(BUDGET, sorted(tests, key=cost), self.seen)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            os.write(self.answer, report.nodeid.encode())
            os._exit(1)


def functions_of_triage() -> Iterator[FunctionType]:
    """Closures and methods too; found before the fork, as looking for them takes time."""
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and (each.__module__ or "").startswith(PACKAGE):
            yield each


def exchange(mutant: Mutant, functions: list[FunctionType]) -> bool:
    """Give living functions the mutant's code; False where that does not show it whole."""
    before = codes_of(code_of(mutant.module, mutant.tree))
    mutant.mutation.apply()
    after = codes_of(code_of(mutant.module, ast.fix_missing_locations(mutant.tree)))
    changed = {key: codes for key, codes in after.items() if codes != before.get(key, codes)}
    found = False
    for function in functions:
        key = key_of(function.__code__)
        if function.__module__ == f"{PACKAGE}{mutant.module}" and key in changed:
            if len(changed[key]) > 1:
                return False
            try:
                function.__code__ = changed[key][0]
            except ValueError:  # another number of free names
                return False
            found = True
    return found


def codes_of(module: CodeType) -> dict[Key, list[CodeType]]:
    """Everything that has code in a module, by name and line: two lambdas may share both."""
    found: dict[Key, list[CodeType]] = {}
    waiting = [module]
    while waiting:
        for each in waiting.pop().co_consts:
            if isinstance(each, CodeType):
                waiting.append(each)
                found.setdefault(key_of(each), []).append(each)
    return found


def key_of(code: CodeType) -> Key:
    return code.co_qualname, code.co_firstlineno


def try_living(mutants: Sequence[Mutant], seen: Seen) -> dict[str, str]:
    """Verdict by key, for those that can be shown so."""
    living = Living(mutants, seen)
    pytest.main([*TESTS, *QUIET, "--capture=no"], plugins=[living])
    return living.verdicts


def is_settled(mutant: Mutant, verdict: str, seen: Seen) -> bool:
    """Killed; or alive, and nothing that the tests import has run its lines."""
    if verdict in (KILLED, TIMEOUT):
        return True
    lines = seen.lines.get(mutant.module, {})
    names = {name for at in mutant.mutation.lines for name in lines.get(at, ())}
    return verdict == SURVIVED and names <= seen.seconds.keys()
