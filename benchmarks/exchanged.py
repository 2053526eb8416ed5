"""Living functions of triage that run a mutant's code for a while, and then their own again."""

import __future__

import ast
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from types import CodeType, FunctionType

from benchmarks.mutant_module import PACKAGE, Mutant
from benchmarks.survey import TRIAGE

Key = tuple[str, int]
ANNOTATIONS = __future__.annotations.compiler_flag


def functions_of_triage() -> list[FunctionType]:
    """Closures and methods too; looking for them takes time."""
    return [
        each
        for each in gc.get_objects()
        if isinstance(each, FunctionType) and (each.__module__ or "").startswith(PACKAGE)
    ]


@contextmanager
def exchanged(mutant: Mutant, functions: Sequence[FunctionType]) -> Iterator[bool]:
    """False where the functions cannot show the mutant whole: then they are left as they are."""
    changed = changed_codes(mutant)
    name = f"{PACKAGE}{mutant.module}"
    mine = [f for f in functions if f.__module__ == name and key_of(f.__code__) in changed]
    codes = [changed[key_of(each.__code__)] for each in mine]
    own = [each.__code__ for each in mine]
    is_whole = bool(mine) and all(len(each) == 1 for each in codes)
    try:
        if is_whole:
            for function, (code,) in zip(mine, codes, strict=True):
                function.__code__ = code
    except ValueError:  # another number of free names
        is_whole = False
    try:
        yield is_whole
    finally:
        for function, code in zip(mine, own, strict=True):
            function.__code__ = code


def changed_codes(mutant: Mutant) -> dict[Key, list[CodeType]]:
    at = home_of(mutant)
    if at is None:
        return {}
    before = codes_of(mutant.module, mutant.tree.body[at])
    with mutant.mutation.applied():
        after = fresh_codes_of(mutant.module, mutant.tree.body[at])
    return {key: codes for key, codes in after.items() if codes != before.get(key, codes)}


def home_of(mutant: Mutant) -> int | None:
    """Which function or class of the module holds the fault."""
    first = mutant.mutation.lines.start
    homes = (at for at, each in enumerate(mutant.tree.body) if first in lines_of(each))
    return next(homes, None)


def lines_of(node: ast.stmt) -> range:
    is_home = isinstance(node, ast.FunctionDef | ast.ClassDef)
    return range(node.lineno, (node.end_lineno or node.lineno) + 1) if is_home else range(0)


@lru_cache(maxsize=64)
def codes_of(module: str, home: ast.stmt) -> dict[Key, list[CodeType]]:
    return fresh_codes_of(module, home)


def fresh_codes_of(module: str, home: ast.stmt) -> dict[Key, list[CodeType]]:
    """Everything that has code in it, by name and line: two lambdas may share both."""
    tree = ast.fix_missing_locations(ast.Module([home], []))
    whole = compile(tree, str(TRIAGE / f"{module}.py"), "exec", ANNOTATIONS, dont_inherit=True)
    found: dict[Key, list[CodeType]] = {}
    waiting = [whole]
    while waiting:
        for each in waiting.pop().co_consts:
            if isinstance(each, CodeType):
                waiting.append(each)
                found.setdefault(key_of(each), []).append(each)
    return found


def key_of(code: CodeType) -> Key:
    return code.co_qualname, code.co_firstlineno
