"""One small fault at a time in a module's source: what benchmarks/mutants.py tries.

Comparisons are swapped and moved by their boundary, and/or, not, any/all and min/max exchanged,
numbers moved by one, true and false exchanged, codes misspelt, arithmetic exchanged, conditions
turned round, results and assigned values replaced by None, statements taken out. Left alone, as
they decide nothing that a test could see: docstrings, annotations, decorators, sentences (a text
with a blank in it, no table and no pattern), what only a type checker reads, a zip's `strict`.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

Name = str
COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
EXCHANGED = {"any": "all", "all": "any", "min": "max", "max": "min"}
UNSEEN = {"decorator_list", "annotation", "returns", "bases"}
FOR_TYPES = {"TypeVar", "cast"}
LONGEST = 72  # letters of the piece of source that names a mutation


@dataclass(frozen=True)
class Mutation:
    """`apply` puts the fault into the tree that it was found in; `lines` hold the statement."""

    key: str
    lines: range
    parent: ast.AST
    field: str
    at: int | None
    fault: ast.AST

    def apply(self, own: ast.AST | None = None) -> None:
        node = self.fault if own is None else own
        if self.at is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.at] = node

    @contextmanager
    def applied(self) -> Iterator[None]:
        """The fault stands in the tree for a while."""
        held = getattr(self.parent, self.field)
        own = held if self.at is None else held[self.at]
        self.apply()
        try:
            yield
        finally:
            self.apply(own)


@dataclass(frozen=True)
class Place:
    """A node, where it hangs, and what stands around it, the outermost first."""

    node: ast.AST
    parent: ast.AST
    field: str
    at: int | None
    around: tuple[ast.AST, ...]

    def swap(self, one: ast.AST) -> None:
        Mutation("", range(0), self.parent, self.field, self.at, one).apply()

    @property
    def is_condition(self) -> bool:
        """It is asked whether it is true: in an if, a filter, or beside an and or an or."""
        return (self.field, type(self.parent)) in (
            ("test", ast.If),
            ("test", ast.IfExp),
            ("test", ast.While),
            ("ifs", ast.comprehension),
            ("values", ast.BoolOp),
        )


def mutations(module: Name, tree: ast.Module) -> Iterator[Mutation]:
    """Every mutation of a module in the order of its source, each with a name of its own."""
    seen: Counter[str] = Counter()
    for place in places(tree, ()):
        for fault in faults(place):
            key = f"{module}.{key_of(place, fault)}"
            seen[key] += 1
            number = f" #{seen[key]}" if seen[key] > 1 else ""
            yield Mutation(
                key + number, lines_of(place), place.parent, place.field, place.at, fault
            )


def places(node: ast.AST, around: tuple[ast.AST, ...]) -> Iterator[Place]:
    around = (*around, node)
    for field, value in ast.iter_fields(node):
        if field in UNSEEN:
            continue
        for at, child in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(child, ast.AST) and not is_unseen(child, node):
                yield Place(child, node, field, at if isinstance(value, list) else None, around)
                yield from places(child, around)


def is_unseen(node: ast.AST, parent: ast.AST) -> bool:
    """Docstrings, imports, exported names, what is for types alone, and the guard of a zip."""
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.keyword):
        return node.arg == "strict"
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in FOR_TYPES
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) in ("__all__", "__slots__")
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(parent, ast.JoinedStr | ast.FormattedValue):
        return isinstance(node, ast.Constant | ast.JoinedStr)
    return isinstance(node, ast.Import | ast.ImportFrom)


def faults(place: Place) -> Iterator[ast.AST]:
    node = place.node
    if isinstance(node, ast.stmt):
        yield from faults_of_statement(node, place)
    elif isinstance(node, ast.Constant):
        yield from faults_of_constant(node, place)
    elif isinstance(node, ast.Lambda) and not is_none(node.body):
        yield ast.Lambda(node.args, ast.Constant(None))
    elif isinstance(node, ast.expr):
        yield from faults_of_expression(node)
    plain = not isinstance(node, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.Constant)
    if place.is_condition and plain:
        assert isinstance(node, ast.expr)
        yield ast.UnaryOp(ast.Not(), node)


def faults_of_statement(node: ast.stmt, place: Place) -> Iterator[ast.stmt]:
    inside = any(isinstance(each, ast.FunctionDef) for each in place.around)
    if isinstance(node, ast.Expr | ast.AugAssign | ast.Raise):
        yield ast.Pass()
    elif isinstance(node, ast.Continue):
        yield ast.Break()
    elif isinstance(node, ast.Break):
        yield ast.Continue()
    elif isinstance(node, ast.Return) and not is_none(node.value):
        yield ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Assign) and inside and not is_none(node.value):
        yield ast.Assign(node.targets, ast.Constant(None))
    elif isinstance(node, ast.AnnAssign) and inside and not is_none(node.value):
        yield ast.Assign([node.target], ast.Constant(None))


def is_none(value: ast.expr | None) -> bool:
    """Or what is as false: that is turned into something true elsewhere."""
    return value is None or ast.unparse(value) in ("None", "False", "''")


def faults_of_constant(node: ast.Constant, place: Place) -> Iterator[ast.Constant]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield from (ast.Constant(value + 1), ast.Constant(value - 1))
    elif isinstance(value, str) and (" " not in value or is_table(place)):
        yield ast.Constant("X" + value[1:])


def is_table(place: Place) -> bool:
    """A text that the module reads itself: a pattern, or words in a row."""
    in_function = any(isinstance(each, ast.FunctionDef) for each in place.around)
    return not in_function and isinstance(place.parent, ast.Assign | ast.Call)


def faults_of_expression(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.Compare):
        for at, op in enumerate(node.ops):
            for other in COMPARED[type(op)]:
                ops = [*node.ops[:at], other(), *node.ops[at + 1 :]]
                yield ast.Compare(node.left, ops, node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in RECKONED and not is_type(node):
        yield ast.BinOp(node.left, RECKONED[type(node.op)](), node.right)
    elif isinstance(node, ast.Name) and node.id in EXCHANGED:
        yield ast.Name(EXCHANGED[node.id], ast.Load())


def is_type(node: ast.BinOp) -> bool:
    """`int | None`, `Report | tuple[str, str]`: a choice of types."""
    return any(is_none(side) or isinstance(side, ast.Subscript) for side in (node.left, node.right))


def key_of(place: Place, fault: ast.AST) -> str:
    """The function, and the piece of source around the fault before and after it."""
    names = [
        each.name
        for each in (*place.around, place.node)
        if isinstance(each, ast.FunctionDef | ast.ClassDef)
    ]
    home = ".".join(names) or "(module)"
    shown = place.node
    for each in reversed(place.around):
        if not isinstance(each, ast.expr) or len(ast.unparse(each)) > LONGEST:
            break
        shown = each
    if shown is place.node:
        return f"{home}: {short(shown)} -> {short(fault)}"
    before = ast.unparse(shown)
    place.swap(fault)
    after = ast.unparse(ast.fix_missing_locations(shown))
    place.swap(place.node)
    return f"{home}: {before} -> {after}"


def short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def lines_of(place: Place) -> range:
    """The lines of the statement; of one with a body, those of its head."""
    chain = (*place.around, place.node)
    statement = next(each for each in reversed(chain) if isinstance(each, ast.stmt))
    last = statement.end_lineno or statement.lineno
    body = getattr(statement, "body", None)
    if body:
        last = max(statement.lineno, body[0].lineno - 1)
    return range(statement.lineno, last + 1)
