"""A module of triage with one fault in it, given to whoever imports it."""

import ast
import importlib.abc
import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import Any

from benchmarks.mutations import Mutation, mutations
from benchmarks.survey import FIXTURES, ROOT, TRIAGE

PACKAGE = "tracker.triage."
BUILT_ON_IT = (*FIXTURES, "tests.triage.world")
NOT_AT_RUN_TIME = {f"{PACKAGE}predicates": {f"{PACKAGE}conditions"}}  # for the type checker alone


@dataclass(frozen=True)
class Mutant:
    module: str
    tree: ast.Module
    mutation: Mutation

    @property
    def key(self) -> str:
        return self.mutation.key


class Put(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant's code where its module is asked for."""

    def __init__(self, module: str, code: CodeType) -> None:
        self.name, self.code = f"{PACKAGE}{module}", code

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if name != self.name:
            return None
        return importlib.util.spec_from_file_location(name, self.code.co_filename, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)  # noqa: S102 (our own source, one fault in it)


def every_mutant() -> Iterator[Mutant]:
    """Module by module, those that import none of the others first."""
    for name in in_order():
        if name.startswith(PACKAGE):
            module = name.removeprefix(PACKAGE)
            tree = tree_of(name)
            yield from (Mutant(module, tree, each) for each in mutations(module, tree))


def in_order() -> list[str]:
    """The modules of triage, and what the tests build on them, each after all that it imports."""
    names = {f"{PACKAGE}{path.stem}" for path in TRIAGE.glob("[!_]*.py")} | set(BUILT_ON_IT)
    graph = {name: imported_by(name, names) for name in sorted(names)}
    return list(TopologicalSorter(graph).static_order())


def imported_by(name: str, known: set[str]) -> list[str]:
    found = set()
    for node in ast.walk(tree_of(name)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return sorted((found & known) - {name} - NOT_AT_RUN_TIME.get(name, set()))


def tree_of(name: str) -> ast.Module:
    return ast.parse((ROOT / f"{name.replace('.', '/')}.py").read_text(encoding="utf-8"))


def before(module: str) -> list[str]:
    """What a process may have imported before it imports a mutant of this module."""
    order = in_order()
    return order[: order.index(f"{PACKAGE}{module}")]


def put(mutant: Mutant) -> None:
    """From now on this process imports the mutant; its module must not be imported yet."""
    name = f"{PACKAGE}{mutant.module}"
    assert name not in sys.modules, f"{name} is imported already: the mutant would not be seen"
    mutant.mutation.apply()
    code = code_of(mutant.module, ast.fix_missing_locations(mutant.tree))
    sys.meta_path.insert(0, Put(mutant.module, code))


def code_of(module: str, tree: ast.Module) -> CodeType:
    return compile(tree, str(TRIAGE / f"{module}.py"), "exec")
