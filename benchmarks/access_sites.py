"""Where a person is held to what is hers: each check and scope filter, and the code without it.

A site is one place in one function. `Mutant.swap` exchanges the code of the living functions, so
that every module that imported them meets the mutant; `Mutant.restore` puts it back.
"""

import ast
import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType

from benchmarks.access_bare import BARE
from benchmarks.access_finder import Sites
from benchmarks.access_kinds import PLACES
from tests.house.source import inside, name_of


@dataclass(frozen=True)
class Mutant:
    path: Path
    function: str  # qualified, as the code object calls itself
    line: int
    what: str
    number: int  # of the site in its file
    swapped: list[tuple[FunctionType, CodeType]] = field(default_factory=list, compare=False)

    def __str__(self) -> str:
        return f"{name_of(self.path)}:{self.line} {self.function}: without {self.what}"

    @property
    def home(self) -> str:
        """Its function among all of them."""
        return f"{self.path}|{self.function}"

    def swap(self, beside: "Mutant | None" = None) -> bool:
        """False where no living function carries this code; `beside` stays away in it as well."""
        more = {beside.number} if beside and beside.path == self.path else set[int]()
        code = _code(self.path, frozenset({self.number} | more))
        made = {(each.co_qualname, each.co_firstlineno): each for each in all_codes(code)}
        for each in living(str(self.path), self.function):
            new = made[each.__code__.co_qualname, each.__code__.co_firstlineno]
            self.swapped.append((each, each.__code__))
            each.__globals__.update(BARE)
            each.__code__ = new
        return bool(self.swapped)

    def restore(self) -> None:
        for each, code in self.swapped:
            each.__code__ = code
        self.swapped.clear()


def mutants() -> list[Mutant]:
    files = inside("api", "frontend", "tracker", suffix=".py")
    return [
        Mutant(path, *found, number)
        for path in files
        if name_of(path).startswith(PLACES)
        for number, found in enumerate(Sites.of(path).found)
    ]


def _code(path: Path, numbers: frozenset[int]) -> CodeType:
    tree = ast.parse(path.read_text())
    changed = Sites(tree, numbers).visit(tree)
    return compile(ast.fix_missing_locations(changed), str(path), "exec")


def all_codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from all_codes(each)


def living(path: str, function: str) -> list[FunctionType]:
    """Decorators keep the function that they wrap: all of them are found where they live."""
    return [
        each
        for each in gc.get_objects()
        if type(each) is FunctionType  # isinstance would wake every lazy object
        and each.__code__.co_filename == path
        and each.__code__.co_qualname == function
    ]
