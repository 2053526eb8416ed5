"""Where a person is held to what is hers: each check and scope filter, and the code without it.

A site is one place in one function. `Mutant.swap` exchanges the code of the living functions, so
that every module that imported them meets the mutant; `Mutant.restore` puts it back.
"""

import ast
import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from tests.house.source import inside, name_of

PLACES = (
    "api/",
    "frontend/clinic/",
    "frontend/pages/",
    "frontend/photos/door",
    "tracker/records/",
    "tracker/services/",
    "tracker/second_factor",
)
SCOPES = frozenset(
    {
        "patients_of",
        "own_patients_of",
        "treatments_of",
        "own_treatments_of",
        "check_ins_of",
        "own_check_ins_of",
        "photos_of",
        "messages_of",
        "cases_of",
        "own_photos_of",
        "photos_at_work",
        "treatments_at_work",
        "clinics_where",
        "memberships",
    }
)
REFUSALS = frozenset({"NotAllowed", "NotFound", "SecondFactorNeeded", "SignInAgain"})
TURNED_AWAY = frozenset(
    ["forbidden", "ask_to_sign_in", "ask_second_factor", "ask_again", "_role_page"]
)
DEMANDS = frozenset(["require_role", "require_fresh_sign_in", "require_second_factor"])
HELD_BY = frozenset(
    ["user", "clinic", "role", "ended_at", "patient", "owner", "sender", "recorded_by", "chain"]
)
LAID_BARE = "_laid_bare"


def laid_bare(rows: Any) -> Any:
    """The same rows without any condition."""
    bare = rows._chain()
    bare.query.where = type(bare.query.where)()
    return bare


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
            each.__globals__[LAID_BARE] = laid_bare
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
        for number, found in enumerate(_Sites.of(path).found)
    ]


class _Sites(ast.NodeTransformer):
    """Finds the sites in the order of the text, and changes the one that is wanted."""

    def __init__(self, wanted: frozenset[int] = frozenset()) -> None:
        self.wanted = wanted
        self.found: list[tuple[str, int, str]] = []
        self.names: list[str] = []

    @classmethod
    @cache
    def of(cls, path: Path) -> "_Sites":
        sites = cls()
        sites.visit(ast.parse(path.read_text()))
        return sites

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._inside(node, node.name)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        changed = self._inside(node, node.name, "<locals>")
        self.names += [node.name, "<locals>"]
        for test, last in zip(node.body, node.body[1:], strict=False):
            self._let_in(test, last)
        del self.names[-2:]
        return changed

    def _let_in(self, test: ast.stmt, last: ast.stmt) -> None:
        """`if she may: return page`, and whoever is left is turned away."""
        turned = _turns_away(last)
        if not turned or not isinstance(test, ast.If) or _turns_away(test.body[-1]):
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
        self.generic_visit(node)
        turned = _turns_away(node.body[-1])
        if turned and not _asks_for_none(node.test) and self._is_wanted(node, f"`{turned}`"):
            node.test = _decided(False, node.test)
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        refused = _name(node.orelse.func) if isinstance(node.orelse, ast.Call) else ""
        if refused in TURNED_AWAY and self._is_wanted(node, f"`else {refused}`"):
            node.test = _decided(True, node.test)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        self.generic_visit(node)
        name = _name(node.value.func) if isinstance(node.value, ast.Call) else ""
        if name in DEMANDS and self._is_wanted(node, f"`{name}`"):
            node.value = _decided(False, node.value)
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        self.generic_visit(node)
        is_answer = self.names[-2:-1] == ["may"] and not _is_true(node.value)
        if is_answer and node.value and self._is_wanted(node, "its answer"):
            node.value = _decided(True, node.value)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = _name(node.func)
        if name in SCOPES and self._is_wanted(node, f"`{name}`"):
            return ast.copy_location(ast.Call(ast.Name(LAID_BARE, ast.Load()), [node], []), node)
        if name in ("filter", "get", "exclude"):
            kept = [each for each in node.keywords if not self._drops(node, each)]
            node.keywords = kept
        return node

    def _drops(self, node: ast.Call, keyword: ast.keyword) -> bool:
        held = any(w.removesuffix("_id") in HELD_BY for w in (keyword.arg or "").split("__"))
        return held and self._is_wanted(node, f"`{keyword.arg}`")


def _decided(how: bool, asked: ast.expr) -> ast.expr:
    """Never asked, but its names stay: a living function takes no code with other free ones."""
    join = ast.Or() if how else ast.And()
    return ast.copy_location(ast.BoolOp(join, [ast.Constant(how), asked]), asked)


def _turns_away(last: ast.stmt) -> str:
    if isinstance(last, ast.Raise) and last.exc is not None:
        raised = last.exc.func if isinstance(last.exc, ast.Call) else last.exc
        return _name(raised) if _name(raised) in REFUSALS else ""
    if isinstance(last, ast.Return) and isinstance(last.value, ast.Call):
        return _name(last.value.func) if _name(last.value.func) in TURNED_AWAY else ""
    return ""


def _asks_for_none(test: ast.expr) -> bool:
    """What was not found is no check of ours: without it nothing but an error follows."""
    return isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Is)


def _is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _code(path: Path, numbers: frozenset[int]) -> CodeType:
    changed = _Sites(numbers).visit(ast.parse(path.read_text()))
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
