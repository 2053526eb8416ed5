"""Finds each check and scope filter of a file, in the order of its text, and takes some away.

What they look like: benchmarks/access_kinds.py. The text in `found` tells the kind.
"""

import ast
from functools import cache
from pathlib import Path

from benchmarks import access_kinds as kinds
from benchmarks.access_bare import WRITTEN
from benchmarks.access_kinds import name_in


class Sites(ast.NodeTransformer):
    def __init__(self, tree: ast.Module, wanted: frozenset[int] = frozenset()) -> None:
        self.wanted = wanted
        self.found: list[tuple[str, int, str]] = []
        self.names: list[str] = []
        self.held: list[set[str]] = []  # names of conditions about whose a row is, by function
        self.answers: list[bool] = []  # whether it answers yes or no, by function
        self.given: list[set[str]] = []  # names of what it gives back uncalled, by function
        self.statements = dict(_statements(tree))

    @classmethod
    @cache
    def of(cls, path: Path) -> "Sites":
        tree = ast.parse(path.read_text())
        sites = cls(tree)
        sites.visit(tree)
        return sites

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._inside(node, node.name)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """One inside of another that does not give it back lives in that one's code alone."""
        if self.given and node.name not in self.given[-1]:
            return self._inside(node)
        self.given.append(set(_given(node)))
        self.held.append(set(_conditions(node)))
        self.answers.append(isinstance(node.returns, ast.Name) and node.returns.id == "bool")
        changed = self._inside(node, node.name, "<locals>")
        del self.held[-1], self.answers[-1], self.given[-1]
        self.names += [node.name, "<locals>"]
        for test, last in zip(node.body, node.body[1:], strict=False):
            self._let_in(test.body[-1] if isinstance(test, ast.For) else test, last)
        del self.names[-2:]
        return changed

    def _let_in(self, test: ast.stmt, last: ast.stmt) -> None:
        """`if she may: return page`, and whoever is left is turned away."""
        turned = kinds.turns_away(last)
        if not turned or not isinstance(test, ast.If) or kinds.turns_away(test.body[-1]):
            return
        if isinstance(test.body[-1], ast.Return) and self._is_wanted(test, f"`{turned}` at last"):
            test.test = _decided(True, test.test)

    def _inside(self, node: ast.AST, *names: str) -> ast.AST:
        before = len(self.names)
        self.names += names
        self.generic_visit(node)
        del self.names[before:]
        return node

    def _is_wanted(self, node: ast.AST, what: str) -> bool:
        if self.names[-1:] != ["<locals>"]:
            return False
        self.found.append((".".join(self.names[:-1]), getattr(node, "lineno", 0), what))
        return len(self.found) - 1 in self.wanted

    def visit_If(self, node: ast.If) -> ast.AST:
        who, last = ast.unparse(node.test), node.body[-1]
        turned = kinds.ends_for(who, last)
        is_asked = not kinds.asks_for_none(node.test)
        self.generic_visit(node)
        if turned and is_asked and self._is_wanted(node, f"`{turned}`"):
            node.test = _decided(False, node.test)
        if not turned and not node.orelse and kinds.FOR_SOME.search(who):
            is_answer = isinstance(last, ast.Return)  # those go on to the next line otherwise
            if not is_answer and self._is_wanted(node, f"`if {who}`"):
                node.test = _decided(True, node.test)
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        who, other = ast.unparse(node.test), ast.unparse(node.orelse)
        is_for_some = kinds.is_nothing(node.orelse) and bool(kinds.FOR_SOME.search(who))
        self.generic_visit(node)
        refused = name_in(node.orelse.func) if isinstance(node.orelse, ast.Call) else ""
        what = f"`else {refused if refused in kinds.TURNED_AWAY else other}`"
        is_site = refused in kinds.TURNED_AWAY or is_for_some
        if is_site and self._is_wanted(node, what):
            node.test = _decided(True, node.test)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        asked = [ast.unparse(each) if kinds.is_among(each) else "" for each in node.ifs]
        self.generic_visit(node)
        for number, who in enumerate(asked):
            if who and self._is_wanted(node.ifs[number], f"`those with {who}`"):
                node.ifs[number] = _decided(True, node.ifs[number])
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        self.generic_visit(node)
        name = name_in(node.value.func) if isinstance(node.value, ast.Call) else ""
        if name in kinds.DEMANDS and self._is_wanted(node, f"`{name}`"):
            node.value = _decided(False, node.value)
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        name = self.names[-2] if self.answers and self.answers[-1] else ""
        answers = name == "may" or bool(kinds.YES.fullmatch(name))
        refuses = bool(kinds.NO.fullmatch(name))
        is_condition = node.value is not None and kinds.is_condition(node.value)
        is_plain = isinstance(node.value, ast.Constant)  # the condition before it is the check
        self.generic_visit(node)
        if node.value is None:
            return node
        if (answers or refuses) and not is_plain and self._is_wanted(node, "its answer"):
            node.value = _decided(answers, node.value)
        if is_condition and self._is_wanted(node, "its condition"):
            node.value = _around("_laid_bare", node.value)
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        """A statement that is written out, or a scope that is handed on by its name."""
        found = WRITTEN.findall(self.statements.get(node.id, ""))
        for number, said in enumerate(found):
            if self._is_wanted(node, f"`{said}` in {node.id}"):
                return _around("_without_written", node, ast.Constant(number))
        return self._scope(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        return self._scope(node) if name_in(node.value) == "access" else node

    def _scope(self, node: ast.Name | ast.Attribute) -> ast.expr:
        name, is_read = name_in(node), isinstance(node.ctx, ast.Load)
        if name in kinds.SCOPES and is_read and self._is_wanted(node, f"`{name}`"):
            return _around("_laying_bare", node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if name_in(node.func) in ("filter", "get", "exclude"):
            node.args = [each for each in node.args if not self._drops_condition(node, each)]
            for each in node.keywords:
                self._thin(node, each.value)
            node.keywords = [each for each in node.keywords if not self._drops(node, each)]
        return node

    def _drops(self, node: ast.Call, keyword: ast.keyword) -> bool:
        return kinds.is_held(keyword.arg or "") and self._is_wanted(node, f"`{keyword.arg}`")

    def _drops_condition(self, node: ast.Call, said: ast.expr) -> bool:
        is_named = isinstance(said, ast.Name) and said.id in self.held[-1] if self.held else False
        is_it = is_named or kinds.is_condition(said)
        return is_it and self._is_wanted(node, f"the condition `{ast.unparse(said)[:40]}`")

    def _thin(self, node: ast.Call, said: ast.expr) -> None:
        """`**{f"{path}clinic": one}`"""
        if not isinstance(said, ast.Dict) or not isinstance(node.func, ast.Attribute):
            return
        pairs = list(zip(said.keys, said.values, strict=True))
        kept = [
            pair
            for pair in pairs
            if not (
                kinds.is_held(name := kinds.key_of(pair[0]))
                and self._is_wanted(node, f"`{name}` put together")
            )
        ]
        said.keys, said.values = [key for key, _value in kept], [value for _key, value in kept]


def _statements(tree: ast.Module) -> list[tuple[str, str]]:
    """The module's texts by their names."""
    return [
        (name_in(each.targets[0]), each.value.value)
        for each in tree.body
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)
        if isinstance(each.value.value, str)
    ]


def _conditions(node: ast.FunctionDef) -> list[str]:
    return [
        name_in(each.targets[0] if isinstance(each, ast.Assign) else each.target)
        for each in ast.walk(node)
        if isinstance(each, ast.Assign | ast.AugAssign) and kinds.is_condition(each.value)
    ]


def _given(node: ast.FunctionDef) -> list[str]:
    said = [each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value]
    called = {id(each.func) for one in said for each in ast.walk(one) if isinstance(each, ast.Call)}
    named = [each for one in said for each in ast.walk(one) if id(each) not in called]
    return [name_in(each) for each in named if isinstance(each, ast.Name)]


def _around(name: str, node: ast.expr, *more: ast.expr) -> ast.expr:
    call = ast.Call(ast.Name(name, ast.Load()), [node, *more], [])
    return ast.copy_location(call, node)


def _decided(how: bool, asked: ast.expr) -> ast.expr:
    """Never asked, but its names stay: a living function takes no code with other free ones."""
    join = ast.Or() if how else ast.And()
    return ast.copy_location(ast.BoolOp(join, [ast.Constant(how), asked]), asked)
