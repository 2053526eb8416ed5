"""Short functions, short files. A longer one stands here by name, with its reason."""

import ast
from pathlib import Path
from statistics import median, quantiles

from tests.house.source import HOUSE, functions_of, inside, name_of, tree_of

LONG_FUNCTION, LONGEST_FUNCTION = 30, 50  # a test tells a story: only the second holds it
LONG_FILE = {"tests": 400, ".py": 250, ".html": 150, ".js": 250, ".toml": 160}
REASONS_FUNCTIONS: dict[str, str] = {}
REASONS_FILES: dict[str, str] = {}

PYTHON = inside(*HOUSE, "benchmarks", suffix=".py")
ALL = [*PYTHON, *inside("tests", suffix=".py")]
OTHERS = [p for suffix in (".html", ".js", ".toml") for p in inside(*HOUSE, suffix=suffix)]


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def long_functions() -> dict[str, int]:
    """Place -> lines, of each that is long."""
    return {
        f"{name_of(path)}::{f.name}": length(f)
        for path in ALL
        for f in functions_of(tree_of(path))
        if length(f) > (LONGEST_FUNCTION if is_test(path) else LONG_FUNCTION)
    }


def long_files() -> dict[str, int]:
    both = [*ALL, *OTHERS]
    return {name_of(p): lines_of(p) for p in both if lines_of(p) > LONG_FILE[kind_of(p)]}


def kind_of(path: Path) -> str:
    return "tests" if is_test(path) else path.suffix


def is_test(path: Path) -> bool:
    return name_of(path).startswith("tests/")


def test_a_function_is_short_or_has_its_reason() -> None:
    found = long_functions()

    assert {name: found[name] for name in found.keys() - REASONS_FUNCTIONS.keys()} == {}
    assert {name: lines for name, lines in found.items() if lines > LONGEST_FUNCTION} == {}


def test_a_file_is_short_or_has_its_reason() -> None:
    found = long_files()

    assert {name: found[name] for name in found.keys() - REASONS_FILES.keys()} == {}


def test_most_functions_and_files_are_far_shorter() -> None:
    functions = [length(f) for path in PYTHON for f in functions_of(tree_of(path))]
    files = [lines_of(path) for path in PYTHON if lines_of(path)]

    assert median(functions) <= 12
    assert quantiles(functions, n=10)[-1] <= 25
    assert quantiles(files, n=10)[-1] <= 200


def test_every_reason_is_still_needed() -> None:
    """An exception that nobody uses any more is taken off the list."""
    assert REASONS_FUNCTIONS.keys() - long_functions().keys() == set()
    assert REASONS_FILES.keys() - long_files().keys() == set()


def test_a_file_is_named_after_what_it_holds() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "managers", "process", "common"}

    assert [name_of(path) for path in ALL if path.stem in vague] == []
