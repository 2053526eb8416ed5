"""Who reaches which function of the access mutants, told by the functions themselves."""

import ast
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType

from benchmarks.access_sites import Mutant, all_codes, living

REACHED = "_reached"


@contextmanager
def telling(wanted: Iterable[Mutant], note: Callable[[str], None]) -> Iterator[None]:
    """As long as it lasts each of their functions notes each call of it, by Mutant.home."""
    before = []
    homes = {(each.path, each.function) for each in wanted}
    codes = {path: telling_codes(path) for path, _function in homes}
    for path, function in homes:
        for each in living(str(path), function):
            before.append((each, each.__code__))
            each.__globals__[REACHED] = note
            each.__code__ = codes[path][each.__code__.co_qualname, each.__code__.co_firstlineno]
    try:
        yield
    finally:
        for each, code in before:
            each.__code__ = code


def telling_codes(path: Path) -> dict[tuple[str, int], CodeType]:
    tree = _Telling(path).visit(ast.parse(path.read_text()))
    code = compile(ast.fix_missing_locations(tree), str(path), "exec")
    return {(each.co_qualname, each.co_firstlineno): each for each in all_codes(code)}


class _Telling(ast.NodeTransformer):
    def __init__(self, path: Path) -> None:
        self.path = path
        self.names: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._inside(node, node.name)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        name = ast.Constant(f"{self.path}|{'.'.join([*self.names, node.name])}")
        self._inside(node, node.name, "<locals>")
        node.body.insert(0, ast.Expr(ast.Call(ast.Name(REACHED, ast.Load()), [name], [])))
        return node

    def _inside(self, node: ast.AST, *names: str) -> ast.AST:
        self.names += names
        self.generic_visit(node)
        del self.names[len(self.names) - len(names) :]
        return node
